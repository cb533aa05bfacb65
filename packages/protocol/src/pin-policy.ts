import { constantTimeEqual, utf8, wipe } from './bytes.ts';
import { COMMON_PINS } from './common-pins.ts';
import type { DeviceError, PinRefusal } from './device-errors.ts';
import { normaliseDigits } from './digits.ts';
import { type Result, ok, refuse } from './result.ts';

/** Section 7, PIN rules. */

/** Digits of a length the policy allows: worth an attempt. */
export type Pin = string & { readonly brand: 'Pin' };
/** Besides, not one that everybody guesses, and typed twice alike: may be set. */
export type AcceptablePin = Pin & { readonly acceptable: true };

/** A PIN that has just opened its slot was acceptable when it was set, and stays in force. */
export function pinInForce(pin: Pin): AcceptablePin {
  return pin as AcceptablePin;
}

export interface PinLengths {
  readonly minPinLength: number;
  readonly maxPinLength: number;
}

/** What is no PIN by the policy cannot be the right one, so refusing it tells nothing and costs no attempt. */
export function parsePin(typed: string, lengths: PinLengths): Result<Pin, DeviceError> {
  const digits = normaliseDigits(typed);
  if (digits === undefined || digits.length > lengths.maxPinLength) return refusePin('too-long');
  if (!/^[0-9]*$/.test(digits)) return refusePin('not-digits');
  if (digits.length < lengths.minPinLength) return refusePin('too-short');
  return ok(digits as Pin);
}

/** Both entries of a new PIN. The two are compared in constant time, last, so that the first reason shown is the useful one. */
export function judgeNewPin(
  entries: { readonly pin: string; readonly repeated: string },
  lengths: PinLengths,
): Result<AcceptablePin, DeviceError> {
  const pin = parsePin(entries.pin, lengths);
  if (!pin.ok) return pin;
  const weakness = weaknessOf(pin.value);
  if (weakness !== undefined) return refusePin(weakness);
  return areEqual(pin.value, normaliseDigits(entries.repeated) ?? '') ? ok(pin.value as AcceptablePin) : refusePin('entries-differ');
}

/** The order in which a person is told. */
const weaknesses: readonly (readonly [PinRefusal, (pin: string) => boolean])[] = [
  ['all-equal', isAllEqual],
  ['run', isRun],
  ['repeated-pattern', isRepeatedPattern],
  ['year', isYear],
  ['common', (pin) => COMMON_PINS.has(pin)],
];

/** Why a PIN of lawful length is easily guessed, or undefined when nothing is known against it. */
export function weaknessOf(pin: string): PinRefusal | undefined {
  return weaknesses.find(([, applies]) => applies(pin))?.[0];
}

function isAllEqual(pin: string): boolean {
  return /^(.)\1*$/.test(pin);
}

/** Every step between neighbours is the same, up or down, by one or two, through 0 as on a dial: 234567, 8901, 975310 is none. */
function isRun(pin: string): boolean {
  const steps = Array.from(pin.slice(1), (digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10);
  return [1, 2, 8, 9].some((step) => steps.every((taken) => taken === step));
}

/** 1212, 123123, 1122, 112233, 111222, 123321: made of a piece said again, of doubled digits, or of halves that mirror each other. */
function isRepeatedPattern(pin: string): boolean {
  return /^(.+)\1+$/.test(pin) || /^(?:(.)\1)+$/.test(pin) || /^(?:(.)\1\1)+$/.test(pin) || isMirrored(pin);
}

function isMirrored(pin: string): boolean {
  return pin === Array.from(pin).reverse().join('');
}

const YEAR = '(?:19|20)\\d\\d';
const DAY_AND_MONTH = '(?:(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))';
const YEAR_PINS = [
  // Alone, twice, or with up to two digits before or behind.
  new RegExp(`^${YEAR}(?:\\d{0,2}|${YEAR})$`),
  new RegExp(`^\\d{1,2}${YEAR}$`),
  // A whole date, in any order of its parts.
  new RegExp(`^${YEAR}${DAY_AND_MONTH}$`),
  new RegExp(`^${DAY_AND_MONTH}${YEAR}$`),
];

function isYear(pin: string): boolean {
  return YEAR_PINS.some((pattern) => pattern.test(pin));
}

function areEqual(left: string, right: string): boolean {
  const [leftOctets, rightOctets] = [utf8(left), utf8(right)];
  const equal = constantTimeEqual(leftOctets, rightOctets);
  wipe(leftOctets, rightOctets);
  return equal;
}

function refusePin(reason: PinRefusal): Result<never, DeviceError> {
  return refuse({ code: 'PIN_POLICY', reason });
}

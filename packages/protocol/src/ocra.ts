import { type Bytes, concat, constantTimeEqual, domain, toHex, u64, u8, utf8 } from './bytes.ts';
import { decimalDigits } from './decimal.ts';
import { normaliseDigits } from './digits.ts';
import { SEED_OCTETS, sha256 } from './key-schedule.ts';
import type { ChallengeForm, OcraSuite } from './ocra-suite.ts';
import { type AsyncOtpMac, type OtpMac, truncate } from './otp.ts';
import { type Result, ok, refuse } from './result.ts';

/** OCRA (RFC 6287): the response to a challenge is the truncated HMAC over the suite and everything that the suite names. */

/**
 * What goes in. Whatever the suite does not name is not looked at (section 5.1: DataInput holds only what the suite says).
 * Two challenges are those of both sides in mutual authentication, the other side's first (sections 7.2 and 7.3).
 */
export interface OcraInput {
  readonly suite: OcraSuite;
  readonly challenges: readonly [string] | readonly [string, string];
  readonly counter?: number | undefined;
  /** The hash of the PIN, by the hash that the suite names. */
  readonly pinHash?: Uint8Array | undefined;
  /** UTF-8. */
  readonly session?: Uint8Array | undefined;
  /** Steps since 1970, of the length that the suite names. */
  readonly timeStep?: number | undefined;
}

/** Something that the suite names is missing, too long, or of another form. */
export interface OcraRefusal {
  readonly code: 'OCRA_INPUT';
  readonly part: 'challenge' | 'counter' | 'pin' | 'session' | 'time';
}

const CHALLENGE_OCTETS = 128;

/** The response, by a key that answers at once: as many digits as the suite says, or the HMAC in hexadecimal when it says 0. */
export function ocra(input: OcraInput & { readonly mac: OtpMac }): Result<string, OcraRefusal> {
  const message = ocraMessage(input);
  return message.ok ? ok(responseOf(input.mac(message.value), input.suite)) : message;
}

/** As `ocra`, through a key that answers later. */
export async function ocraAsync(input: OcraInput & { readonly mac: AsyncOtpMac }): Promise<Result<string, OcraRefusal>> {
  const message = ocraMessage(input);
  return message.ok ? ok(responseOf(await input.mac(message.value), input.suite)) : message;
}

export interface OcraCheck extends Omit<OcraInput, 'counter' | 'timeStep'> {
  readonly mac: OtpMac;
  readonly response: string;
  /** For a suite with a counter: the lowest value never accepted yet, and how many further ones are tried. */
  readonly counters?: { readonly next: number; readonly lookAhead: number };
  /** For a suite with time: the server's clock in Unix milliseconds, and how many steps on either side are tolerated. */
  readonly time?: { readonly now: number; readonly drift: number };
}

/** `counter` is the value to burn; the next acceptable one is one higher. */
export type OcraJudgement = { readonly kind: 'right'; readonly counter: number | undefined } | { readonly kind: 'wrong' };

/**
 * The server's half. Every candidate of both windows is computed whatever matches, and each comparison takes constant time. Of counters the
 * first match is taken, forward only, as with HOTP. That a challenge is answered once is its issuer's duty: this function remembers nothing.
 */
export function verifyOcra(check: OcraCheck): Result<OcraJudgement, OcraRefusal> {
  const matching: (number | undefined)[] = [];
  for (const counter of countersOf(check)) {
    for (const timeStep of timeStepsOf(check)) {
      const { suite, challenges, mac, pinHash, session } = check;
      const expected = ocra({ suite, challenges, mac, pinHash, session, counter, timeStep });
      if (!expected.ok) return expected;
      if (constantTimeEqual(utf8(expected.value), utf8(check.response))) matching.push(counter);
    }
  }
  return ok(matching.length === 0 ? { kind: 'wrong' } : { kind: 'right', counter: matching[0] });
}

/** A challenge as typed or pasted: digits of any script, and spaces and hyphens between as it may be shown in groups. Undefined when it is none. */
export function parseChallenge(typed: string, { form, maxLength }: OcraSuite['challenge']): string | undefined {
  if (typed.length > 4 * CHALLENGE_OCTETS) return undefined;
  const challenge = form === 'numeric' ? normaliseDigits(typed) : typed.replaceAll(/[\s-]/g, '');
  return challenge !== undefined && isChallenge(challenge, { form, maxLength }) ? challenge : undefined;
}

/**
 * What an OCRA token answers to confirm its activation: a challenge that both sides make out of the header hash, since nobody is there to
 * type one. `DEC(x, n)` or the first n hexadecimal digits of x = H(DS("ocra-confirm") ‖ HH)[0..15], n as long as the suite allows, at most 16.
 */
export function confirmationChallenge({ challenge: { form, maxLength } }: OcraSuite, headerHash: Uint8Array): string {
  const octets = sha256(concat(domain('ocra-confirm'), headerHash)).slice(0, 16);
  const length = Math.min(maxLength, 16);
  return form === 'numeric' ? decimalDigits(octets, length) : toHex(octets).slice(0, length);
}

/** The time step of this moment; `now` in Unix milliseconds. */
export function ocraTimeStep(stepSeconds: number, now: number): number {
  return Math.floor(now / 1000 / stepSeconds);
}

function countersOf({ suite, counters }: OcraCheck): readonly (number | undefined)[] {
  if (!suite.hasCounter || counters === undefined) return [undefined];
  return Array.from({ length: counters.lookAhead + 1 }, (_, index) => counters.next + index);
}

function timeStepsOf({ suite, time }: OcraCheck): readonly (number | undefined)[] {
  if (suite.stepSeconds === undefined || time === undefined) return [undefined];
  const current = ocraTimeStep(suite.stepSeconds, time.now);
  return Array.from({ length: 2 * time.drift + 1 }, (_, index) => current - time.drift + index).filter((step) => step >= 0);
}

function responseOf(mac: Uint8Array, { digits }: OcraSuite): string {
  return digits === 0 ? toHex(mac) : truncate(mac, digits);
}

/** Section 5.1: `OCRASuite ‖ 00 ‖ C ‖ Q ‖ P ‖ S ‖ T`. */
function ocraMessage(input: OcraInput): Result<Bytes, OcraRefusal> {
  const { suite } = input;
  const challenge = challengeOctets(input.challenges, suite.challenge);
  if (challenge === undefined) return refuse({ code: 'OCRA_INPUT', part: 'challenge' });
  const counter = suite.hasCounter ? unsigned(input.counter) : NOTHING;
  if (counter === undefined) return refuse({ code: 'OCRA_INPUT', part: 'counter' });
  const pin = suite.pinHash === undefined ? NOTHING : exactly(input.pinHash, SEED_OCTETS[suite.pinHash]);
  if (pin === undefined) return refuse({ code: 'OCRA_INPUT', part: 'pin' });
  const session = suite.sessionOctets === undefined ? NOTHING : leftPadded(input.session, suite.sessionOctets);
  if (session === undefined) return refuse({ code: 'OCRA_INPUT', part: 'session' });
  const time = suite.stepSeconds === undefined ? NOTHING : unsigned(input.timeStep);
  if (time === undefined) return refuse({ code: 'OCRA_INPUT', part: 'time' });
  return ok(concat(utf8(suite.text), u8(0), counter, challenge, pin, session, time));
}

const NOTHING: Bytes = new Uint8Array(0);

/** Section 5.1: in 128 octets, filled up on the right. Numbers go in as hexadecimal, so an odd count of its digits is filled up by half an octet. */
function challengeOctets(challenges: readonly string[], expected: OcraSuite['challenge']): Bytes | undefined {
  const { form } = expected;
  if (!challenges.every((challenge) => isChallenge(challenge, expected))) return undefined;
  const text = challenges.join('');
  const octets = form === 'alphanumeric' ? utf8(text) : fromNibbles(form === 'numeric' ? BigInt(text).toString(16) : text);
  const padded = new Uint8Array(CHALLENGE_OCTETS);
  padded.set(octets);
  return padded;
}

function isChallenge(challenge: string, { form, maxLength }: OcraSuite['challenge']): boolean {
  return challenge.length >= 1 && challenge.length <= maxLength && FORMS[form].test(challenge);
}

const FORMS: Readonly<Record<ChallengeForm, RegExp>> = {
  numeric: /^[0-9]+$/,
  alphanumeric: /^[A-Za-z0-9]+$/,
  hexadecimal: /^[0-9A-Fa-f]+$/,
};

function fromNibbles(text: string): Bytes {
  const even = text.length % 2 === 0 ? text : `${text}0`;
  return Uint8Array.from({ length: even.length / 2 }, (_, index) => Number.parseInt(even.slice(index * 2, index * 2 + 2), 16));
}

function unsigned(value: number | undefined): Bytes | undefined {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? u64(value) : undefined;
}

function exactly(octets: Uint8Array | undefined, length: number): Uint8Array | undefined {
  return octets?.length === length ? octets : undefined;
}

/** As the reference implementation of appendix A has it: zeros before. */
function leftPadded(octets: Uint8Array | undefined, length: number): Bytes | undefined {
  return octets !== undefined && octets.length <= length ? concat(new Uint8Array(length - octets.length), octets) : undefined;
}

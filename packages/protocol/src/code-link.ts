import {
  type CodeRefusal,
  type PinResetCode,
  type PinResetCodeRefusal,
  type UnlockCode,
  type UnlockDigits,
  formatPinResetCode,
  formatUnlockCode,
  parsePinResetCode,
  parseUnlockCode,
} from './codes.ts';
import { type LinkRefusal, formatFragment, isOrigin, isSerial, parseFragment } from './fragment.ts';
import { type Result, ok, refuse } from './result.ts';

/**
 * The link and QR forms of section 9, for the short road: the PIN Reset Code to the portal, `https://<portal>/unlock#c=…&s=…`, and the
 * unlock code back, `https://<app>/u#c=…&s=…`. The code in them keeps its check digits.
 */

const FIELDS = ['c', 's'] as const;

/** @throws RangeError for an origin or a serial that no parser would take back. */
export function formatPinResetLink(input: { portalOrigin: string; code: PinResetCode; serial: string }): string {
  return formatCodeLink({
    place: `${demandOrigin(input.portalOrigin)}/unlock`,
    typed: formatPinResetCode(input.code),
    serial: input.serial,
  });
}

/** @throws RangeError for an origin or a serial that no parser would take back. */
export function formatUnlockLink(input: { appOrigin: string; code: UnlockCode; serial: string }): string {
  return formatCodeLink({ place: `${demandOrigin(input.appOrigin)}/u`, typed: formatUnlockCode(input.code), serial: input.serial });
}

/** Takes the whole link or its fragment alone. */
export function parsePinResetLink(text: string): Result<{ code: PinResetCode; serial: string }, LinkRefusal | PinResetCodeRefusal> {
  return parseCodeLink({ text, path: '/unlock', parse: parsePinResetCode });
}

/** Takes the whole link or its fragment alone. `n`: the data digits of this token's unlock codes. */
export function parseUnlockLink(text: string, n: UnlockDigits): Result<{ code: UnlockCode; serial: string }, LinkRefusal | CodeRefusal> {
  return parseCodeLink({ text, path: '/u', parse: (typed) => parseUnlockCode(typed, n) });
}

function formatCodeLink(input: { place: string; typed: string; serial: string }): string {
  if (!isSerial(input.serial)) throw new RangeError('not a serial');
  return `${input.place}#${formatFragment({ c: input.typed.replaceAll(' ', ''), s: input.serial })}`;
}

function demandOrigin(origin: string): string {
  if (!isOrigin(origin)) throw new RangeError('not an origin');
  return origin;
}

function parseCodeLink<Code, Refusal>(input: {
  text: string;
  path: string;
  parse: (typed: string) => Result<Code, Refusal>;
}): Result<{ code: Code; serial: string }, LinkRefusal | Refusal> {
  const fields = parseFragment(input.text, { path: input.path, names: FIELDS });
  if (!fields.ok) return fields;
  const { c: typed, s: serial } = fields.value;
  if (!isSerial(serial)) return refuse({ code: 'LINK_DAMAGED', field: 's' });
  const code = input.parse(typed);
  return code.ok ? ok({ code: code.value, serial }) : code;
}

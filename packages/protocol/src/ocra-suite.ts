import type { OtpAlgorithm } from './key-schedule.ts';
import type { OtpParameters } from './vault-body.ts';

/** RFC 6287 section 6: the suite says of what a response is made. `OCRA-1:HOTP-SHA256-8:C-QN08-T1M`. */
export interface OcraSuite {
  /** As written: it goes into every response. */
  readonly text: string;
  readonly algorithm: OtpAlgorithm;
  /** 0: the whole HMAC, in hexadecimal (section 5.2). */
  readonly digits: OcraDigits;
  readonly hasCounter: boolean;
  readonly challenge: { readonly form: ChallengeForm; readonly maxLength: number };
  /** The hash of a PIN that both sides know; undefined when there is none in it. */
  readonly pinHash: OtpAlgorithm | undefined;
  /** Octets of session information; undefined when there is none in it. */
  readonly sessionOctets: number | undefined;
  /** The length of a time step; undefined when no time is in it. */
  readonly stepSeconds: number | undefined;
}

export type OcraDigits = 0 | 4 | 5 | 6 | 7 | 8 | 9 | 10;
export type ChallengeForm = 'numeric' | 'alphanumeric' | 'hexadecimal';

/** The longest there is: `OCRA-1:HOTP-SHA512-10:C-QA64-PSHA512-S512-T59S`. */
export const MAX_SUITE_CHARACTERS = 48;

/** Section 6.3, in this order and no other. The optional parts of Q and S have no default here: what is not said is not meant. */
const SUITE =
  /^OCRA-1:HOTP-(?<hash>SHA1|SHA256|SHA512)-(?<digits>0|[4-9]|10):(?<counter>C-)?Q(?<form>[ANH])(?<length>\d\d)(?:-P(?<pin>SHA1|SHA256|SHA512))?(?:-S(?<session>\d{3}))?(?:-T(?<step>\d{1,2})(?<unit>[SMH]))?$/;
const FORMS = { A: 'alphanumeric', N: 'numeric', H: 'hexadecimal' } as const;
/** Section 6.3: 1 to 59 seconds or minutes, or up to 48 hours. */
const UNITS = { S: { seconds: 1, most: 59 }, M: { seconds: 60, most: 59 }, H: { seconds: 3600, most: 48 } } as const;
const MAX_SESSION_OCTETS = 512;

/** Undefined for what is no suite of this version. */
export function parseOcraSuite(text: string): OcraSuite | undefined {
  const parts = text.length <= MAX_SUITE_CHARACTERS ? SUITE.exec(text)?.groups : undefined;
  if (parts === undefined) return undefined;
  const { hash, digits, counter, form, length, pin, session } = parts;
  const maxLength = Number(length);
  const sessionOctets = session === undefined ? undefined : Number(session);
  const stepSeconds = stepOf(parts);
  if (maxLength < 4 || maxLength > 64 || stepSeconds === 'out-of-range') return undefined;
  if (sessionOctets !== undefined && (sessionOctets < 1 || sessionOctets > MAX_SESSION_OCTETS)) return undefined;
  return {
    text,
    algorithm: hash as OtpAlgorithm,
    digits: Number(digits) as OcraDigits,
    hasCounter: counter !== undefined,
    challenge: { form: FORMS[form as keyof typeof FORMS], maxLength },
    pinHash: pin as OtpAlgorithm | undefined,
    sessionOctets,
    stepSeconds,
  };
}

function stepOf({ step, unit }: Partial<Record<string, string>>): number | undefined | 'out-of-range' {
  if (step === undefined) return undefined;
  const { seconds, most } = UNITS[unit as keyof typeof UNITS];
  const count = Number(step);
  return count >= 1 && count <= most ? count * seconds : 'out-of-range';
}

/** How many digits a token of ours shows. */
const TOKEN_DIGITS = [6, 7, 8];

/**
 * The suite of a token of ours, when it can answer by itself and its other parameters say the same as its suite. One with a PIN is refused,
 * because the PIN of a soft token is known to nobody else, and one with session information, because a person would have to type it.
 */
export function tokenSuite(otp: OtpParameters): OcraSuite | undefined {
  const suite = otp.type === 'ocra' ? parseOcraSuite(otp.suite ?? '') : undefined;
  if (suite?.pinHash !== undefined || suite?.sessionOctets !== undefined) return undefined;
  const agrees =
    suite?.algorithm === otp.algorithm &&
    suite.digits === otp.digits &&
    TOKEN_DIGITS.includes(suite.digits) &&
    (suite.stepSeconds === undefined || (suite.stepSeconds === otp.period && otp.t0 === 0));
  return agrees ? suite : undefined;
}

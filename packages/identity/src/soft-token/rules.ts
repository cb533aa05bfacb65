import type { Instant } from '@sallyport/platform';
import { type FoldedSerial, type OtpCode, type OtpMac, matchTotp } from '@sallyport/protocol';
import type { Serial } from '../identifiers.ts';

/** A time step before every other: nothing was accepted yet. */
export const NO_STEP = -1;

export interface OtpParametersOfToken {
  readonly digits: number;
  readonly periodSeconds: number;
  readonly lastStep: number;
}

/** The time step a one-time password belongs to and burns, or undefined when it is wrong or spent. */
export function acceptableStep(attempt: {
  readonly code: OtpCode;
  readonly mac: OtpMac;
  readonly token: OtpParametersOfToken;
  readonly driftSteps: number;
  readonly now: Instant;
}): number | undefined {
  const { code, mac, token, now } = attempt;
  if (code.length !== token.digits) return undefined;
  const clock = { period: token.periodSeconds, t0: 0 };
  const lastStep = token.lastStep === NO_STEP ? undefined : token.lastStep;
  return matchTotp({ code, mac, clock, now, lastStep, drift: attempt.driftSteps });
}

/** Whether a new activation is the account's first, which follows the password; any other moves a credential to another device. */
export function isFirstToken(earlier: readonly { readonly activatedAt: Instant | undefined }[]): boolean {
  return earlier.every((token) => token.activatedAt === undefined);
}

/** `ST-482-719-36`: eight random digits, grouped to be read over the telephone. Uniqueness is the database's to keep. */
export function formatSerial(number: number): Serial {
  const digits = String(number).padStart(8, '0');
  return `ST-${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}` as Serial;
}

export const SERIAL_NUMBERS = 10 ** 8;

/** A serial as the token API carries it, letters and digits alone; undefined for one that we never gave out. */
export function serialOfFolded(folded: FoldedSerial): Serial | undefined {
  const digits = /^ST(\d{8})$/.exec(folded)?.[1];
  return digits === undefined ? undefined : formatSerial(Number(digits));
}

/** Two ways of writing a serial that a person or a link may use. */
export function isSameSerial(serial: Serial, written: string): boolean {
  return serial === written.trim().toUpperCase();
}

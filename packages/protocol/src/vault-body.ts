import { type Bytes, toBase64url, wipe } from './bytes.ts';
import { exactFields, isCount, isCountWithin, isTextWithin, octetsOf } from './json.ts';
import { type OtpAlgorithm, SEED_OCTETS } from './key-schedule.ts';
import type { BodyText } from './sealed-body.ts';

/** Section 5: what the body of a token's vault says. */

/** How one-time passwords are made; everything but the seed. Seconds for `period` and `t0`. */
export interface OtpParameters {
  readonly type: 'totp' | 'hotp' | 'ocra';
  readonly algorithm: OtpAlgorithm;
  readonly digits: number;
  readonly period: number;
  readonly t0: number;
  readonly counter: number;
  readonly suite: string | undefined;
}

export interface VaultContents {
  readonly otp: OtpParameters;
  readonly seed: Bytes;
  readonly recoveryKey: Bytes;
  readonly serverKey: Bytes;
  readonly issuer: string;
  readonly label: string;
  readonly portal: string;
  readonly clock: VaultClock;
}

/** What the token knows about time (section 15), all in milliseconds. */
export interface VaultClock {
  /** Server time minus device time, as one-time passwords follow it. */
  readonly skewMs: number;
  /** The offset that came with the activation or that the person last agreed to: what is far from it is asked about. */
  readonly agreedSkewMs: number;
  /** The server's clock at the last contact, Unix time; 0 when none is known. */
  readonly contactMs: number;
}

/** Section 5's plaintext: what a token's vault says. */
export const TOKEN_TEXT: BodyText<VaultContents> = {
  maxOctets: 16 * 256,
  toJson: contentsToJson,
  fromJson: contentsFromJson,
  wipe: wipeContents,
};

export function wipeContents(contents: VaultContents): void {
  wipe(contents.seed, contents.recoveryKey, contents.serverKey);
}

/** In the order of section 5, so that equal contents give equal octets. */
function contentsToJson(contents: VaultContents): string {
  const { otp } = contents;
  return JSON.stringify({
    v: CONTENTS_VERSION,
    otp: {
      type: otp.type,
      alg: otp.algorithm,
      digits: otp.digits,
      period: otp.period,
      t0: otp.t0,
      counter: otp.counter,
      suite: otp.suite ?? null,
      seed: toBase64url(contents.seed),
    },
    krec: toBase64url(contents.recoveryKey),
    ksrv: toBase64url(contents.serverKey),
    issuer: contents.issuer,
    label: contents.label,
    portal: contents.portal,
    skewMs: contents.clock.skewMs,
    agreedMs: contents.clock.agreedSkewMs,
    contactMs: contents.clock.contactMs,
  });
}

const CONTENTS_VERSION = 2;
const BODY_FIELDS_1 = ['v', 'otp', 'krec', 'ksrv', 'issuer', 'label', 'portal', 'skewMs'] as const;
const BODY_FIELDS_2 = [...BODY_FIELDS_1, 'agreedMs', 'contactMs'] as const;
const OTP_FIELDS = ['type', 'alg', 'digits', 'period', 't0', 'counter', 'suite', 'seed'] as const;
const KEY_OCTETS = 32;
const MAX_TEXT_CHARACTERS = 1024;

function contentsFromJson(json: unknown): VaultContents | undefined {
  const body = versionTwoOf(json);
  const otpFields = exactFields(body?.otp, OTP_FIELDS);
  if (body?.v !== CONTENTS_VERSION || otpFields === undefined) return undefined;
  const otp = otpParametersFrom(otpFields);
  const clock = clockFrom(body);
  const { issuer, label, portal } = body;
  if (otp === undefined || clock === undefined || !isText(issuer) || !isText(label) || !isText(portal)) return undefined;
  const seed = octetsOf(otpFields.seed, SEED_OCTETS[otp.algorithm]);
  const recoveryKey = octetsOf(body.krec, KEY_OCTETS);
  const serverKey = octetsOf(body.ksrv, KEY_OCTETS);
  if (seed === undefined || recoveryKey === undefined || serverKey === undefined) return undefined;
  return { otp, seed, recoveryKey, serverKey, issuer, label, portal, clock };
}

/** Version 1 knew the offset alone: it counts as agreed to, and the last contact as unknown. Every write makes a version 2 of it. */
function versionTwoOf(json: unknown): Record<(typeof BODY_FIELDS_2)[number], unknown> | undefined {
  const first = exactFields(json, BODY_FIELDS_1);
  if (first?.v === 1) return { ...first, v: CONTENTS_VERSION, agreedMs: first.skewMs, contactMs: 0 };
  return exactFields(json, BODY_FIELDS_2);
}

function clockFrom(body: Record<'skewMs' | 'agreedMs' | 'contactMs', unknown>): VaultClock | undefined {
  const { skewMs, agreedMs: agreedSkewMs, contactMs } = body;
  return isInteger(skewMs) && isInteger(agreedSkewMs) && isCount(contactMs) ? { skewMs, agreedSkewMs, contactMs } : undefined;
}

function otpParametersFrom(fields: Record<(typeof OTP_FIELDS)[number], unknown>): OtpParameters | undefined {
  const { type, alg, digits, period, t0, counter, suite } = fields;
  if (type !== 'totp' && type !== 'hotp' && type !== 'ocra') return undefined;
  if (alg !== 'SHA1' && alg !== 'SHA256' && alg !== 'SHA512') return undefined;
  if (!isCountWithin(digits, 6, 10) || !isCountWithin(period, 1, 86_400) || !isCount(t0) || !isCount(counter)) return undefined;
  return suite === null || isText(suite) ? { type, algorithm: alg, digits, period, t0, counter, suite: suite ?? undefined } : undefined;
}

function isText(value: unknown): value is string {
  return isTextWithin(value, MAX_TEXT_CHARACTERS);
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

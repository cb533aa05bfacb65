import { type Bytes, concat, domain, fromUtf8, readUnsigned, toBase64url, u32, u8, utf8, wipe } from './bytes.ts';
import type { DeviceError } from './device-errors.ts';
import { exactFields, isCount, isCountWithin, isTextWithin, octetsOf } from './json.ts';
import { type OtpAlgorithm, SEED_OCTETS } from './key-schedule.ts';
import type { MasterKey } from './master-key.ts';
import type { Aead } from './ports.ts';
import { type Result, ok, refuse } from './result.ts';

/** Section 5: the sealed body of a vault. Opening it takes a `MasterKey`, which only a slot gives. */

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
  /** Server time minus device time at the last contact, in milliseconds. */
  readonly skewMs: number;
}

const BODY_VERSION = 1;
const HEAD_OCTETS = 36;
const BLOCK_OCTETS = 256;
const TAG_OCTETS = 16;
const MAX_PLAINTEXT_OCTETS = 16 * BLOCK_OCTETS;
export const MAX_BODY_OCTETS = HEAD_OCTETS + MAX_PLAINTEXT_OCTETS + TAG_OCTETS;

interface BodyParts {
  /** `body[0..19]`: version, zeros and salt, authenticated with the text. */
  readonly head: Bytes;
  readonly salt: Bytes;
  readonly nonce: Bytes;
  readonly sealed: Bytes;
}

/** Every write takes a fresh salt and nonce. Refuses with `PARAM_RANGE` contents that the parser would not take back, and with `VAULT_CLOSED` once the master key is wiped. */
export async function sealBody(
  input: {
    readonly contents: VaultContents;
    readonly masterKey: MasterKey;
    readonly headerHash: Uint8Array;
    readonly salt: Uint8Array;
    readonly nonce: Uint8Array;
  },
  aead: Aead,
): Promise<Result<Bytes, DeviceError>> {
  const plaintext = encodeContents(input.contents);
  if (plaintext === undefined) return refuse({ code: 'PARAM_RANGE' });
  const key = input.masterKey.vaultKey(input.salt);
  if (key === undefined) return refuse({ code: 'VAULT_CLOSED' });
  const head = concat(u8(BODY_VERSION), new Uint8Array(3), input.salt);
  const sealed = await aead.seal({ key, nonce: input.nonce, aad: bodyAad(input.headerHash, head), plaintext });
  wipe(key, plaintext);
  return ok(concat(head, input.nonce, u32(sealed.length), sealed));
}

/** Refuses with `SLOT_DAMAGED` a body that does not open under this master key and header, or does not hold what it should. */
export async function openBody(
  input: { readonly body: Uint8Array; readonly masterKey: MasterKey; readonly headerHash: Uint8Array },
  aead: Aead,
): Promise<Result<VaultContents, DeviceError>> {
  const parts = readBodyParts(input.body);
  if (parts === undefined) return refuse({ code: 'SLOT_DAMAGED' });
  const key = input.masterKey.vaultKey(parts.salt);
  if (key === undefined) return refuse({ code: 'VAULT_CLOSED' });
  const plaintext = await aead.open({ key, nonce: parts.nonce, aad: bodyAad(input.headerHash, parts.head), ciphertext: parts.sealed });
  wipe(key);
  if (plaintext === undefined) return refuse({ code: 'SLOT_DAMAGED' });
  const contents = contentsFromPlaintext(plaintext);
  wipe(plaintext);
  return contents === undefined ? refuse({ code: 'SLOT_DAMAGED' }) : ok(contents);
}

/** Whether these contents could be sealed: known before anything is hashed. */
export function areLawfulContents(contents: VaultContents): boolean {
  const plaintext = encodeContents(contents);
  wipe(plaintext ?? new Uint8Array(0));
  return plaintext !== undefined;
}

export function copyContents(contents: VaultContents): VaultContents {
  return { ...contents, seed: concat(contents.seed), recoveryKey: concat(contents.recoveryKey), serverKey: concat(contents.serverKey) };
}

export function wipeContents(contents: VaultContents): void {
  wipe(contents.seed, contents.recoveryKey, contents.serverKey);
}

function bodyAad(headerHash: Uint8Array, head: Uint8Array): Bytes {
  return concat(domain('vault'), headerHash, head);
}

function readBodyParts(body: Uint8Array): BodyParts | undefined {
  if (body.length < HEAD_OCTETS + TAG_OCTETS || body.length > MAX_BODY_OCTETS) return undefined;
  const at = (offset: number, length: number): Bytes => body.slice(offset, offset + length);
  if (body[0] !== BODY_VERSION || at(1, 3).some((octet) => octet !== 0)) return undefined;
  if (readUnsigned(at(32, 4)) !== body.length - HEAD_OCTETS) return undefined;
  return { head: at(0, 20), salt: at(4, 16), nonce: at(20, 12), sealed: at(HEAD_OCTETS, body.length) };
}

/** The text, 0x80, zeros to the next multiple of 256: the length of a label must not show through the seal. */
function pad(text: Bytes): Bytes {
  const padded = new Uint8Array(Math.ceil((text.length + 1) / BLOCK_OCTETS) * BLOCK_OCTETS);
  padded.set(text);
  padded[text.length] = 0x80;
  wipe(text);
  return padded;
}

function unpad(padded: Uint8Array): Uint8Array | undefined {
  const end = padded.findLastIndex((octet) => octet !== 0);
  const isPadding = padded.length % BLOCK_OCTETS === 0 && padded[end] === 0x80 && padded.length - end <= BLOCK_OCTETS;
  return isPadding ? padded.subarray(0, end) : undefined;
}

/** In the order of section 5, so that equal contents give equal octets. */
function contentsToJson(contents: VaultContents): string {
  const { otp } = contents;
  return JSON.stringify({
    v: 1,
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
    skewMs: contents.skewMs,
  });
}

function encodeContents(contents: VaultContents): Bytes | undefined {
  const plaintext = pad(utf8(contentsToJson(contents)));
  if (plaintext.length <= MAX_PLAINTEXT_OCTETS && contentsFromPlaintext(plaintext) !== undefined) return plaintext;
  wipe(plaintext);
  return undefined;
}

function contentsFromPlaintext(plaintext: Uint8Array): VaultContents | undefined {
  const text = unpad(plaintext);
  if (text === undefined) return undefined;
  try {
    return contentsFromJson(JSON.parse(fromUtf8(text)));
  } catch {
    // Not UTF-8 or not JSON: one answer for both.
    return undefined;
  }
}

const BODY_FIELDS = ['v', 'otp', 'krec', 'ksrv', 'issuer', 'label', 'portal', 'skewMs'] as const;
const OTP_FIELDS = ['type', 'alg', 'digits', 'period', 't0', 'counter', 'suite', 'seed'] as const;
const KEY_OCTETS = 32;
const MAX_TEXT_CHARACTERS = 1024;

function contentsFromJson(json: unknown): VaultContents | undefined {
  const body = exactFields(json, BODY_FIELDS);
  const otpFields = exactFields(body?.otp, OTP_FIELDS);
  if (body?.v !== 1 || otpFields === undefined) return undefined;
  const otp = otpParametersFrom(otpFields);
  const { issuer, label, portal, skewMs } = body;
  if (otp === undefined || !isText(issuer) || !isText(label) || !isText(portal) || !isInteger(skewMs)) return undefined;
  const seed = octetsOf(otpFields.seed, SEED_OCTETS[otp.algorithm]);
  const recoveryKey = octetsOf(body.krec, KEY_OCTETS);
  const serverKey = octetsOf(body.ksrv, KEY_OCTETS);
  if (seed === undefined || recoveryKey === undefined || serverKey === undefined) return undefined;
  return { otp, seed, recoveryKey, serverKey, issuer, label, portal, skewMs };
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

import { type Bytes, toBase64url, utf8 } from './bytes.ts';
import { decodeDevicePublicKey, encodeDevicePublicKey } from './device-public-key.ts';
import { isSerial } from './fragment.ts';
import { exactFields, isCount, isCountWithin, isTextWithin, jsonWithin, octetsOf } from './json.ts';
import { MAX_SUITE_CHARACTERS, tokenSuite } from './ocra-suite.ts';
import type { TokenPolicy } from './soft-token/face.ts';
import type { OtpParameters } from './vault-body.ts';

/** Section 14: what stands inside the two sealed messages of activation A and B. UTF-8 JSON; an unknown field is refused. */

/** What the device says of itself. */
export interface DeviceDescription {
  /** The public half of K_dev, coordinates of a P-256 point, 32 octets each. */
  readonly publicKey: { readonly x: Bytes; readonly y: Bytes };
  /** The profile flags it can keep (section 3). */
  readonly profile: number;
  /** What it runs on, for the owner to tell one device from another; '' when it does not say. Cut after 64 characters. */
  readonly name: string;
}

export interface RequestMessage {
  /** `n_d`, 32 octets. */
  readonly nonce: Bytes;
  readonly device: DeviceDescription;
}

/** What the server gives a new token. No key is in it: both sides derive them. */
export interface TokenGrant {
  readonly tokenId: Bytes;
  readonly serial: string;
  readonly otp: OtpParameters;
  readonly policy: TokenPolicy;
  /** Who issued it, for whom, and where Self-Administration is: at most 256, 256 and 270 octets of UTF-8. */
  readonly issuer: string;
  readonly label: string;
  readonly portal: string;
  /** Ed25519, to be pinned (header extension 5). */
  readonly issuerKey: Bytes | undefined;
}

export interface ResponseMessage {
  /** `n_s`, 32 octets. */
  readonly nonce: Bytes;
  readonly grant: TokenGrant;
  /** The server's clock, Unix milliseconds. */
  readonly timeMs: number;
}

export const NONCE_OCTETS = 32;
const MAX_NAME_CHARACTERS = 64;
/** Together with everything else these stay below the 1024 octets of a header, where the device keeps them. */
const WORDS_OCTETS = { issuer: 256, label: 256, portal: 270 } as const;
export const MAX_REQUEST_OCTETS = 1024;
export const MAX_RESPONSE_OCTETS = 4096;

export function encodeRequest({ nonce, device }: RequestMessage): Bytes {
  return utf8(
    JSON.stringify({
      v: 1,
      n: toBase64url(nonce),
      kdev: encodeDevicePublicKey(device.publicKey),
      cap: { profile: device.profile },
      dev: { name: device.name.slice(0, MAX_NAME_CHARACTERS) },
    }),
  );
}

/** Undefined for anything that is not exactly such a message. */
export function decodeRequest(octets: Uint8Array): RequestMessage | undefined {
  const message = exactFields(jsonWithin(octets, MAX_REQUEST_OCTETS), ['v', 'n', 'kdev', 'cap', 'dev']);
  if (message?.v !== 1) return undefined;
  const nonce = octetsOf(message.n, NONCE_OCTETS);
  const publicKey = decodeDevicePublicKey(message.kdev);
  const profile = exactFields(message.cap, ['profile'])?.profile;
  const name = exactFields(message.dev, ['name'])?.name;
  if (nonce === undefined || publicKey === undefined || !isCountWithin(profile, 0, 0xffff) || !isTextWithin(name, MAX_NAME_CHARACTERS))
    return undefined;
  return { nonce, device: { publicKey, profile, name } };
}

/** @throws RangeError for a grant that no device would take back. */
export function encodeResponse({ nonce, grant, timeMs }: ResponseMessage): Bytes {
  const { tid, serial, ...rest } = grantToJson(grant);
  const octets = utf8(JSON.stringify({ v: 1, tid, serial, n: toBase64url(nonce), ...rest, time: timeMs }));
  if (decodeResponse(octets) === undefined) throw new RangeError('no device would take this grant');
  return octets;
}

/** Undefined for anything that is not exactly such a message. */
export function decodeResponse(octets: Uint8Array): ResponseMessage | undefined {
  const message = exactFields(jsonWithin(octets, MAX_RESPONSE_OCTETS), ['v', 'tid', 'serial', 'n', 'otp', 'policy', 'issuer', 'time']);
  if (message?.v !== 1 || !isCount(message.time)) return undefined;
  const nonce = octetsOf(message.n, NONCE_OCTETS);
  const grant = decodeGrant(message);
  return nonce === undefined || grant === undefined ? undefined : { nonce, grant, timeMs: message.time };
}

function grantToJson({
  tokenId,
  serial,
  otp,
  policy,
  issuer,
  label,
  portal,
  issuerKey,
}: TokenGrant): Readonly<Record<GrantField, unknown>> {
  const { type, algorithm, digits, period, t0, counter, suite } = otp;
  return {
    tid: toBase64url(tokenId),
    serial,
    otp: { type, alg: algorithm, digits, period, t0, counter, suite: suite ?? null },
    policy: {
      n: policy.unlockDigits,
      attempts: policy.maxAttempts,
      pinMin: policy.minPinLength,
      pinMax: policy.maxPinLength,
      prfOnly: policy.prfOnlyAllowed,
    },
    issuer: { name: issuer, label, portal, key: issuerKey === undefined ? null : toBase64url(issuerKey) },
  };
}

type GrantField = 'tid' | 'serial' | 'otp' | 'policy' | 'issuer';

/** The one place that says which grants a device takes, however it was carried. Undefined for anything else. */
export function decodeGrant(json: Readonly<Record<GrantField, unknown>>): TokenGrant | undefined {
  const { serial } = json;
  const tokenId = octetsOf(json.tid, 16);
  const otp = decodeOtp(json.otp);
  const policy = decodePolicy(json.policy);
  const issuer = decodeIssuer(json.issuer);
  if (tokenId === undefined || otp === undefined || policy === undefined || issuer === undefined) return undefined;
  return isTextWithin(serial, 24) && isSerial(serial) ? { tokenId, serial, otp, policy, ...issuer } : undefined;
}

function decodeOtp(json: unknown): OtpParameters | undefined {
  const otp = exactFields(json, ['type', 'alg', 'digits', 'period', 't0', 'counter', 'suite']);
  if (otp === undefined) return undefined;
  const { type, alg: algorithm, digits, period, t0, counter, suite } = otp;
  if (type !== 'totp' && type !== 'hotp' && type !== 'ocra') return undefined;
  if (algorithm !== 'SHA1' && algorithm !== 'SHA256' && algorithm !== 'SHA512') return undefined;
  if (!isCountWithin(digits, 6, 8) || !isCountWithin(period, 1, 86400) || !isCount(t0) || !isCount(counter)) return undefined;
  const parameters: Omit<OtpParameters, 'type' | 'suite'> = { algorithm, digits, period, t0, counter };
  if (type !== 'ocra') return suite === null ? { ...parameters, type, suite: undefined } : undefined;
  const answering: OtpParameters = { ...parameters, type, suite: isTextWithin(suite, MAX_SUITE_CHARACTERS) ? suite : undefined };
  return tokenSuite(answering) === undefined ? undefined : answering;
}

function decodePolicy(json: unknown): TokenPolicy | undefined {
  const policy = exactFields(json, ['n', 'attempts', 'pinMin', 'pinMax', 'prfOnly']);
  if (policy === undefined) return undefined;
  const { n: unlockDigits, attempts: maxAttempts, pinMin: minPinLength, pinMax: maxPinLength, prfOnly: prfOnlyAllowed } = policy;
  if (unlockDigits !== 12 && unlockDigits !== 16 && unlockDigits !== 20) return undefined;
  if (!isCountWithin(maxAttempts, 3, 10) || !isCountWithin(minPinLength, 4, 12)) return undefined;
  if (!isCountWithin(maxPinLength, minPinLength, 16) || typeof prfOnlyAllowed !== 'boolean') return undefined;
  return { unlockDigits, maxAttempts, minPinLength, maxPinLength, prfOnlyAllowed };
}

function decodeIssuer(json: unknown): Pick<TokenGrant, 'issuer' | 'label' | 'portal' | 'issuerKey'> | undefined {
  const issuer = exactFields(json, ['name', 'label', 'portal', 'key']);
  if (issuer === undefined) return undefined;
  const { name, label, portal } = issuer;
  if (!fitsInto(name, WORDS_OCTETS.issuer) || !fitsInto(label, WORDS_OCTETS.label) || !fitsInto(portal, WORDS_OCTETS.portal))
    return undefined;
  const issuerKey = issuer.key === null ? undefined : octetsOf(issuer.key, 32);
  if (issuerKey === undefined && issuer.key !== null) return undefined;
  return { issuer: name, label, portal, issuerKey };
}

function fitsInto(text: unknown, octets: number): text is string {
  return isTextWithin(text, octets) && utf8(text).length <= octets;
}

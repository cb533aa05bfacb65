import { type Bytes, toBase64url, utf8 } from './bytes.ts';
import { type DevicePublicKey, decodeDevicePublicKey, encodeDevicePublicKey } from './device-public-key.ts';
import { exactFields, isCount, isTextWithin, jsonWithin, octetsOf } from './json.ts';

/** Section 15: what stands inside the two sealed messages of a re-key. UTF-8 JSON; an unknown field is refused. */

export interface RekeyRequestMessage {
  /** `n_d`, 32 octets. */
  readonly nonce: Bytes;
  /** The epoch the token holds; the new keys begin with the next. */
  readonly epoch: number;
  /** The one-time password of the moment: both sides still agree about seed and time. For `parseOtpCode`. */
  readonly otp: string;
  /** K_dev's public half: the server of a token that was activated without a network does not have it yet. */
  readonly deviceKey: DevicePublicKey;
}

export interface RekeyResponseMessage {
  /** `n_s`, 32 octets. */
  readonly nonce: Bytes;
  /** The server's clock, Unix milliseconds. */
  readonly timeMs: number;
}

export const REKEY_NONCE_OCTETS = 32;
export const MAX_REKEY_REQUEST_OCTETS = 512;
export const MAX_REKEY_RESPONSE_OCTETS = 256;
const MAX_OTP_CHARACTERS = 16;

export function encodeRekeyRequest({ nonce, epoch, otp, deviceKey }: RekeyRequestMessage): Bytes {
  return utf8(JSON.stringify({ v: 1, n: toBase64url(nonce), epoch, otp, kdev: encodeDevicePublicKey(deviceKey) }));
}

/** Undefined for anything that is not exactly such a message. */
export function decodeRekeyRequest(octets: Uint8Array): RekeyRequestMessage | undefined {
  const message = exactFields(jsonWithin(octets, MAX_REKEY_REQUEST_OCTETS), ['v', 'n', 'epoch', 'otp', 'kdev']);
  const nonce = octetsOf(message?.n, REKEY_NONCE_OCTETS);
  const deviceKey = decodeDevicePublicKey(message?.kdev);
  if (message?.v !== 1 || nonce === undefined || deviceKey === undefined) return undefined;
  const { epoch, otp } = message;
  return isCount(epoch) && isTextWithin(otp, MAX_OTP_CHARACTERS) ? { nonce, epoch, otp, deviceKey } : undefined;
}

export function encodeRekeyResponse({ nonce, timeMs }: RekeyResponseMessage): Bytes {
  return utf8(JSON.stringify({ v: 1, n: toBase64url(nonce), time: timeMs }));
}

/** Undefined for anything that is not exactly such a message. */
export function decodeRekeyResponse(octets: Uint8Array): RekeyResponseMessage | undefined {
  const message = exactFields(jsonWithin(octets, MAX_REKEY_RESPONSE_OCTETS), ['v', 'n', 'time']);
  const nonce = octetsOf(message?.n, REKEY_NONCE_OCTETS);
  return message?.v === 1 && nonce !== undefined && isCount(message.time) ? { nonce, timeMs: message.time } : undefined;
}

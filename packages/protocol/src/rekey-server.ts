import { type Bytes, constantTimeEqual, toBase64url } from './bytes.ts';
import type { DevicePublicKey } from './device-public-key.ts';
import { type ReceiverKeys, openSealed } from './hpke.ts';
import { exactFields, octetsOf, octetsWithin } from './json.ts';
import { hmacSha256 } from './key-schedule.ts';
import type { Randomness } from './ports.ts';
import { REKEY_REQUEST_AAD, REKEY_RESPONSE_AAD, rekeyMaterial, rekeyParameters } from './rekey-hpke.ts';
import { type RekeyMaterial, rekeyRequestMessage } from './rekey-keys.ts';
import { MAX_REKEY_REQUEST_OCTETS, REKEY_NONCE_OCTETS, decodeRekeyRequest, encodeRekeyResponse } from './rekey-messages.ts';
import { type Result, ok, refuse } from './result.ts';
import { type SealedRequest, sealUnder } from './sealed-message.ts';
import type { RekeyReply } from './token-api.ts';

/** Section 15, re-key: the server's half. It keeps nothing between its calls but what the caller stores. */

/** A well-formed request; whether it is the token's is for `rekeyRequestHolds` to say. */
export interface ReceivedRekey extends SealedRequest {
  readonly mac: Bytes;
}

const TAG_OCTETS = 16;

/** The door of `POST /v1/tokens/{tokenId}/rekey`: refuses anything that is not exactly a `RekeyRequest`. */
export function parseRekeyRequest(json: unknown): Result<ReceivedRekey, { readonly code: 'MALFORMED' }> {
  const body = exactFields(json, ['enc', 'ct', 'mac']);
  const enc = octetsOf(body?.enc, 32);
  const ct = octetsWithin(body?.ct, MAX_REKEY_REQUEST_OCTETS + TAG_OCTETS);
  const mac = octetsOf(body?.mac, 32);
  return enc === undefined || ct === undefined || mac === undefined ? refuse({ code: 'MALFORMED' }) : ok({ enc, ct, mac });
}

/** Whether the token that holds this K_srv made the request. `tokenId` is that of the token asked about. */
export function rekeyRequestHolds(input: {
  readonly serverKey: Uint8Array;
  readonly tokenId: Uint8Array;
  readonly request: ReceivedRekey;
}): boolean {
  const { serverKey, tokenId, request } = input;
  return constantTimeEqual(hmacSha256(serverKey, rekeyRequestMessage({ tokenId, ...request })), request.mac);
}

export interface OpenedRekeyRequest {
  readonly epoch: number;
  /** For `parseOtpCode`. */
  readonly otp: string;
  /** K_dev's public half, as the token names it. */
  readonly deviceKey: DevicePublicKey;
  /** `now`: the server's clock, told to the device. Call once: each answer makes other keys. */
  readonly answer: (input: { readonly now: number; readonly randomness: Randomness }) => Promise<AnsweredRekey>;
}

export interface AnsweredRekey {
  readonly reply: RekeyReply;
  /** With K_srv in it for `deriveRenewedKeys`: the keys the device will have if the answer reaches it. */
  readonly material: RekeyMaterial;
}

/** Undefined for whatever was not sealed to this offer for this token, or was changed on the way. */
export async function openRekeyRequest(input: {
  readonly tokenId: Uint8Array;
  readonly offer: ReceiverKeys;
  readonly request: SealedRequest;
}): Promise<OpenedRekeyRequest | undefined> {
  const { tokenId, offer } = input;
  const request: SealedRequest = { enc: input.request.enc, ct: input.request.ct };
  const opened = await openSealed(offer, { ...request, parameters: rekeyParameters(tokenId), aad: REKEY_REQUEST_AAD });
  const message = opened && decodeRekeyRequest(opened.plaintext);
  if (opened === undefined || message === undefined) return undefined;
  const { exporter } = opened;

  return {
    epoch: message.epoch,
    otp: message.otp,
    deviceKey: message.deviceKey,
    answer: async ({ now, randomness }) => {
      const serverNonce = randomness.bytes(REKEY_NONCE_OCTETS);
      const plaintext = encodeRekeyResponse({ nonce: serverNonce, timeMs: now });
      const ct2 = await sealUnder(exporter, { direction: 'resp', aad: REKEY_RESPONSE_AAD, plaintext });
      const { publicKey } = offer;
      const material = await rekeyMaterial({ exporter, tokenId, offer: publicKey, request, ct2, deviceNonce: message.nonce, serverNonce });
      return { reply: { ct2: toBase64url(ct2) }, material };
    },
  };
}

import { type Bytes, toBase64url } from './bytes.ts';
import type { DevicePublicKey } from './device-public-key.ts';
import { sealTo } from './hpke.ts';
import { exactFields, octetsWithin } from './json.ts';
import type { Randomness } from './ports.ts';
import { REKEY_REQUEST_AAD, REKEY_RESPONSE_AAD, rekeyMaterial, rekeyParameters } from './rekey-hpke.ts';
import { type RekeyMaterial, rekeyRequestMessage } from './rekey-keys.ts';
import { MAX_REKEY_RESPONSE_OCTETS, REKEY_NONCE_OCTETS, decodeRekeyResponse, encodeRekeyRequest } from './rekey-messages.ts';
import { openUnder } from './sealed-message.ts';
import type { RekeyRequest } from './token-api.ts';

/** Section 15, re-key: the device's half up to the moment before COMMIT. */

export interface RekeyExchange {
  /** To be MACed under K_srv (`OpenVault.serverMac`). */
  readonly message: Bytes;
  /** To be posted as it is; the same again if no answer came. */
  readonly requestWith: (mac: Uint8Array) => RekeyRequest;
  /** Undefined for whatever is not the answer to this very request, as it was given. */
  readonly openReply: (json: unknown) => Promise<OpenedRekey | undefined>;
}

export interface OpenedRekey {
  /** For `OpenVault.renew`, which takes it over. */
  readonly material: RekeyMaterial;
  readonly serverTimeMs: number;
}

/** Undefined when what was offered is no usable point. `offer`: out of a contact's answer whose MAC holds. */
export async function startRekey(input: {
  readonly tokenId: Uint8Array;
  readonly epoch: number;
  readonly offer: Uint8Array;
  readonly otp: string;
  readonly deviceKey: DevicePublicKey;
  readonly randomness: Randomness;
}): Promise<RekeyExchange | undefined> {
  const { tokenId, epoch, offer, otp, deviceKey, randomness } = input;
  const deviceNonce = randomness.bytes(REKEY_NONCE_OCTETS);
  const plaintext = encodeRekeyRequest({ nonce: deviceNonce, epoch, otp, deviceKey });
  const sealed = await sealTo(offer, { parameters: rekeyParameters(tokenId), aad: REKEY_REQUEST_AAD, plaintext, randomness });
  if (sealed === undefined) return undefined;
  const { enc, ct, exporter } = sealed;

  return {
    message: rekeyRequestMessage({ tokenId, enc, ct }),
    requestWith: (mac) => ({ enc: toBase64url(enc), ct: toBase64url(ct), mac: toBase64url(mac) }),
    openReply: async (json) => {
      const ct2 = octetsWithin(exactFields(json, ['ct2'])?.ct2, MAX_REKEY_RESPONSE_OCTETS + 16);
      const opened = ct2 && (await openUnder(exporter, { direction: 'resp', aad: REKEY_RESPONSE_AAD, ciphertext: ct2 }));
      const response = opened && decodeRekeyResponse(opened);
      if (ct2 === undefined || response === undefined) return undefined;
      const { nonce: serverNonce, timeMs: serverTimeMs } = response;
      const material = await rekeyMaterial({ exporter, tokenId, offer, request: { enc, ct }, ct2, deviceNonce, serverNonce });
      return { material, serverTimeMs };
    },
  };
}

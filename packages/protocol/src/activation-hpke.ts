import { additionalData } from './activation-channel.ts';
import { type Bytes, concat, domain, lv, utf8 } from './bytes.ts';
import { type HpkeParameters, type ReceiverKeys, openSealed, sealTo } from './hpke.ts';
import type { Randomness } from './ports.ts';
import type { Exporter, SealedRequest } from './sealed-message.ts';

/** Section 14 A, the sealed request and the secret both sides then share: HPKE in mode_psk. */

/** What both sides know of one activation by link: everything in the link but the server's key. */
export interface ActivationContext {
  readonly activationId: Uint8Array;
  readonly presharedKey: Uint8Array;
  readonly apiOrigin: string;
}

const REQUEST_AAD = additionalData('req');

/** The device's half; undefined when the server's public key is no usable point. */
export async function sealRequest(
  input: ActivationContext & { readonly serverPublicKey: Uint8Array; readonly plaintext: Uint8Array; readonly randomness: Randomness },
): Promise<(SealedRequest & { readonly exporter: Exporter }) | undefined> {
  const { plaintext, randomness } = input;
  return sealTo(input.serverPublicKey, { parameters: parametersOf(input), aad: REQUEST_AAD, plaintext, randomness });
}

/** The server's half; undefined when the request was not made with these keys, or was changed on the way. */
export async function openRequest(
  input: ActivationContext & SealedRequest & { readonly receiver: ReceiverKeys },
): Promise<{ readonly plaintext: Bytes; readonly exporter: Exporter } | undefined> {
  const { enc, ct } = input;
  return openSealed(input.receiver, { enc, ct, parameters: parametersOf(input), aad: REQUEST_AAD });
}

/** The activation and the API's origin are bound into every key: a request made for one is noise to every other. */
function parametersOf(context: ActivationContext): HpkeParameters {
  const { activationId, presharedKey, apiOrigin } = context;
  return {
    info: concat(domain('activate'), activationId, lv(utf8(apiOrigin))),
    psk: { id: concat(activationId), key: concat(presharedKey) },
  };
}

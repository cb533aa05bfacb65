import { type Bytes, concat, domain } from './bytes.ts';
import type { HpkeParameters } from './hpke.ts';
import { type RekeyMaterial, transcriptHashOf } from './rekey-keys.ts';
import type { Exporter, SealedRequest } from './sealed-message.ts';

/**
 * Section 15, the sealed channel of a re-key: HPKE in mode_base to the server's one-time key. That the key is the server's, the device knows
 * from the MAC of the contact's answer; that the request is the device's, the server knows from the request's MAC. Neither MAC
 * opens anything: who learns K_srv afterwards cannot read what was exchanged.
 */

export const REKEY_REQUEST_AAD = domain('rekey-req');
export const REKEY_RESPONSE_AAD = domain('rekey-resp');

export function rekeyParameters(tokenId: Uint8Array): HpkeParameters {
  return { info: concat(domain('rekey'), tokenId) };
}

export async function rekeyMaterial(input: {
  readonly exporter: Exporter;
  readonly tokenId: Uint8Array;
  readonly offer: Uint8Array;
  readonly request: SealedRequest;
  readonly ct2: Uint8Array;
  readonly deviceNonce: Bytes;
  readonly serverNonce: Bytes;
}): Promise<RekeyMaterial> {
  const { request, deviceNonce, serverNonce } = input;
  const { enc, ct } = request;
  return {
    transcriptHash: transcriptHashOf({ ...input, enc, ct }),
    exported: await input.exporter('krekey', 32),
    deviceNonce,
    serverNonce,
  };
}

import { type Bytes, concat, domain, lv, wipe } from './bytes.ts';
import { hkdfExtract, sha256 } from './key-schedule.ts';
import { type Direction, type Exporter, type SealedRequest, openUnder, sealUnder } from './sealed-message.ts';

/**
 * Section 14, what activation A and B have in common once both sides share a secret: keys by label, single messages under them, and the root
 * of a token's keys.
 */

export async function sealMessage(
  exporter: Exporter,
  message: { readonly direction: Direction; readonly plaintext: Uint8Array },
): Promise<Bytes> {
  return sealUnder(exporter, { ...message, aad: additionalData(message.direction) });
}

/** Undefined when it was not made under these keys, or was changed on the way. */
export async function openMessage(
  exporter: Exporter,
  message: { readonly direction: Direction; readonly ciphertext: Uint8Array },
): Promise<Bytes | undefined> {
  return openUnder(exporter, { ...message, aad: additionalData(message.direction) });
}

/** `DS("act-req")` and `DS("act-resp")`. */
export function additionalData(direction: Direction): Bytes {
  return domain(`act-${direction}`);
}

/** `PRK_act` of section 14. Any change to any of the three messages gives other keys, even one that both ends let pass. */
export async function activationKey(input: {
  readonly exporter: Exporter;
  readonly request: SealedRequest;
  readonly ct2: Uint8Array;
  readonly deviceNonce: Uint8Array;
  readonly serverNonce: Uint8Array;
}): Promise<Bytes> {
  const { request, ct2, deviceNonce, serverNonce } = input;
  const salt = sha256(concat(domain('act-transcript'), lv(request.enc), lv(request.ct), lv(ct2)));
  const exported = await input.exporter('kact', 32);
  const inputKey = concat(exported, deviceNonce, serverNonce);
  const key = hkdfExtract(salt, inputKey);
  wipe(exported, inputKey);
  return key;
}

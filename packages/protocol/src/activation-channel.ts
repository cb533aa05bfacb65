import { Aes256Gcm, type AeadEncryptionContext } from '@hpke/core';
import { type Bytes, concat, domain, lv, wipe } from './bytes.ts';
import { hkdfExtract, sha256 } from './key-schedule.ts';

/**
 * Section 14, what activation A and B have in common once both sides share a secret: keys by label, single messages under them, and the root
 * of a token's keys.
 */

/** Keys out of the shared secret, by label of section 14. Both sides get the same octets, nobody else does. */
export type Exporter = (label: string, length: number) => Promise<Bytes>;

/** Who speaks: the device its request, the server its response. */
export type Direction = 'req' | 'resp';

/** A single message under exported keys, so the fixed nonce is used once. */
export async function sealMessage(
  exporter: Exporter,
  message: { readonly direction: Direction; readonly plaintext: Uint8Array },
): Promise<Bytes> {
  const { cipher, nonce } = await cipherOf(exporter, message.direction);
  return new Uint8Array(await cipher.seal(nonce, message.plaintext, additionalData(message.direction)));
}

/** Undefined when it was not made under these keys, or was changed on the way. */
export async function openMessage(
  exporter: Exporter,
  message: { readonly direction: Direction; readonly ciphertext: Uint8Array },
): Promise<Bytes | undefined> {
  const { cipher, nonce } = await cipherOf(exporter, message.direction);
  try {
    return new Uint8Array(await cipher.open(nonce, message.ciphertext, additionalData(message.direction)));
  } catch {
    // WebCrypto's OperationError says only that the tag does not verify.
    return undefined;
  }
}

async function cipherOf(exporter: Exporter, direction: Direction): Promise<{ cipher: AeadEncryptionContext; nonce: Bytes }> {
  const key = await exporter(`${direction}-key`, 32);
  // The context copies and later wipes what it is given.
  return { cipher: new Aes256Gcm().createEncryptionContext(key), nonce: await exporter(`${direction}-nonce`, 12) };
}

/** `DS("act-req")` and `DS("act-resp")`. */
export function additionalData(direction: Direction): Bytes {
  return domain(`act-${direction}`);
}

/** The first two messages: what the device sent before anything was secret, and its sealed request. */
export interface SealedRequest {
  readonly enc: Bytes;
  readonly ct: Bytes;
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

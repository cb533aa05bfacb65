import { Aes256Gcm, type AeadEncryptionContext } from '@hpke/core';
import type { Bytes } from './bytes.ts';

/** Single messages under keys that both sides of an exchange export from one shared secret (sections 14 and 15). */

/** Keys out of the shared secret, by label of the protocol page. Both sides get the same octets, nobody else does. */
export type Exporter = (label: string, length: number) => Promise<Bytes>;

/** Who speaks: the device its request, the server its response. */
export type Direction = 'req' | 'resp';

/** The first two messages: what the device sent before anything was secret, and its sealed request. */
export interface SealedRequest {
  readonly enc: Bytes;
  readonly ct: Bytes;
}

/** One message each way and no more, so that the fixed nonce is used once. */
export async function sealUnder(
  exporter: Exporter,
  message: { readonly direction: Direction; readonly aad: Bytes; readonly plaintext: Uint8Array },
): Promise<Bytes> {
  const { cipher, nonce } = await cipherOf(exporter, message.direction);
  return new Uint8Array(await cipher.seal(nonce, message.plaintext, message.aad));
}

/** Undefined when it was not made under these keys, or was changed on the way. */
export async function openUnder(
  exporter: Exporter,
  message: { readonly direction: Direction; readonly aad: Bytes; readonly ciphertext: Uint8Array },
): Promise<Bytes | undefined> {
  const { cipher, nonce } = await cipherOf(exporter, message.direction);
  try {
    return new Uint8Array(await cipher.open(nonce, message.ciphertext, message.aad));
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

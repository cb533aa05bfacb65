import { MasterKey } from '../master-key.ts';
import { webCryptoAead } from '../webcrypto.ts';

/** A `MasterKey` with known octets, made the only way there is: sealed, and opened again. @throws Error for anything but 32 octets. */
export async function masterKeyFrom(octets: Uint8Array): Promise<MasterKey> {
  const aead = webCryptoAead(crypto.subtle);
  const wrappingKey = new Uint8Array(32);
  const nonce = new Uint8Array(12);
  const aad = new Uint8Array(0);
  const sealed = await aead.seal({ key: wrappingKey, nonce, aad, plaintext: octets });
  const masterKey = await MasterKey.unwrap({ wrappingKey, nonce, aad, sealed }, aead);
  if (masterKey === undefined) throw new Error('a master key has 32 octets');
  return masterKey;
}

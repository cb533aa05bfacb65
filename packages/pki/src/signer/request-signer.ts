import { csrToSign } from '../csr/write-csr.ts';
import type { Bytes } from '../octets.ts';
import type { Cryptography, SigningKey } from '../ports.ts';
import type { Result } from '../result.ts';
import type { SignerRefusal } from './objection.ts';
import { signChecked } from './sign-checked.ts';

/**
 * A certification request of a CA's own key (PKCS #10, RFC 2986), which proves that the key is held. It asks for nothing: the name, the path length and all
 * else are said in the ceremony.
 */
export function signRequest({
  key,
  cryptography,
}: {
  readonly key: SigningKey;
  readonly cryptography: Cryptography;
}): Promise<Result<Bytes, SignerRefusal>> {
  const octets = csrToSign({ spki: key.publicKey, names: [] });
  return signChecked({ facts: { tbs: { octets } }, checks: [], context: undefined, key, cryptography });
}

import { assembleSigned } from '../certificates/to-be-signed.ts';
import type { Bytes } from '../octets.ts';
import type { Cryptography, SigningKey } from '../ports.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { SignerRefusal } from './objection.ts';

/** The only place where a key is used on something that others will trust; whoever calls it has looked at the octets. */
export async function signChecked(tbs: Bytes, key: SigningKey, cryptography: Cryptography): Promise<Result<Bytes, SignerRefusal>> {
  const { algorithm, publicKey } = key;
  const signature = await key.sign(tbs);
  if (!cryptography.signatureHolds({ publicKey, algorithm, message: tbs, signature })) return refuse({ code: 'signer-fault' });
  return ok(assembleSigned({ tbs, algorithm, signature }));
}

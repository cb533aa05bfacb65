import { assembleSigned } from '../certificates/to-be-signed.ts';
import type { Instant } from '../instant.ts';
import type { Bytes } from '../octets.ts';
import type { Cryptography, SigningKey } from '../ports.ts';
import { type Result, ok, refuse } from '../result.ts';
import { type CertificateCheck, firstObjection, readFacts } from './certificate-facts.ts';
import type { SignerRefusal } from './objection.ts';

export interface CheckedSigning<Context> {
  readonly tbs: Uint8Array;
  readonly now: Instant;
  readonly checks: readonly CertificateCheck<Context>[];
  readonly context: Context;
  readonly key: SigningKey;
  readonly cryptography: Cryptography;
}

/** The only place where a key is used on something that others will trust: once the octets are read and none of the checks objects to them. */
export async function signChecked<Context>(signing: CheckedSigning<Context>): Promise<Result<Bytes, SignerRefusal>> {
  const { checks, context, key, cryptography } = signing;
  const facts = readFacts(signing.tbs, signing.now);
  if (facts === undefined) return refuse({ code: 'signer-objects', objection: 'form' });
  const objection = firstObjection(checks, facts, context);
  if (objection !== undefined) return refuse({ code: 'signer-objects', objection });
  const tbs = facts.tbs.octets;
  const { algorithm, publicKey } = key;
  const signature = await key.sign(tbs);
  if (!cryptography.signatureHolds({ publicKey, algorithm, message: tbs, signature })) return refuse({ code: 'signer-fault' });
  return ok(assembleSigned({ tbs, algorithm, signature }));
}

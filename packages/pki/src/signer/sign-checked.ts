import { assembleSigned } from '../certificates/to-be-signed.ts';
import type { Bytes } from '../octets.ts';
import type { Cryptography, SigningKey } from '../ports.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { Objection, SignerRefusal } from './objection.ts';

/** What a signer read out of the octets by itself: nothing that whoever asks says about them is believed. */
export interface Facts {
  readonly tbs: { readonly octets: Bytes };
}

export type Check<Known extends Facts, Context> = (facts: Known, context: Context) => Objection | undefined;

export interface CheckedSigning<Known extends Facts, Context> {
  /** Undefined for octets that could not be read. */
  readonly facts: Known | undefined;
  readonly checks: readonly Check<Known, Context>[];
  readonly context: Context;
  readonly key: SigningKey;
  readonly cryptography: Cryptography;
  /** What stands behind the signature in some structures: the certificate of an OCSP responder. */
  readonly behind?: Bytes;
}

/** The only place where a key is used on a structure that others will trust (the transcript of a ceremony aside): once the octets are read and none of the checks objects to them. */
export async function signChecked<Known extends Facts, Context>(
  signing: CheckedSigning<Known, Context>,
): Promise<Result<Bytes, SignerRefusal>> {
  const { facts, checks, context, key, cryptography, behind } = signing;
  if (facts === undefined) return refuse({ code: 'signer-objects', objection: 'form' });
  const objection = firstObjection({ checks, facts, context });
  if (objection !== undefined) return refuse({ code: 'signer-objects', objection });
  const tbs = facts.tbs.octets;
  const { algorithm, publicKey } = key;
  const signature = await key.sign(tbs);
  if (!cryptography.signatureHolds({ publicKey, algorithm, message: tbs, signature })) return refuse({ code: 'signer-fault' });
  return ok(assembleSigned({ tbs, algorithm, signature, ...(behind === undefined ? {} : { behind }) }));
}

function firstObjection<Known extends Facts, Context>({
  checks,
  facts,
  context,
}: {
  readonly checks: readonly Check<Known, Context>[];
  readonly facts: Known;
  readonly context: Context;
}): Objection | undefined {
  for (const check of checks) {
    const objection = check(facts, context);
    if (objection !== undefined) return objection;
  }
  return undefined;
}

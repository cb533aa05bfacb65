import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { type PasskeyRefusal, type UsedPasskeySubmission, acceptPasskey, checkPasskey } from './check-passkey.ts';

export interface PasskeyProof extends UsedPasskeySubmission {
  /** Of whoever has given a password here, or another proof. */
  readonly accountId: AccountId;
}

/** A passkey beside a password, or as a further proof. One that only found somebody present is possession, and no more. */
export async function proveWithPasskey(
  ports: IdentityPorts,
  input: PasskeyProof,
): Promise<{ readonly proof: Proof } | Refusal<'passkey-malformed' | 'passkey-not-expected' | 'too-many-attempts'> | PasskeyRefusal> {
  const { accountId, visit } = input;
  const checked = await checkPasskey(ports, { ...input, purpose: 'prove' });
  if (isRefusal(checked)) return checked;
  return ports.database.transact(async (tx): Promise<{ readonly proof: Proof } | PasskeyRefusal> => {
    const now = ports.clock.now();
    const given = await acceptPasskey(ports, tx, { checked, now });
    if (isRefusal(given)) return given;
    await audit(tx, { at: now, action: 'passkey.prove', account: accountId, actor: 'owner', visit });
    return { proof: { factor: given.factor, at: now, network: networkOf(visit.address) } };
  });
}

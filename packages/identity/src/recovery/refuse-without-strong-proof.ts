import type { Proof } from '../assurance/rules.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { findRecoveryVerdict } from './find-recovery-verdict.ts';

/**
 * Whoever may change where recovery mail goes, or who vouches, may take the account: it takes what moving a credential takes, given just now. Where the recovery policy would have
 * that waited for, it is refused: the notices of the wait would go where the change sends them.
 */
export async function refuseWithoutStrongProof(
  ports: IdentityPorts,
  given: { readonly accountId: AccountId; readonly proofs: readonly Proof[] },
): Promise<Refusal<'step-up-needed'> | undefined> {
  const verdict = await findRecoveryVerdict(ports, { ...given, act: 'replace-credential' });
  return verdict.kind === 'allowed' ? undefined : refuse('step-up-needed', verdict.kind);
}

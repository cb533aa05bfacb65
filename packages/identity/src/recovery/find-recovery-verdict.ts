import type { Instant, ReadOnlyQuery } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import type { AccountId, TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { IdentitySchema } from '../schema.ts';
import { type RecoveryAct, type RecoveryVerdict, judgeRecovery } from './rules.ts';
import { passwordByMailAt } from './store.ts';

export interface RecoveryQuestion {
  readonly accountId: AccountId;
  readonly act: RecoveryAct;
  readonly proofs: readonly Proof[];
  /** The token that is to be repaired or replaced. */
  readonly repairing?: TokenId | undefined;
}

/** What these proofs open for this account now, under the policy of this installation. Reads; changes nothing. */
export function findRecoveryVerdict(ports: IdentityPorts, question: RecoveryQuestion): Promise<RecoveryVerdict> {
  return recoveryVerdict(ports, ports.database.query, { ...question, now: ports.clock.now() });
}

/** The same inside a transaction. */
export async function recoveryVerdict(
  ports: IdentityPorts,
  query: ReadOnlyQuery<IdentitySchema>,
  question: RecoveryQuestion & { readonly now: Instant },
): Promise<RecoveryVerdict> {
  const { recovery: preset, lifetimes } = ports.policy;
  const byMail = await passwordByMailAt(query, question.accountId);
  return judgeRecovery({ ...question, preset, freshProofMs: lifetimes.freshProofMs, passwordByMailAt: byMail });
}

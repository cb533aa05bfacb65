import type { Instant, ReadOnlyQuery, Secret } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import { findRipeWait } from '../delays/find-ripe-wait.ts';
import { type DelayKind, opensAfterWait } from '../delays/rules.ts';
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
  /** As which it may have been waited for; without it, no waiting counts. */
  readonly waitedAs?: DelayKind | undefined;
  /** What this browser holds since it asked for something that waits. */
  readonly claim?: Secret<string> | undefined;
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
  const { accountId, waitedAs: kind, claim, now } = question;
  const byMail = await passwordByMailAt(query, accountId);
  const request = { ...question, preset, freshProofMs: lifetimes.freshProofMs, passwordByMailAt: byMail };
  const verdict = judgeRecovery(request);
  if (verdict.kind === 'allowed' || kind === undefined) return verdict;
  const wait = await findRipeWait(ports, query, { accountId, kind, claim, now });
  return wait && opensAfterWait(request, wait) ? { kind: 'allowed', waited: wait.delayId } : verdict;
}

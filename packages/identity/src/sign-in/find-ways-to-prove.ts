import type { IdentityPorts } from '../ports.ts';
import { type RecoveryQuestion, findRecoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { loadStanding } from './account-standing.ts';
import { type ProofWay, waysToProve } from './rules.ts';

/** What this account has set up and the policy accepts, of what these proofs still lack for this act; the one to show first in front. */
export async function findWaysToProve(ports: IdentityPorts, question: RecoveryQuestion): Promise<readonly ProofWay[]> {
  return waysToProve(await loadStanding(ports, question.accountId), await findRecoveryVerdict(ports, question));
}

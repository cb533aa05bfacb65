import { newId } from '@sallyport/platform';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { IdentityPorts } from '../ports.ts';
import { findReadiness } from '../repair/find-readiness.ts';
import type { Situation } from '../repair/situations.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { type RehearsedFactor, holdsIn } from './rules.ts';
import { insertRehearsal, keepProof } from './store.ts';
import { type RehearsalStep, type RehearsedStepDone, judgeEnd, placeOf } from './under-way.ts';

export interface RehearsalBeginning extends RehearsalStep {
  readonly situation: Situation;
  /** Given in this visit: a password that was typed to come here need not be typed again. */
  readonly proofs: readonly Proof[];
}

/** Begins to walk a way back; what this session had under way is over. */
export async function beginRehearsal(
  ports: IdentityPorts,
  input: RehearsalBeginning,
): Promise<RehearsedStepDone | Refusal<'rehearsal-over'>> {
  const { accountId, situation, proofs: given, visit } = input;
  const { holds: setUp } = await findReadiness(ports, { accountId });
  const now = ports.clock.now();
  const rehearsalId = newId(ports.randomness);
  const holds = holdsIn(situation, setUp);
  const typed: readonly RehearsedFactor[] =
    holds.includes('password') && given.some(({ factor }) => factor === 'password') ? ['password'] : [];
  return ports.database.transact(async (tx): Promise<RehearsedStepDone | Refusal<'rehearsal-over'>> => {
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    if (account?.state !== 'ACTIVE') return refuse('rehearsal-over', 'no active account');
    await insertRehearsal(tx, { ...placeOf(ports, input), rehearsalId, situation, holds, now });
    for (const factor of typed) await keepProof(tx, { rehearsalId, factor, outcome: 'worked', now });
    await judgeEnd(ports, tx, { rehearsal: { rehearsalId, situation, holds, proofs: [] }, now });
    await audit(tx, { at: now, action: 'rehearsal.begin', account: accountId, actor: 'owner', visit, details: { situation } });
    return { kind: 'rehearsed' };
  });
}

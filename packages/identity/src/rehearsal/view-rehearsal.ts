import type { IdentityPorts } from '../ports.ts';
import type { Situation } from '../repair/situations.ts';
import { type RehearsalStanding, type RehearsedProof, rehearsalStanding } from './rules.ts';
import { findRehearsal } from './store.ts';
import { type RehearsalStep, placeOf } from './under-way.ts';

export interface RehearsalView extends RehearsalStanding {
  readonly situation: Situation;
  readonly proofs: readonly RehearsedProof[];
}

/** The rehearsal under way in this session; undefined when there is none. */
export async function viewRehearsal(ports: IdentityPorts, step: Omit<RehearsalStep, 'visit'>): Promise<RehearsalView | undefined> {
  const rehearsal = await findRehearsal(ports.database.query, placeOf(ports, step));
  if (!rehearsal) return undefined;
  const { situation, proofs } = rehearsal;
  return { situation, proofs, ...rehearsalStanding({ ...rehearsal, preset: ports.policy.recovery }) };
}

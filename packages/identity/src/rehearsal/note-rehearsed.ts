import { audit } from '../audit.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { RehearsedFactor } from './rules.ts';
import { takeRehearsal } from './store.ts';
import { type RehearsalStep, type RehearsedStepDone, keepOutcome, placeOf } from './under-way.ts';

export interface RehearsalNote extends RehearsalStep {
  /** That a recovery contact could be reached is the one thing that is believed: asking them would bother somebody. */
  readonly note:
    | { readonly factor: RehearsedFactor; readonly outcome: 'missing' }
    | { readonly factor: 'recovery-contact'; readonly outcome: 'said' };
}

/** What the person says for themselves. No secret is looked at, so it costs nothing. */
export function noteRehearsed(ports: IdentityPorts, input: RehearsalNote): Promise<RehearsedStepDone | Refusal<'rehearsal-over'>> {
  const { accountId: account, note, visit } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<RehearsedStepDone | Refusal<'rehearsal-over'>> => {
    const rehearsal = await takeRehearsal(tx, placeOf(ports, input));
    if (!rehearsal) return refuse('rehearsal-over', 'none under way in this session');
    const end = await keepOutcome(ports, tx, { rehearsal, ...note, now });
    const details = { situation: rehearsal.situation, ...note, end: end ?? '' };
    await audit(tx, { at: now, action: 'rehearsal.note', account, actor: 'owner', visit, details });
    return { kind: 'rehearsed' };
  });
}

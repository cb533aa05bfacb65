import type { DelayedActVerb } from '../delays/delayed-acts.ts';
import { isRefusal } from '../refusals.ts';
import { startActivation } from './start-activation.ts';

/** *A new soft token without the old one*, once it was waited for: an activation that its owner finds in Self-Administration. The old token stays until it is revoked. */
export const activateAfterDelay: DelayedActVerb = async (ports, { accountId, settle }) => {
  const outcome = await startActivation(ports, { accountId, actor: { kind: 'awaited', settle } });
  if (!isRefusal(outcome)) return 'done';
  return outcome.code === 'delay-over' ? 'not-settled' : outcome;
};

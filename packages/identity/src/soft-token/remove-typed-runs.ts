import type { IdentityPorts } from '../ports.ts';
import { RUN_MS, removeRuns } from './typed-run-store.ts';

/** To be run every few minutes: strangers can begin runs, and this keeps them from filling the disk. */
export async function removeTypedRuns(ports: IdentityPorts): Promise<{ readonly removed: number }> {
  const now = ports.clock.now();
  const ended = { unfinishedBefore: now - RUN_MS, allBefore: now - ports.policy.lifetimes.activationMs };
  return { removed: await ports.database.transact((tx) => removeRuns(tx, ended)) };
}

import type { IdentityPorts } from '../ports.ts';
import { removeChallengesUntil } from './challenge-store.ts';

/** Housekeeping: what no device has answered in time. */
export async function removePasskeyChallenges(ports: IdentityPorts): Promise<void> {
  await ports.database.transact((tx) => removeChallengesUntil(tx, ports.clock.now()));
}

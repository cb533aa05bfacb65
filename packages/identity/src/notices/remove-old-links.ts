import { removeOldPendingAddresses } from '../addresses/store.ts';
import { removeOldDelayLinks } from '../delays/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { removeOldNotices } from './store.ts';

/** Housekeeping: links that open nothing any more. */
export async function removeOldLinks(ports: IdentityPorts): Promise<void> {
  const now = ports.clock.now();
  await ports.database.transact(async (tx) => {
    await removeOldNotices(tx, now);
    await removeOldPendingAddresses(tx, now);
    await removeOldDelayLinks(tx, now);
  });
}

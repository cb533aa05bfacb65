import type { Instant } from '@sallyport/platform';
import { findAccountBy } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { words } from '../notices/words.ts';
import type { IdentityPorts } from '../ports.ts';
import { DELAYED_ACTS, DELAY_KINDS } from './rules.ts';
import { type StoredDelay, lapse, markTold, ripeAndUntold } from './store.ts';

const AT_ONCE = 100;
const FINISHED_BY_OWNER = DELAY_KINDS.filter((kind) => DELAYED_ACTS[kind].finishedBy === 'owner');

/** For the housekeeping: tells owners what is ripe, once, and gives up what was left there too long. Any number of processes may run it at the same moment. */
export async function sweepDelays(ports: IdentityPorts): Promise<{ readonly told: number; readonly lapsed: number }> {
  const now = ports.clock.now();
  const lapsed = await giveUpOld(ports, now);
  let told = 0;
  for (const delay of await ripeAndUntold(ports.database.query, { kinds: FINISHED_BY_OWNER, now, atMost: AT_ONCE }))
    told += await tell(ports, delay, now);
  return { told, lapsed };
}

function tell(ports: IdentityPorts, { delayId, accountId, kind, ripeAt }: StoredDelay, now: Instant): Promise<0 | 1> {
  return ports.database.transact(async (tx) => {
    if (!(await markTold(tx, { delayId, now }))) return 0;
    const account = await findAccountBy(tx.query, { accountId });
    if (!account) return 0;
    const goOn = { words: words.goOnAction, address: `${ports.origins.selfAdministration}/waiting` };
    const offers = new Map(account.addresses.map((address) => [address, goOn]));
    const waiting = words.waiting[kind](ripeAt);
    await queueNotice(ports, tx, { account, about: 'recovery-ready', at: now, visit: undefined, waiting, offers });
    await audit(tx, { at: now, action: 'delay.ripen', account: accountId, actor: 'system', details: { kind } });
    return 1;
  });
}

function giveUpOld(ports: IdentityPorts, now: Instant): Promise<number> {
  return ports.database.transact(async (tx) => {
    const ripeBefore = now - ports.policy.lifetimes.ripeDelayMs;
    const lapsed = await lapse(tx, { kinds: FINISHED_BY_OWNER, ripeBefore, now });
    for (const { accountId, kind } of lapsed)
      await audit(tx, { at: now, action: 'delay.lapse', account: accountId, actor: 'system', details: { kind } });
    return lapsed.length;
  });
}

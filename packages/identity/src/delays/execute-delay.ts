import { type Instant, type Transaction } from '@sallyport/platform';
import { fromUtf8 } from '@sallyport/protocol';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import { type AccountId, parseDelayId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { words } from '../notices/words.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { delayPlace } from './delay-place.ts';
import type { DelayedActs } from './delayed-acts.ts';
import { standingOf } from './rules.ts';
import { type StoredDelay, findDelay, ripeDelays, settleRipe } from './store.ts';

export interface Execution {
  readonly delayId: string;
  /** The person who came back for it, who must be its owner; undefined: the housekeeping. */
  readonly owner?: { readonly accountId: AccountId; readonly visit: Visit } | undefined;
}

type ExecutionRefusal = Refusal<'delay-not-found' | 'delay-not-ripe' | 'delay-over' | 'busy'>;

/** Does what has waited long enough, exactly once, whoever comes first. Every address is told. */
export async function executeDelay(
  ports: IdentityPorts,
  acts: DelayedActs,
  input: Execution,
): Promise<{ readonly kind: 'executed' } | ExecutionRefusal> {
  const now = ports.clock.now();
  const delayId = parseDelayId(input.delayId);
  const delay = delayId && (await findDelay(ports.database.query, delayId));
  if (!delay || (input.owner && delay.accountId !== input.owner.accountId)) {
    return refuse('delay-not-found', delay ? 'of another account' : 'no such act');
  }
  const standing = standingOf(delay, now);
  if (standing.at === 'over') return refuse('delay-over', delay.state);
  if (standing.at === 'waiting') return refuse('delay-not-ripe', 'not ripe', { until: standing.ripeAt });
  const visit = input.owner?.visit;
  const outcome = await acts[delay.kind](ports, {
    accountId: delay.accountId,
    payload: fromUtf8(ports.sealer.open({ sealed: delay.sealedPayload, place: delayPlace(delay.delayId) })),
    begunAt: delay.begunAt,
    settle: (tx) => settle(ports, tx, { delay, now, visit }),
  });
  if (outcome === 'done') return { kind: 'executed' };
  if (outcome === 'not-settled') return refuse('delay-over', 'settled meanwhile, or the account is not active');
  if (outcome.code === 'busy') return refuse('busy', outcome.reason);
  return giveUp(ports, { delay, because: outcome, now, visit });
}

interface Settlement {
  readonly delay: StoredDelay;
  readonly now: Instant;
  readonly visit: Visit | undefined;
}

async function settle(ports: IdentityPorts, tx: Transaction<IdentitySchema>, { delay, now, visit }: Settlement): Promise<boolean> {
  const { accountId, delayId, kind } = delay;
  const locked = await lockAccount(tx, accountId);
  if (locked?.state !== 'ACTIVE' || !(await settleRipe(tx, { delayId, to: 'DONE', now }))) return false;
  const account = await findAccountBy(tx.query, { accountId });
  const waiting = words.waiting[kind](delay.ripeAt);
  if (account) await queueNotice(ports, tx, { account, about: 'recovery-ready', at: now, visit, waiting });
  await audit(tx, { at: now, action: 'delay.execute', account: accountId, actor: visit ? 'owner' : 'system', visit, details: { kind } });
  return true;
}

/** The verb said no, for good: nothing waits any more, and the audit log says why. */
async function giveUp(
  ports: IdentityPorts,
  { delay, because, now, visit }: Settlement & { readonly because: Refusal },
): Promise<Refusal<'delay-over'>> {
  const { accountId, delayId, kind } = delay;
  await ports.database.transact(async (tx) => {
    if (!(await settleRipe(tx, { delayId, to: 'REFUSED', now }))) return;
    const act = {
      at: now,
      action: 'delay.execute',
      account: accountId,
      actor: visit ? 'owner' : 'system',
      visit,
      details: { kind },
    } as const;
    await audit(tx, { ...act, refusal: because });
  });
  return refuse('delay-over', `refused: ${because.code}`);
}

const AT_ONCE = 100;

/** For the housekeeping: everything that is ripe. Any number of processes may run it at the same moment. */
export async function executeRipeDelays(ports: IdentityPorts, acts: DelayedActs): Promise<{ readonly executed: number }> {
  let executed = 0;
  for (const delayId of await ripeDelays(ports.database.query, ports.clock.now(), AT_ONCE)) {
    const outcome = await executeDelay(ports, acts, { delayId });
    if (outcome.kind === 'executed') executed += 1;
  }
  return { executed };
}

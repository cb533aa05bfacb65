import type { Instant, Transaction } from '@sallyport/platform';
import { findAccountBy } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import type { DelayId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { words } from '../notices/words.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { settleRipe } from './store.ts';

export interface WaitUse {
  /** Of the verdict that allowed the act; undefined when it needed no waiting. */
  readonly waited: DelayId | undefined;
  readonly now: Instant;
  /** Undefined when the machine finishes it. */
  readonly visit: Visit | undefined;
}

/**
 * In the transaction that does an act, before the act: whatever it was waited for is used up, in one conditional statement, and every address is told. Refused, and then nothing
 * may be done, when it was used, stopped or lapsed meanwhile.
 */
export async function useWait(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  { waited, now, visit }: WaitUse,
): Promise<Refusal<'delay-over'> | undefined> {
  if (waited === undefined) return undefined;
  const delay = await settleRipe(tx, { delayId: waited, to: 'DONE', now });
  if (!delay) return refuse('delay-over', 'settled meanwhile');
  const { accountId, kind, ripeAt } = delay;
  const account = await findAccountBy(tx.query, { accountId });
  if (account) await queueNotice(ports, tx, { account, about: 'recovery-done', at: now, visit, waiting: words.waiting[kind](ripeAt) });
  await audit(tx, { at: now, action: 'delay.execute', account: accountId, actor: visit ? 'owner' : 'system', visit, details: { kind } });
  return undefined;
}

import type { Instant, Transaction } from '@sallyport/platform';
import { findAccountBy, lockAccount, savePassword } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import { stopWhatWaits } from '../delays/cancel-delay.ts';
import { waitedOf } from '../delays/find-ripe-wait.ts';
import { openPayload } from '../delays/payload.ts';
import { stillOpens } from '../delays/rules.ts';
import { type StoredDelay, ripeAndUntold, settleRipe } from '../delays/store.ts';
import { useWait } from '../delays/use-wait.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { withdrawLinks } from '../one-time-links/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { passwordByMailAt } from '../recovery/store.ts';
import { refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';

const AT_ONCE = 100;

type Outcome = 'done' | 'refused' | 'not-yet';

/**
 * For the housekeeping: new passwords that have waited long enough take effect, each once, judged again by the rules of now: whoever chose it cannot sign in to come back for it.
 * Any number of processes may run it at the same moment.
 */
export async function finishPasswordResets(ports: IdentityPorts): Promise<{ readonly done: number }> {
  const now = ports.clock.now();
  let done = 0;
  for (const delay of await ripeAndUntold(ports.database.query, { kinds: ['reset-password'], now, atMost: AT_ONCE }))
    if ((await ports.database.transact((tx) => finish(ports, tx, { delay, now }))) === 'done') done += 1;
  return { done };
}

async function finish(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  { delay, now }: { readonly delay: StoredDelay; readonly now: Instant },
): Promise<Outcome> {
  const { accountId, delayId, kind } = delay;
  const locked = await lockAccount(tx, accountId);
  const { passwordHash } = openPayload(ports, delay);
  const verdict = locked?.state === 'ACTIVE' && passwordHash !== undefined ? await judge(ports, tx, { delay, now }) : 'no';
  if (verdict === 'not-yet') return 'not-yet';
  if (verdict === 'no' || passwordHash === undefined) {
    if (!(await settleRipe(tx, { delayId, to: 'REFUSED', now }))) return 'refused';
    const refusal = refuse('step-up-needed', 'the rules say no by now, or the account is not active');
    await audit(tx, { at: now, action: 'delay.execute', account: accountId, actor: 'system', details: { kind }, refusal });
    return 'refused';
  }
  if (await useWait(ports, tx, { waited: delayId, now, visit: undefined })) return 'refused';
  await savePassword(tx, { accountId, passwordHash, from: ['ACTIVE'] });
  await withdrawLinks(tx, 'password_reset', accountId);
  await stopWhatWaits(ports, tx, { accountId, way: 'new-password', now, visit: undefined });
  const account = await findAccountBy(tx.query, { accountId });
  if (account) await queueNotice(ports, tx, { account, about: 'password-reset', at: now, visit: undefined });
  await audit(tx, { at: now, action: 'password.reset', account: accountId, actor: 'system' });
  return 'done';
}

async function judge(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  { delay, now }: { readonly delay: StoredDelay; readonly now: Instant },
) {
  const { recovery: preset, lifetimes } = ports.policy;
  const byMail = await passwordByMailAt(tx.query, delay.accountId);
  const request = { act: 'reset-password', preset, now, freshProofMs: lifetimes.freshProofMs, passwordByMailAt: byMail } as const;
  return stillOpens(request, await waitedOf(ports, tx.query, { delay }));
}

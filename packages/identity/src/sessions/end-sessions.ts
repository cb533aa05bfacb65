import type { AnyTransaction } from '@sallyport/platform';
import { findAccountBy } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Visit } from '../visit.ts';

interface SessionsEnd {
  readonly accountId: AccountId;
  readonly visit: Visit;
}

/** Ends every session of the account, in every application, by raising its epoch. It takes no proof beyond the sign-in: all it does is ask for another one. Every address is told. */
export async function endEverySession(ports: IdentityPorts, { accountId, visit }: SessionsEnd): Promise<void> {
  await ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    await tx.query
      .updateTable('account')
      .set((account) => ({ epoch: account('epoch', '+', 1) }))
      .where('account_id', '=', accountId)
      .where('state', '=', 'ACTIVE')
      .execute();
    const account = await findAccountBy(tx.query, { accountId });
    if (account?.state === 'ACTIVE') await queueNotice(ports, tx, { account, about: 'signed-out-everywhere', at: now, visit });
    await audit(tx, { at: now, action: 'session.end-all', account: accountId, actor: 'owner', visit });
  });
}

/** Writes down that one session was ended, as the last statement of the transaction that ended it. */
export function recordSessionEnd(ports: IdentityPorts, tx: AnyTransaction, { accountId, visit }: SessionsEnd): Promise<void> {
  return audit(tx, { at: ports.clock.now(), action: 'session.end', account: accountId, actor: 'owner', visit });
}

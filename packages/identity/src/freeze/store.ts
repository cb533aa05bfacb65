import type { Transaction } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentitySchema } from '../schema.ts';

type Tx = Transaction<IdentitySchema>;

/** ACTIVE → FROZEN, or back: one conditional statement. Every session that began before ends, since its epoch is over. False unless it was in the other state. */
export async function saveFrozen(
  tx: Tx,
  change: { readonly accountId: AccountId; readonly from: 'ACTIVE' | 'FROZEN'; readonly to: 'ACTIVE' | 'FROZEN' },
): Promise<boolean> {
  const row = await tx.query
    .updateTable('account')
    .set((account) => ({ state: change.to, epoch: account('epoch', '+', 1) }))
    .where('account_id', '=', change.accountId)
    .where('state', '=', change.from)
    .returning('account_id')
    .executeTakeFirst();
  return row !== undefined;
}

import type { AnyTransaction } from '../database/index.ts';
import { columnsOf, linkOf } from './canonical.ts';
import type { AuditEvent } from './event.ts';
import { insertEvent, moveHead, takeHead } from './statements.ts';

/**
 * Writes an event to the audit log in the transaction of the act: both happen or neither does.
 *
 * Call it last in the work. Taking the head locks the one row where the chain ends, until the commit: that is what keeps the order right
 * on any number of PostgreSQL processes, and what it costs is that audited acts commit there one after the other.
 */
export async function appendAudit(transaction: AnyTransaction, event: AuditEvent): Promise<void> {
  const columns = columnsOf(event);
  const head = await transaction.first(takeHead, {});
  if (!head) throw new Error('The head of the audit log is missing from the database. Run "sallyport verify-audit".');
  const link = linkOf(head.link, head.sequence, columns);
  // Sent together: on PostgreSQL one round trip less under the lock.
  await Promise.all([
    transaction.change(insertEvent, { ...columns, sequence: head.sequence, link }),
    transaction.change(moveHead, { link }),
  ]);
}

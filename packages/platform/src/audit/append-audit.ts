import type { AnyTransaction } from '../database/index.ts';
import { columnsOf, linkOf } from './canonical.ts';
import type { AuditEvent } from './event.ts';
import { chainEnd, insertEvent } from './statements.ts';

/**
 * Writes an event to the audit log in the transaction of the act: both happen or neither does.
 *
 * Call it last in the work. Taking the end of the chain keeps everybody else from it until the commit: that is what keeps the order right
 * on any number of PostgreSQL processes, and what it costs is that audited acts commit there one after the other.
 */
export async function appendAudit(transaction: AnyTransaction, event: AuditEvent): Promise<void> {
  const columns = columnsOf(event);
  const end = await transaction.take(chainEnd);
  if (!end) throw new Error('The head of the audit log is missing from the database. Run "sallyport verify-audit".');
  const sequence = end.sequence + 1;
  const link = linkOf(end.link, sequence, columns);
  transaction.put(chainEnd, { sequence, link });
  await transaction.change(insertEvent, { ...columns, sequence, link });
}

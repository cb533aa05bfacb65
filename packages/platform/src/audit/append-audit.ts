import type { AnyTransaction } from '../database/index.ts';
import type { AuditEvent } from './event.ts';

/**
 * Writes an event to the audit log in the transaction of the act: both happen or neither does. Call it last in the work: on
 * PostgreSQL it holds the head of the chain, one row for the whole server, until the commit.
 */
export async function appendAudit(transaction: AnyTransaction, event: AuditEvent): Promise<void> {
  await Promise.resolve();
  throw new Error(`Not yet: ${transaction.engine} ${event.action}`);
}

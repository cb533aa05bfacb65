import type { Database } from '../database/index.ts';
import type { AuditParty } from './event.ts';
import { readEventsAbout } from './statements.ts';
import type { AuditEventRow, AuditTables } from './tables.ts';

/** What may be shown of an event to whom it is about: no private reason, no details, and not its number, which counts what others do. */
type ShownEvent = Pick<AuditEventRow, 'at' | 'action' | 'outcome' | 'network'>;

/** The events about one party, the newest first. */
export function eventsAbout(
  database: Database<AuditTables>,
  wish: { readonly subject: AuditParty; readonly skip: number; readonly most: number },
): Promise<readonly ShownEvent[]> {
  return database.all(readEventsAbout, wish);
}

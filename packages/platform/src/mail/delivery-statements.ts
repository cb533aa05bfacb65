import { sql } from 'kysely';
import type { Instant } from '../clock.ts';
import { statement } from '../database/index.ts';
import type { MailTables } from './tables.ts';

export const readDue = statement<MailTables, { now: Instant; most: number }>('read-due-mail')((query, given) =>
  query
    .selectFrom('outbox_mail')
    .select('id')
    .where('state', '=', 'waiting')
    .where('due_at', '<=', given.now)
    .orderBy('due_at')
    .limit(given.most),
);

/** Of all processes that try, one gets the row: whoever comes later finds it due later. */
export const claimMail = statement<MailTables, { id: string; now: Instant; until: Instant }>('claim-mail')((query, given) =>
  query
    .updateTable('outbox_mail')
    .set({ due_at: given.until, tries: sql`tries + 1` })
    .where('id', '=', given.id)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', given.now)
    .returning(['id', 'recipient', 'sealed_mail', 'tries', 'give_up_at']),
);

/** The number of tries says that the mail is still in our hands: a process that took too long has lost it to another. */
interface InHand {
  readonly id: string;
  readonly tries: number;
}

export const postponeMail = statement<MailTables, InHand & { dueAt: Instant; reason: string }>('postpone-mail')((query, given) =>
  query
    .updateTable('outbox_mail')
    .set({ due_at: given.dueAt, last_fault: given.reason })
    .where('id', '=', given.id)
    .where('tries', '=', given.tries)
    .where('state', '=', 'waiting'),
);

/** Whatever became of it, its words are not needed any more. */
export const settleMail = statement<MailTables, InHand & { state: 'sent' | 'given-up'; now: Instant; reason: string | null }>(
  'settle-mail',
)((query, given) =>
  query
    .updateTable('outbox_mail')
    .set({ state: given.state, sealed_mail: null, settled_at: given.now, last_fault: given.reason })
    .where('id', '=', given.id)
    .where('tries', '=', given.tries)
    .where('state', '=', 'waiting'),
);

export const forgetSettled = statement<MailTables, { before: Instant }>('forget-settled-mail')((query, given) =>
  query.deleteFrom('outbox_mail').where('settled_at', '<', given.before),
);

export const readUndelivered = statement<MailTables, { most: number }>('read-undelivered-mail')((query, given) =>
  query
    .selectFrom('outbox_mail')
    .select(['id', 'recipient', 'state', 'queued_at', 'tries', 'last_fault'])
    .where('state', '<>', 'sent')
    .where('last_fault', 'is not', null)
    .orderBy('queued_at', 'desc')
    .limit(given.most),
);

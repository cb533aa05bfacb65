import type { Migration } from '../database/index.ts';

/** Mail that was decided upon and is on its way, or was not long ago. */
export const outbox: Migration = {
  number: 4,
  name: 'outbox',
  up: ({ table, column, raw }) => [
    table('outbox_mail')
      .addColumn('id', column.text, (c) => c.primaryKey())
      .addColumn('recipient', column.text, (c) => c.notNull())
      .addColumn('state', column.text, (c) => c.notNull())
      .addColumn('sealed_mail', column.bytes)
      .addColumn('queued_at', column.instant, (c) => c.notNull())
      .addColumn('due_at', column.instant, (c) => c.notNull())
      .addColumn('give_up_at', column.instant, (c) => c.notNull())
      .addColumn('tries', column.count, (c) => c.notNull())
      .addColumn('last_fault', column.text)
      .addColumn('settled_at', column.instant),
    raw('create index outbox_mail_by_due on outbox_mail (state, due_at)'),
    raw('create index outbox_mail_by_settled on outbox_mail (settled_at)'),
  ],
};

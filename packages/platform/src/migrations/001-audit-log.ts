import type { Migration } from '../database/index.ts';

/** The log, the one row that says where its chain ends, and the signed checkpoints. */
export const auditLog: Migration = {
  number: 1,
  name: 'audit-log',
  up: ({ engine, table, column, appendOnly, raw }) => [
    table('audit_event')
      .addColumn('sequence', column.count, (c) => c.primaryKey())
      .addColumn('at', column.instant, (c) => c.notNull())
      .addColumn('actor', column.text, (c) => c.notNull())
      .addColumn('action', column.text, (c) => c.notNull())
      .addColumn('subject', column.text, (c) => c.notNull())
      .addColumn('outcome', column.text, (c) => c.notNull())
      .addColumn('reason', column.text)
      .addColumn('network', column.text)
      .addColumn('details', column.text)
      .addColumn('link', column.bytes, (c) => c.notNull()),
    raw('create index audit_event_by_subject on audit_event (subject, sequence)'),
    ...appendOnly('audit_event'),
    table('audit_head')
      .addColumn('id', column.count, (c) => c.primaryKey())
      .addColumn('sequence', column.count, (c) => c.notNull())
      .addColumn('link', column.bytes, (c) => c.notNull()),
    raw(`insert into audit_head (id, sequence, link) values (1, 0, ${engine === 'sqlite' ? 'zeroblob(32)' : `'\\x${'00'.repeat(32)}'`})`),
    table('audit_checkpoint')
      .addColumn('sequence', column.count, (c) => c.primaryKey())
      .addColumn('at', column.instant, (c) => c.notNull())
      .addColumn('link', column.bytes, (c) => c.notNull())
      .addColumn('key_id', column.text, (c) => c.notNull())
      .addColumn('signature', column.bytes, (c) => c.notNull()),
    ...appendOnly('audit_checkpoint'),
  ],
};

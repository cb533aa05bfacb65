import type { Migration } from '@sallyport/platform';

/** Revocation as the world sees it: lists and their numbers, responders and their answers; and more than one issuing CA. */
export const revocation: Migration = {
  number: 3,
  name: 'revocation',
  up: (tools) => [
    tools.schema.alterTable('certificate').addColumn('authority_id', tools.column.text),
    tools.schema.alterTable('certificate').addColumn('listed_number', tools.column.count),
    tools.schema.alterTable('certificate').addColumn('answer_due_at', tools.column.instant),
    // There was one issuing CA, and it signed whatever was not imported.
    tools.raw(
      "update certificate set authority_id = 'issuing', answer_due_at = not_before where serial is not null and origin <> 'import'",
    ),
    // What a list has to say, and what it does not say yet.
    tools.schema.createIndex('certificate_by_listing').on('certificate').columns(['authority_id', 'status', 'listed_number']),
    tools.schema.createIndex('certificate_by_answer').on('certificate').columns(['authority_id', 'answer_due_at']),
    tools.schema.alterTable('certificate_authority').addColumn('revoked_at', tools.column.instant),
    tools.schema.alterTable('certificate_authority').addColumn('revocation_reason', tools.column.count),
    tools.schema.alterTable('certificate_authority').addColumn('listed_number', tools.column.count),
    tools
      .table('certificate_list_number')
      .addColumn('authority_id', tools.column.text, (id) => id.primaryKey().references('certificate_authority.authority_id'))
      .addColumn('last_number', tools.column.count, (number) => number.notNull())
      .addColumn('served_number', tools.column.count)
      .addColumn('claimed_until', tools.column.instant),
    tools
      .table('certificate_list')
      .addColumn('authority_id', tools.column.text, (id) => id.primaryKey().references('certificate_authority.authority_id'))
      .addColumn('number', tools.column.count, (number) => number.notNull())
      .addColumn('der', tools.column.bytes, (der) => der.notNull())
      .addColumn('sha256', tools.column.text, (hash) => hash.notNull())
      .addColumn('this_update', tools.column.instant, (at) => at.notNull())
      .addColumn('next_update', tools.column.instant, (at) => at.notNull()),
    tools
      .table('certificate_responder')
      .addColumn('authority_id', tools.column.text, (id) => id.notNull().references('certificate_authority.authority_id'))
      .addColumn('generation', tools.column.count, (generation) => generation.notNull())
      .addColumn('der', tools.column.bytes, (der) => der.notNull())
      .addColumn('not_after', tools.column.instant, (at) => at.notNull())
      .addColumn('made_at', tools.column.instant, (at) => at.notNull())
      .addPrimaryKeyConstraint('certificate_responder_pk', ['authority_id', 'generation']),
    tools
      .table('certificate_answer')
      .addColumn('authority_id', tools.column.text, (id) => id.notNull().references('certificate_authority.authority_id'))
      .addColumn('serial', tools.column.text, (serial) => serial.notNull())
      .addColumn('hash', tools.column.text, (hash) => hash.notNull())
      .addColumn('der', tools.column.bytes, (der) => der.notNull())
      .addColumn('this_update', tools.column.instant, (at) => at.notNull())
      .addColumn('next_update', tools.column.instant, (at) => at.notNull())
      .addColumn('revoked_at', tools.column.instant)
      .addPrimaryKeyConstraint('certificate_answer_pk', ['authority_id', 'serial', 'hash']),
    tools
      .table('certificate_emergency')
      .addColumn('emergency_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('state', tools.column.text, (state) => state.notNull())
      .addColumn('choice', tools.column.text, (choice) => choice.notNull())
      .addColumn('reason', tools.column.count, (reason) => reason.notNull())
      .addColumn('afterwards', tools.column.text, (afterwards) => afterwards.notNull())
      .addColumn('total', tools.column.count, (total) => total.notNull())
      .addColumn('begun_at', tools.column.instant, (at) => at.notNull())
      .addColumn('finished_at', tools.column.instant),
    // One at a time: whoever begins another beside it would not know which to go on with.
    tools.raw("create unique index certificate_emergency_running on certificate_emergency (state) where state = 'RUNNING'"),
  ],
};

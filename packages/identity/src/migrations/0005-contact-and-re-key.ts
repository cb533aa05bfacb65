import type { Migration, SchemaTools } from '@sallyport/platform';

/** Every column is new and empty: a server of the release before goes on beside it. */
export const contactAndRekey: Migration = {
  number: 5,
  name: 'contact-and-re-key',
  up: (tools) => [
    // When the present keys were made; null for a token from before this was written down.
    column(tools, 'keyed_at', 'instant'),
    // Keys promised in an answer to a re-key: good beside the present ones until the first word under them.
    column(tools, 'sealed_promised_seed', 'bytes'),
    column(tools, 'sealed_promised_recovery_key', 'bytes'),
    column(tools, 'sealed_promised_server_key', 'bytes'),
    column(tools, 'promised_at', 'instant'),
    // The last contact by our clock, and the time it named: each time is taken once, and only forward.
    column(tools, 'contact_at', 'instant'),
    column(tools, 'contact_time', 'instant'),
    column(tools, 'removed_at', 'instant'),

    // Of which keys the unlock code was: the `keyed_at` or `promised_at` of its token then.
    tools.schema.alterTable('unlock_issue').addColumn('keyed_at', tools.column.instant),

    tools
      .table('rekey_offer')
      .addColumn('token_id', tools.column.text, (id) => id.primaryKey().references('soft_token.token_id'))
      .addColumn('state', tools.column.text, (state) => state.notNull())
      .addColumn('sealed_receiver_key', tools.column.bytes)
      .addColumn('receiver_public_key', tools.column.bytes, (key) => key.notNull())
      .addColumn('tries_used', tools.column.count, (tries) => tries.notNull())
      .addColumn('request_hash', tools.column.text)
      .addColumn('reply', tools.column.text)
      .addColumn('offered_at', tools.column.instant, (at) => at.notNull()),
  ],
};

function column(tools: SchemaTools, name: string, type: 'instant' | 'bytes') {
  // One statement each: SQLite adds one column at a time.
  return tools.schema.alterTable('soft_token').addColumn(name, tools.column[type]);
}

import type { Migration } from '@sallyport/platform';

/**
 * Activation by typed code and without a network, beside the link. Older servers on the same database go on issuing links: every new column has a
 * value without them.
 */
export const activationWays: Migration = {
  number: 4,
  name: 'activation-ways',
  up: (tools) => [
    tools.schema.alterTable('activation').addColumn('sealed_code', tools.column.bytes),
    tools.schema.alterTable('activation').addColumn('sealed_code_scalar', tools.column.bytes),
    tools.schema.alterTable('activation').addColumn('code_tries_used', tools.column.count, (tries) => tries.notNull().defaultTo(0)),
    tools.schema.alterTable('soft_token').addColumn('provisioned', tools.column.text, (way) => way.notNull().defaultTo('online')),

    tools
      .table('typed_run')
      .addColumn('run_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('activation_id', tools.column.text, (id) => id.references('activation.activation_id'))
      .addColumn('sealed_run', tools.column.bytes)
      .addColumn('started_at', tools.column.instant, (at) => at.notNull())
      .addColumn('spent_at', tools.column.instant),
    tools.schema.createIndex('typed_run_by_started_at').on('typed_run').column('started_at'),
  ],
};

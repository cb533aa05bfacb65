import type { Migration } from '@sallyport/platform';

/** Links of notices, addresses that wait for their confirmation, and recovery acts that wait. A server of the release before goes on beside it and sends notices without links. */
export const noticesAndFreeze: Migration = {
  number: 7,
  name: 'notices-and-freeze',
  up: (tools) => [
    tools
      .table('notice_link')
      .addColumn('code_hash', tools.column.text, (hash) => hash.primaryKey())
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('address', tools.column.text, (address) => address.notNull())
      .addColumn('about', tools.column.text, (about) => about.notNull())
      .addColumn('detail', tools.column.text, (detail) => detail.notNull())
      .addColumn('happened_at', tools.column.instant, (at) => at.notNull())
      .addColumn('network', tools.column.text)
      .addColumn('created_at', tools.column.instant, (at) => at.notNull())
      .addColumn('expires_at', tools.column.instant, (at) => at.notNull())
      .addColumn('spent_at', tools.column.instant)
      .addColumn('settled_at', tools.column.instant),
    tools.schema.createIndex('notice_link_by_account').on('notice_link').column('account_id'),
    tools.schema.createIndex('notice_link_by_expiry').on('notice_link').column('expires_at'),

    tools
      .table('pending_address')
      .addColumn('code_hash', tools.column.text, (hash) => hash.primaryKey())
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('address', tools.column.text, (address) => address.notNull())
      .addColumn('created_at', tools.column.instant, (at) => at.notNull())
      .addColumn('expires_at', tools.column.instant, (at) => at.notNull())
      .addColumn('spent_at', tools.column.instant),
    tools.schema.createIndex('pending_address_by_account').on('pending_address').column('account_id'),

    tools
      .table('delayed_act')
      .addColumn('delay_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('kind', tools.column.text, (kind) => kind.notNull())
      .addColumn('sealed_payload', tools.column.bytes, (payload) => payload.notNull())
      .addColumn('state', tools.column.text, (state) => state.notNull())
      .addColumn('begun_at', tools.column.instant, (at) => at.notNull())
      .addColumn('ripe_at', tools.column.instant, (at) => at.notNull())
      .addColumn('settled_at', tools.column.instant),
    // At most one of a kind waits for an account, however often it is asked for at the same moment.
    tools.raw("create unique index delayed_act_waiting on delayed_act (account_id, kind) where state = 'WAITING'"),
    tools.raw("create index delayed_act_by_ripeness on delayed_act (ripe_at) where state = 'WAITING'"),
    tools.schema.createIndex('delayed_act_by_account').on('delayed_act').column('account_id'),

    tools
      .table('delay_link')
      .addColumn('code_hash', tools.column.text, (hash) => hash.primaryKey())
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('delay_id', tools.column.text, (id) => id.notNull().references('delayed_act.delay_id'))
      .addColumn('address', tools.column.text, (address) => address.notNull())
      .addColumn('created_at', tools.column.instant, (at) => at.notNull())
      .addColumn('expires_at', tools.column.instant, (at) => at.notNull())
      .addColumn('spent_at', tools.column.instant),
    tools.schema.createIndex('delay_link_by_delay').on('delay_link').column('delay_id'),
  ],
};

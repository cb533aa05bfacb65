import type { Migration } from '@sallyport/platform';

export const accounts: Migration = {
  number: 1,
  name: 'accounts',
  up: (tools) => [
    tools
      .table('organisation')
      .addColumn('organisation_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('name', tools.column.text, (name) => name.notNull())
      .addColumn('created_at', tools.column.instant, (at) => at.notNull()),

    tools
      .table('account')
      .addColumn('account_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('organisation_id', tools.column.text, (id) => id.notNull().references('organisation.organisation_id'))
      .addColumn('user_name', tools.column.text, (name) => name.notNull())
      .addColumn('user_name_key', tools.column.text, (name) => name.notNull().unique())
      .addColumn('display_name', tools.column.text, (name) => name.notNull())
      .addColumn('state', tools.column.text, (state) => state.notNull())
      .addColumn('epoch', tools.column.count, (epoch) => epoch.notNull())
      .addColumn('password_hash', tools.column.text)
      .addColumn('created_at', tools.column.instant, (at) => at.notNull()),

    tools
      .table('account_address')
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('position', tools.column.count, (position) => position.notNull())
      .addColumn('address', tools.column.text, (address) => address.notNull())
      .addPrimaryKeyConstraint('account_address_pk', ['account_id', 'position']),

    tools
      .table('known_device')
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('device_hash', tools.column.text, (hash) => hash.notNull())
      .addColumn('first_at', tools.column.instant, (at) => at.notNull())
      .addColumn('last_at', tools.column.instant, (at) => at.notNull())
      .addPrimaryKeyConstraint('known_device_pk', ['account_id', 'device_hash']),

    ...(['invitation', 'password_reset'] as const).flatMap((name) => [
      tools
        .table(name)
        .addColumn('code_hash', tools.column.text, (hash) => hash.primaryKey())
        .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
        .addColumn('created_at', tools.column.instant, (at) => at.notNull())
        .addColumn('expires_at', tools.column.instant, (at) => at.notNull())
        .addColumn('spent_at', tools.column.instant),
      tools.schema.createIndex(`${name}_by_account`).on(name).column('account_id'),
    ]),
  ],
};

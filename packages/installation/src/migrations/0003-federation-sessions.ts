import type { Migration } from '@sallyport/platform';

/**
 * What the list of sessions says of each. A server of the release before writes none: what begins there is missing from the list until its next proof here,
 * and ends with all the others.
 */
export const federationSessions: Migration = {
  number: 3,
  name: 'federation-sessions',
  up: ({ table, schema, column }) => [
    table('federation_session')
      .addColumn('label', column.text, (label) => label.primaryKey())
      .addColumn('session_ref', column.text, (ref) => ref.notNull().unique().references('web_session.ref').onDelete('cascade'))
      .addColumn('account_id', column.text, (id) => id.notNull())
      .addColumn('account_epoch', column.count, (epoch) => epoch.notNull())
      .addColumn('browser', column.text)
      .addColumn('system', column.text)
      .addColumn('network', column.text, (network) => network.notNull()),
    schema.createIndex('federation_session_by_account').on('federation_session').column('account_id'),
  ],
};

import type { Migration } from '@sallyport/platform';

/** Certificates that a CA elsewhere issues, asked for by ACME: our account there, our orders, what has to be shown meanwhile. */
export const acmeProvider: Migration = {
  number: 6,
  name: 'acme-provider',
  up: ({ table, schema, column }) => [
    table('certificate_acme_account')
      .addColumn('directory', column.text, (directory) => directory.primaryKey())
      .addColumn('account_url', column.text, (url) => url.notNull())
      .addColumn('made_at', column.instant, (at) => at.notNull()),
    table('certificate_acme_order')
      .addColumn('certificate_id', column.text, (id) => id.primaryKey().references('certificate.certificate_id'))
      .addColumn('directory', column.text, (directory) => directory.notNull())
      .addColumn('begun_at', column.instant, (at) => at.notNull())
      .addColumn('order_url', column.text)
      .addColumn('problem', column.text)
      .addColumn('chain', column.text)
      .addColumn('told_at', column.instant)
      .addColumn('tell_after', column.instant)
      .addColumn('tell_tries', column.count, (tries) => tries.notNull())
      .addColumn('tell_problem', column.text),
    table('certificate_acme_challenge')
      .addColumn('certificate_id', column.text, (id) => id.notNull().references('certificate.certificate_id'))
      .addColumn('token', column.text, (token) => token.notNull())
      .addColumn('method', column.text, (method) => method.notNull())
      .addColumn('record_name', column.text)
      .addColumn('record_value', column.text)
      .addColumn('key_authorization', column.text, (text) => text.notNull())
      .addPrimaryKeyConstraint('certificate_acme_challenge_pk', ['certificate_id', 'token']),
    // Whoever validates asks by the token alone.
    schema.createIndex('certificate_acme_challenge_by_token').on('certificate_acme_challenge').columns(['token']),
  ],
};

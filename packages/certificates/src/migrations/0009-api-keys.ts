import type { Migration } from '@sallyport/platform';

/** Keys of programs, and what was answered to them. A server of the release before knows no API, and so opens nothing by them. */
export const apiKeys: Migration = {
  number: 9,
  name: 'api-keys',
  up: ({ table, schema, column }) => [
    table('certificate_api_key')
      .addColumn('key_id', column.text, (id) => id.primaryKey())
      .addColumn('organisation_id', column.text, (id) => id.notNull().references('certificate_organisation.organisation_id'))
      .addColumn('person_id', column.text, (id) => id.notNull().references('certificate_person.person_id'))
      .addColumn('name', column.text, (name) => name.notNull())
      .addColumn('scopes', column.text, (scopes) => scopes.notNull())
      .addColumn('beginning', column.text, (beginning) => beginning.notNull())
      .addColumn('key_sha256', column.text, (hash) => hash.notNull().unique())
      .addColumn('made_at', column.instant, (at) => at.notNull())
      .addColumn('expires_at', column.instant, (at) => at.notNull())
      .addColumn('used_at', column.instant)
      .addColumn('revoked_at', column.instant)
      .addColumn('revoked_by', column.text),
    schema.createIndex('certificate_api_key_by_organisation').on('certificate_api_key').columns(['organisation_id', 'person_id']),
    table('certificate_api_answer')
      .addColumn('key_id', column.text, (id) => id.notNull().references('certificate_api_key.key_id'))
      .addColumn('idempotency_key', column.text, (key) => key.notNull())
      .addColumn('request_sha256', column.text, (hash) => hash.notNull())
      .addColumn('begun_at', column.instant, (at) => at.notNull())
      .addColumn('answer', column.text)
      .addPrimaryKeyConstraint('certificate_api_answer_key', ['key_id', 'idempotency_key']),
    schema.createIndex('certificate_api_answer_by_age').on('certificate_api_answer').column('begun_at'),
  ],
};

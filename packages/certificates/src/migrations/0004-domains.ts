import type { Migration } from '@sallyport/platform';

/** Names that organisations have proven, or are about to. A server of the release before never looks here, and asks for no proof. */
export const domains: Migration = {
  number: 4,
  name: 'domains',
  up: ({ table, schema, column }) => [
    table('certificate_domain')
      .addColumn('domain_id', column.text, (id) => id.primaryKey())
      .addColumn('organisation_id', column.text, (id) => id.notNull().references('certificate_organisation.organisation_id'))
      .addColumn('name', column.text, (name) => name.notNull())
      .addColumn('added_by', column.text, (id) => id.notNull().references('certificate_person.person_id'))
      .addColumn('added_at', column.instant, (at) => at.notNull())
      .addColumn('challenge', column.text)
      .addColumn('challenge_method', column.text)
      .addColumn('challenge_until', column.instant)
      .addColumn('checked_at', column.instant)
      .addColumn('findings', column.text)
      .addColumn('verified_at', column.instant)
      .addColumn('verified_method', column.text)
      .addColumn('declined_at', column.instant)
      .addColumn('declined_by', column.text)
      .addColumn('decline_reason', column.text),
    // Whose it is comes first: two organisations may both say that a name is theirs.
    schema.createIndex('certificate_domain_by_name').unique().on('certificate_domain').columns(['organisation_id', 'name']),
  ],
};

import type { Migration } from '@sallyport/platform';

/**
 * The inventory as a place of work: fields of an organisation's own, views that were saved, and certificates that somebody else issued. Their serial stands in a
 * column of its own: serials are unique within one CA only, and ours are what the world is answered about.
 */
export const stock: Migration = {
  number: 7,
  name: 'stock',
  up: ({ engine, table, schema, column, raw }) => [
    table('certificate_field')
      .addColumn('field_id', column.text, (id) => id.primaryKey())
      .addColumn('organisation_id', column.text, (id) => id.notNull().references('certificate_organisation.organisation_id'))
      .addColumn('name', column.text, (name) => name.notNull())
      .addColumn('kind', column.text, (kind) => kind.notNull())
      .addColumn('choices', column.text, (choices) => choices.notNull())
      .addColumn('need', column.text, (need) => need.notNull())
      .addColumn('added_at', column.instant, (at) => at.notNull())
      .addColumn('retired_at', column.instant),
    schema.createIndex('certificate_field_by_organisation').on('certificate_field').column('organisation_id'),
    table('certificate_field_value')
      .addColumn('certificate_id', column.text, (id) => id.notNull().references('certificate.certificate_id'))
      .addColumn('field_id', column.text, (id) => id.notNull().references('certificate_field.field_id'))
      .addColumn('value', column.text, (value) => value.notNull())
      .addPrimaryKeyConstraint('certificate_field_value_pk', ['certificate_id', 'field_id']),
    table('certificate_saved_view')
      .addColumn('view_id', column.text, (id) => id.primaryKey())
      .addColumn('organisation_id', column.text, (id) => id.notNull().references('certificate_organisation.organisation_id'))
      .addColumn('name', column.text, (name) => name.notNull())
      .addColumn('wish', column.text, (wish) => wish.notNull())
      .addColumn('seen_by', column.text, (who) => who.notNull())
      .addColumn('made_by', column.text, (id) => id.notNull().references('certificate_person.person_id'))
      .addColumn('made_at', column.instant, (at) => at.notNull()),
    schema.createIndex('certificate_saved_view_by_organisation').on('certificate_saved_view').column('organisation_id'),
    table('certificate_report')
      .addColumn('report_id', column.text, (id) => id.primaryKey())
      .addColumn('organisation_id', column.text, (id) => id.notNull().references('certificate_organisation.organisation_id'))
      .addColumn('made_by', column.text, (id) => id.notNull().references('certificate_person.person_id'))
      .addColumn('made_at', column.instant, (at) => at.notNull())
      .addColumn('report', column.text, (report) => report.notNull()),
    schema.createIndex('certificate_report_by_organisation').on('certificate_report').columns(['organisation_id', 'made_at']),
    schema.alterTable('certificate').addColumn('issuer', column.text),
    schema.alterTable('certificate').addColumn('imported_serial', column.text),
    // What is found by a word stands in the order of the words and, where many have the same, of the names: no page of it is sorted.
    schema.alterTable('certificate_term').addColumn('first_name', column.text, (name) => name.notNull().defaultTo('')),
    ...(engine === 'postgresql' ? [raw('alter table certificate_term alter column first_name type text collate "C"')] : []),
    raw(
      'update certificate_term set first_name = (select first_name from certificate where certificate.certificate_id = certificate_term.certificate_id)',
    ),
    schema
      .createIndex('certificate_term_by_name')
      .on('certificate_term')
      .columns(['organisation_id', 'term', 'first_name', 'certificate_id']),
    // Each certificate once in an organisation, however many bring it at the same moment.
    schema.createIndex('certificate_by_fingerprint').unique().on('certificate').columns(['organisation_id', 'sha256']),
  ],
};

import type { Migration } from '@sallyport/platform';

/**
 * What an inventory of a million needs: its three orders, with a status and without, and the terms of one certificate. Terms and names are
 * compared octet by octet on both engines, so that what begins with a word stands together.
 */
export const inventory: Migration = {
  number: 2,
  name: 'inventory',
  up: (tools) => [
    tools.schema.alterTable('certificate').addColumn('first_name', tools.column.text, (name) => name.notNull().defaultTo('')),
    ...(tools.engine === 'postgresql'
      ? [
          tools.raw('alter table certificate alter column first_name type text collate "C"'),
          tools.raw('alter table certificate_term alter column term type text collate "C"'),
        ]
      : []),
    index(tools, 'certificate_by_end', ['organisation_id', 'not_after', 'certificate_id']),
    index(tools, 'certificate_by_name', ['organisation_id', 'first_name', 'certificate_id']),
    index(tools, 'certificate_by_status_and_request', ['organisation_id', 'status', 'requested_at', 'certificate_id']),
    index(tools, 'certificate_by_status_and_name', ['organisation_id', 'status', 'first_name', 'certificate_id']),
    tools.schema.createIndex('certificate_term_by_certificate').on('certificate_term').columns(['certificate_id', 'term']),
  ],
};

function index({ schema }: Parameters<Migration['up']>[0], name: string, columns: readonly string[]) {
  return schema
    .createIndex(name)
    .on('certificate')
    .columns([...columns]);
}

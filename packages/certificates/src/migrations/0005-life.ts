import type { Migration } from '@sallyport/platform';

/** What comes after an issue. */
export const life: Migration = {
  number: 5,
  name: 'life',
  up: ({ schema, column, raw }) => [
    schema.alterTable('certificate').addColumn('overlap_hours', column.count),
    raw('create index certificate_by_overlap on certificate (predecessor_ends_at) where predecessor_ends_at is not null'),
  ],
};

import type { Migration } from '../database/index.ts';

export const namedSecrets: Migration = {
  number: 3,
  name: 'named-secrets',
  up: ({ table, column }) => [
    table('named_secret')
      .addColumn('name', column.text, (c) => c.primaryKey())
      .addColumn('sealed', column.bytes, (c) => c.notNull())
      .addColumn('made_at', column.instant, (c) => c.notNull()),
  ],
};

import { expect, test } from 'vitest';
import { type MigrationSet, openDatabase, statement } from '../database/index.ts';
import { eachEngine } from './each-engine.ts';
import { loadTables } from './load-tables.ts';
import { emptyDatabaseUrl } from './test-databases.ts';

interface Schema {
  shelf: { shelf_id: string };
  book: { shelf_id: string; title: string; pages: number; note: string | null };
}

const migrations: readonly MigrationSet[] = [
  {
    room: 'server',
    migrations: [
      {
        number: 1,
        name: 'books',
        up: ({ table, column, schema }) => [
          table('shelf').addColumn('shelf_id', column.text, (id) => id.primaryKey()),
          table('book')
            .addColumn('shelf_id', column.text, (id) => id.notNull().references('shelf.shelf_id'))
            .addColumn('title', column.text, (title) => title.notNull())
            .addColumn('pages', column.count, (pages) => pages.notNull())
            .addColumn('note', column.text)
            .addPrimaryKeyConstraint('book_pk', ['shelf_id', 'title']),
          schema.createIndex('book_by_pages').unique().on('book').columns(['pages']),
        ],
      },
    ],
  },
];

const TITLES = ['plain', 'tab\there', 'back\\slash', 'line\nbreak', String.raw`\N`, '', 'ünïcode'];

const all = statement<Schema, Record<string, never>>('all-books')((query) => query.selectFrom('book').select(['title', 'pages', 'note']));

eachEngine('what is loaded at once', (_, engine) => {
  test('is what was given, whatever is in it, and key, index and foreign key hold again', async () => {
    const url = await emptyDatabaseUrl(engine);
    await (await openDatabase<Schema>({ url, migrations })).close();
    await loadTables({
      url,
      tables: [
        { table: 'shelf', columns: ['shelf_id'], order: 'as-given', rows: () => [['a']] },
        {
          table: 'book',
          columns: ['shelf_id', 'title', 'pages', 'note'],
          order: 'by-key',
          rows: () => TITLES.map((title, pages) => ['a', title, pages, pages === 0 ? null : title]),
        },
      ],
    });
    const database = await openDatabase<Schema>({ url, migrations });
    const rows = (await database.all(all, {})).toSorted((left, right) => left.pages - right.pages);
    expect(rows).toEqual(TITLES.map((title, pages) => ({ title, pages, note: pages === 0 ? null : title })));
    const insert = (row: Schema['book']) => database.transact((tx) => tx.query.insertInto('book').values(row).execute());
    await expect(insert({ shelf_id: 'a', title: 'plain', pages: 100, note: null })).rejects.toThrow();
    await expect(insert({ shelf_id: 'a', title: 'new', pages: 1, note: null })).rejects.toThrow();
    await expect(insert({ shelf_id: 'nowhere', title: 'new', pages: 100, note: null })).rejects.toThrow();
    await insert({ shelf_id: 'a', title: 'new', pages: 100, note: null });
    await database.close();
  });
});

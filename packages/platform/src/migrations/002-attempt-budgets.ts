import type { Migration } from '../database/index.ts';

export const attemptBudgets: Migration = {
  number: 2,
  name: 'attempt-budgets',
  up: ({ table, column, raw }) => [
    table('attempt_budget')
      .addColumn('kind', column.text, (c) => c.notNull())
      .addColumn('subject', column.text, (c) => c.notNull())
      .addColumn('opened_at', column.instant, (c) => c.notNull())
      .addColumn('used', column.count, (c) => c.notNull())
      .addColumn('ends_at', column.instant, (c) => c.notNull())
      .addColumn('previous_ends_at', column.instant, (c) => c.notNull())
      .addColumn('next_at', column.instant, (c) => c.notNull())
      .addPrimaryKeyConstraint('attempt_budget_key', ['kind', 'subject']),
    raw('create index attempt_budget_by_end on attempt_budget (ends_at)'),
  ],
};

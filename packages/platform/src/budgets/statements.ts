import { type Expression, sql } from 'kysely';
import type { Instant } from '../clock.ts';
import { statement } from '../database/index.ts';
import type { BudgetTables } from './tables.ts';

interface SpendParameters {
  kind: string;
  subject: string;
  allowed: number;
  now: Instant;
  endsAt: Instant;
  /** The growing delay: attempts followed by none, the first, the longest; and when the second attempt may come. */
  free: number;
  firstMs: number;
  mostMs: number;
  firstNextAt: Instant;
}

/**
 * The budget table as it was before the statement. PostgreSQL locks the row and looks at its newest version before it judges the WHERE, so
 * parallel spenders are counted one after the other; on SQLite there is one writer.
 */
const windowIsOver = (now: Expression<Instant>) => sql<boolean>`attempt_budget.ends_at <= ${now}`;

export const spendOne = statement<BudgetTables, SpendParameters>('spend-attempt')((query, given) => {
  const over = windowIsOver(given.now);
  return query
    .insertInto('attempt_budget')
    .values({
      kind: given.kind,
      subject: given.subject,
      opened_at: given.now,
      used: 1,
      ends_at: given.endsAt,
      previous_ends_at: 0,
      next_at: given.firstNextAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'subject'])
        .doUpdateSet({
          opened_at: sql`case when ${over} then excluded.opened_at else attempt_budget.opened_at end`,
          used: sql`case when ${over} then 1 else attempt_budget.used + 1 end`,
          ends_at: sql`excluded.ends_at`,
          previous_ends_at: sql`case when ${over} then 0 else attempt_budget.ends_at end`,
          next_at: sql`case when ${over} then excluded.next_at else excluded.opened_at + ${delay(given)} end`,
        })
        .where(sql<boolean>`${over} or (attempt_budget.used < ${given.allowed} and attempt_budget.next_at <= ${given.now})`),
    )
    .returning(['used', 'opened_at', 'ends_at']);
});

/**
 * The wait after attempt number `used + 1`: nothing for the free ones, then first, 2·first, 4·first … up to the longest. Doubled at most 20 times,
 * which keeps the product of any sensible first wait far below 2^53. (The casts give PostgreSQL the types it cannot guess.)
 */
function delay({ free, firstMs, mostMs }: { free: Expression<number>; firstMs: Expression<number>; mostMs: Expression<number> }) {
  const doublings = sql`cast(attempt_budget.used - ${free} as integer)`;
  const grown = sql`cast(${firstMs} as bigint) * (1 << case when ${doublings} > 20 then 20 else ${doublings} end)`;
  return sql`case when attempt_budget.used < ${free} then 0 when ${grown} > ${mostMs} then ${mostMs} else ${grown} end`;
}

export const readBudget = statement<BudgetTables, { kind: string; subject: string }>('read-budget')((query, given) =>
  query
    .selectFrom('attempt_budget')
    .select(['used', 'ends_at', 'next_at'])
    .where('kind', '=', given.kind)
    .where('subject', '=', given.subject),
);

/**
 * When no attempt came after the refunded one, the window ends again when it did before it: otherwise the owner who signs in all day
 * would keep a stranger's old failures alive.
 */
export const refundOne = statement<BudgetTables, { kind: string; subject: string; openedAt: Instant; endsAt: Instant }>('refund-attempt')(
  (query, given) =>
    query
      .updateTable('attempt_budget')
      .set({
        used: sql`used - 1`,
        ends_at: sql`case when ends_at = ${given.endsAt} then previous_ends_at else ends_at end`,
        next_at: 0,
      })
      .where('kind', '=', given.kind)
      .where('subject', '=', given.subject)
      .where('opened_at', '=', given.openedAt)
      .where('used', '>', 0),
);

export const purgeEnded = statement<BudgetTables, { now: Instant }>('purge-budgets')((query, given) =>
  query.deleteFrom('attempt_budget').where('ends_at', '<=', given.now),
);

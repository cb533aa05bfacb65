import type { Instant } from '../clock.ts';

export interface BudgetTables {
  attempt_budget: AttemptBudgetRow;
}

export interface AttemptBudgetRow {
  readonly kind: string;
  readonly subject: string;
  /** When the first attempt of this window was spent; tells windows apart. */
  readonly opened_at: Instant;
  readonly used: number;
  /** A quiet window after the last attempt: when all of them come back. */
  readonly ends_at: Instant;
  /** The growing delay: no attempt before this moment. */
  readonly next_at: Instant;
  /** What the two were before the last attempt, for its refund. */
  readonly previous_ends_at: Instant;
  readonly previous_next_at: Instant;
}

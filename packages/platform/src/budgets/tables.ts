import type { Instant } from '../clock.ts';

export interface BudgetTables {
  attempt_budget: {
    kind: string;
    subject: string;
    /** When the first attempt of this window was spent; tells windows apart. */
    opened_at: Instant;
    /** Attempts spent in this window and not refunded. */
    used: number;
    /** A whole quiet window after the last attempt: when all of them come back. */
    ends_at: Instant;
    /** What `ends_at` was before the last attempt, for its refund. */
    previous_ends_at: Instant;
    /** The growing delay: no attempt before this moment. */
    next_at: Instant;
  };
}

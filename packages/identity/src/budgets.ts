import { type AnyTransaction, type Instant, type Ticket, refund, spend } from '@sallyport/platform';
import type { BudgetKind, IdentityPolicy } from './policy.ts';

/** What was paid for one try; give it back with `refundAll` when the secret was right. */
export interface Paid {
  readonly tickets: readonly Ticket[];
  /** Tries left after this one. */
  readonly left: number;
  readonly until?: never;
}

export interface Exhausted {
  readonly tickets?: never;
  /** When the next try may be had. */
  readonly until: Instant;
}

export interface Try {
  readonly policy: IdentityPolicy;
  readonly kind: BudgetKind;
  readonly subject: string;
  readonly now: Instant;
  /** So many tries of each window are not touched: they are kept for somebody who needs them more. */
  readonly leave?: number;
}

/** Spends one try of every window of this kind, or none. Of any number of parallel guesses, so many are paid as the policy allows. */
export async function spendAll(tx: AnyTransaction, attempt: Try): Promise<Paid | Exhausted> {
  const { leave = 0 } = attempt;
  const tickets: Ticket[] = [];
  for (const [index, window] of attempt.policy.budgets[attempt.kind].entries()) {
    const kind = index === 0 ? attempt.kind : `${attempt.kind}-${String(index + 1)}`;
    const spending = await spend(tx, { ...window, allowed: window.allowed - leave, kind, subject: attempt.subject, now: attempt.now });
    if (!spending.ticket) {
      await refundAll(tx, tickets);
      return { until: spending.freesAt };
    }
    tickets.push(spending.ticket);
  }
  return { tickets, left: Math.min(...tickets.map((ticket) => ticket.left)) };
}

export async function refundAll(tx: AnyTransaction, tickets: readonly Ticket[]): Promise<void> {
  for (const ticket of tickets) await refund(tx, ticket);
}

import type { Instant } from '../clock.ts';
import type { AnyTransaction } from '../database/index.ts';
import { purgeEnded, readBudget, refundOne, spendOne } from './statements.ts';

/**
 * Attempt budgets: spend before looking.
 *
 *     no row, or window over ──spend──▶ used 1 of n ──spend──▶ … ──spend──▶ used n of n ──▶ no ticket until
 *                                            ◀──refund── (the secret was right)             a whole window has been quiet
 *
 * A window ends `windowSeconds` after its last attempt that was not refunded, not after its first: so there are never more than `allowed` of
 * them in any stretch of that length, and an exhausted budget always means a wait of a whole window.
 */

/** One attempt to be paid for. `kind` names the factor (`password`, `otp`), `subject` whose budget it is. */
export interface Attempt {
  readonly kind: string;
  readonly subject: string;
  /** So many attempts that were not refunded, in any `windowSeconds`. */
  readonly allowed: number;
  readonly windowSeconds: number;
  readonly now: Instant;
  /** A wait after each attempt, doubling: for a person a nuisance, for a machine the end. */
  readonly delay?: GrowingDelay;
}

export interface GrowingDelay {
  /** So many attempts are followed by no wait. */
  readonly freeAttempts: number;
  readonly firstSeconds: number;
  readonly mostSeconds: number;
}

/** Proof that an attempt was paid for; give it back with `refund` when the secret was right. */
export interface Ticket {
  readonly kind: string;
  readonly subject: string;
  readonly openedAt: Instant;
  readonly endsAt: Instant;
  /** Attempts left after this one. */
  readonly left: number;
}

/** No ticket, no try; `freesAt` says when the next one may be had. */
export type Spending = { readonly ticket: Ticket; readonly freesAt?: never } | { readonly ticket?: undefined; readonly freesAt: Instant };

/**
 * Spends one attempt before anything secret is looked at: one conditional statement, so that of any number of parallel guesses
 * exactly `allowed` get a ticket. Commit it in a transaction of its own, before the slow hash.
 */
export async function spend(transaction: AnyTransaction, attempt: Attempt): Promise<Spending> {
  const { kind, subject, allowed, now } = attempt;
  const windowMs = attempt.windowSeconds * 1000;
  if (!(Number.isSafeInteger(allowed) && allowed >= 1 && Number.isSafeInteger(windowMs) && windowMs >= 1)) {
    throw new RangeError(`The budget ${kind} must allow at least one attempt in at least one millisecond.`);
  }
  const delay = delayOf(attempt.delay);
  const firstNextAt = now + (delay.free === 0 ? delay.firstMs : 0);
  const spent = await transaction.first(spendOne, { kind, subject, allowed, now, endsAt: now + windowMs, firstNextAt, ...delay });
  if (spent) return { ticket: { kind, subject, openedAt: spent.opened_at, endsAt: spent.ends_at, left: allowed - spent.used } };
  const budget = await transaction.first(readBudget, { kind, subject });
  if (!budget) return { freesAt: now };
  return { freesAt: budget.used >= allowed ? budget.ends_at : budget.next_at };
}

/** Gives the attempt back, in the transaction that saves the success. Once for each ticket; of a window that is over, nothing comes back. */
export async function refund(transaction: AnyTransaction, { kind, subject, openedAt, endsAt }: Ticket): Promise<void> {
  await transaction.change(refundOne, { kind, subject, openedAt, endsAt });
}

/** Removes the budgets that are whole again at `now`; returns how many. */
export async function purgeBudgets(transaction: AnyTransaction, now: Instant): Promise<number> {
  return await transaction.change(purgeEnded, { now });
}

/** Never reached: no budget allows so many attempts. */
const ALL_FREE = 1_000_000;

function delayOf(delay: GrowingDelay | undefined) {
  if (!delay) return { free: ALL_FREE, firstMs: 0, mostMs: 0 };
  const { freeAttempts: free, firstSeconds, mostSeconds } = delay;
  return { free, firstMs: Math.min(firstSeconds, mostSeconds) * 1000, mostMs: mostSeconds * 1000 };
}

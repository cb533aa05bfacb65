import type { Instant } from '../clock.ts';
import type { AnyTransaction } from '../database/index.ts';

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
  /** So many attempts come without a wait. */
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
  await Promise.resolve();
  throw new Error(`Not yet: ${transaction.engine} ${attempt.kind}`);
}

/** Gives the attempt back, in the transaction that saves the success. Once for each ticket. */
export async function refund(transaction: AnyTransaction, ticket: Ticket): Promise<void> {
  await Promise.resolve();
  throw new Error(`Not yet: ${transaction.engine} ${ticket.kind}`);
}

/** Removes the rows whose window ended before `now`; returns how many. */
export async function purgeBudgets(transaction: AnyTransaction, now: Instant): Promise<number> {
  await Promise.resolve();
  throw new Error(`Not yet: ${transaction.engine} ${now.toString()}`);
}

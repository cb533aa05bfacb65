import type { Instant } from '../clock.ts';

export interface MailTables {
  outbox_mail: OutboxRow;
}

/**
 *     waiting ──delivered──▶ sent ─────┐
 *      │  ▲ │                          ├──30 days──▶ removed
 *      │  └─┘ deferred: due later      │
 *      └──refused, or too late──▶ given-up
 */
export type OutboxState = 'waiting' | 'sent' | 'given-up';

export interface OutboxRow {
  id: string;
  recipient: string;
  state: OutboxState;
  /** Subject, text and HTML, which may hold one-time links; opens at `outbox_mail:sealed_mail:<id>`. Gone once the mail has left or is given up. */
  sealed_mail: Uint8Array | null;
  queued_at: Instant;
  /** When to try next. While a process has the mail in hand, when another may take it: that process must have died. */
  due_at: Instant;
  give_up_at: Instant;
  tries: number;
  last_fault: string | null;
  settled_at: Instant | null;
}

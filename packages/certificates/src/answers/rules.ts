import type { Instant } from '@sallyport/platform';
import { type Refusal, refuse } from '../refusals.ts';

/**
 * Requests that a program may send again when it heard no answer (draft-ietf-httpapi-idempotency-key-header): under one key a thing is done once, and who asks
 * again hears what was answered the first time.
 *
 *     begun ──▶ answered, for a day
 *       ├── refused: nothing was done, and its key is free
 *       └── its process died ──▶ nobody knows what came of it, and it is not done again
 */
export type IdempotencyKey = string & { readonly brand: 'IdempotencyKey' };

/** Visible ASCII: what fits into a header as it is. */
const SHAPE = /^[\x21-\x7e]{1,100}$/;
export const ANSWER_KEPT_MS = 24 * 3_600_000;
/** Longer than any request is worked on. */
const UNDER_WAY_MS = 120_000;

export function parseIdempotencyKey(text: string): IdempotencyKey | Refusal<'idempotency-key-malformed'> {
  return SHAPE.test(text) ? (text as IdempotencyKey) : refuse('idempotency-key-malformed', String(text.length), { limit: 100 });
}

/** What is kept of a request that was begun. */
export interface KeptRequest {
  readonly request_sha256: string;
  readonly begun_at: Instant;
  readonly answer: string | null;
}

export interface KeptAnswer {
  readonly kind: 'answered';
  /** As it was kept. */
  readonly answer: string;
}

export type AgainRefusal = Refusal<'idempotency-key-reused' | 'idempotency-in-progress' | 'idempotency-answer-lost'>;

/** What becomes of a request whose key was used before. */
export function judgeAgain(kept: KeptRequest, { hash, now }: { readonly hash: string; readonly now: Instant }): KeptAnswer | AgainRefusal {
  if (kept.request_sha256 !== hash) return refuse('idempotency-key-reused', 'another request');
  if (kept.answer !== null) return { kind: 'answered', answer: kept.answer };
  return now - kept.begun_at < UNDER_WAY_MS
    ? refuse('idempotency-in-progress', 'under way')
    : refuse('idempotency-answer-lost', 'no answer was kept');
}

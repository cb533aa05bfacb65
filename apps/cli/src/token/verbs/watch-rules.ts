import type { Refused, TokenStatus } from '@sallyport/protocol';

/** How long a token may be watched: nobody stays in front of it for ever, and an open vault in a forgotten window is anybody's. */
export const WATCH_LIMIT_MS = 10 * 60_000;

export type WatchJudgement = { readonly kind: 'go-on' } | { readonly kind: 'end'; readonly because: 'time-over' | 'moved-on' };

/**
 * By the wall clock: a machine that slept ends it at the first look after it woke. A clock set back ends it too, because then nobody can say how
 * long the token has been open. `current`: the token as it is stored now, when that was looked at.
 */
export function judgeWatch(given: {
  readonly startedAt: number;
  readonly now: number;
  readonly epoch: number;
  readonly current: TokenStatus | Refused | undefined;
}): WatchJudgement {
  const { startedAt, now, epoch, current } = given;
  const isMoved = current !== undefined && !(current.kind === 'closed' && current.identity.epoch === epoch);
  if (isMoved) return { kind: 'end', because: 'moved-on' };
  return now < startedAt || now - startedAt >= WATCH_LIMIT_MS ? { kind: 'end', because: 'time-over' } : { kind: 'go-on' };
}

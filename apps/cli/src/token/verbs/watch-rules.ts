/** How long a token may be watched: nobody stays in front of it for ever, and an open vault in a forgotten window is anybody's. */
export const WATCH_LIMIT_MS = 10 * 60_000;

/**
 * By the wall clock: a machine that slept ends it at the first look after it woke. A clock set back ends it too, because then nobody can say how
 * long the token has been open.
 */
export function judgeWatch({ startedAt, now }: { readonly startedAt: number; readonly now: number }): 'go-on' | 'time-over' {
  return now < startedAt || now - startedAt >= WATCH_LIMIT_MS ? 'time-over' : 'go-on';
}

import type { Instant } from '@sallyport/platform';

/** What can be made to wait. Each kind has a verb of its own, handed in as `DelayedActs`. */
export type DelayKind = 'new-soft-token';

/**
 * WAITING ──ripe, its verb has done it──▶ DONE
 *    │ │
 *    │ └──ripe, its verb refused for good──▶ REFUSED
 *    └──by a link, its owner, level 2 or a freeze──▶ CANCELLED
 *
 * Each arrow is one conditional statement that starts from WAITING: of a cancellation and an execution at the same moment one happens.
 */
export type DelayState = 'WAITING' | 'DONE' | 'REFUSED' | 'CANCELLED';

export type DelayStanding =
  | { readonly at: 'waiting'; readonly ripeAt: Instant; readonly leftMs: number }
  | { readonly at: 'ripe' }
  | { readonly at: 'over'; readonly state: Exclude<DelayState, 'WAITING'> };

/** Ripe is a moment of the clock, not time counted: a clock that steps back makes it wait longer and never act early, or twice. */
export function standingOf(delay: { readonly state: DelayState; readonly ripeAt: Instant }, now: Instant): DelayStanding {
  if (delay.state !== 'WAITING') return { at: 'over', state: delay.state };
  return now >= delay.ripeAt ? { at: 'ripe' } : { at: 'waiting', ripeAt: delay.ripeAt, leftMs: delay.ripeAt - now };
}

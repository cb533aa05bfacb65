/** How long a token stays open (section 8: auto-lock only closes the vault; it is not LOCK). */

export interface OpenTimePolicy {
  /** Without a touch or a key. */
  readonly idleMs: number;
  /** With the window hidden: long enough to paste a one-time password somewhere else and come back. */
  readonly hiddenMs: number;
  /** How long before the end it is said, so that the person can stay. */
  readonly warningMs: number;
}

export const OPEN_TIME: OpenTimePolicy = { idleMs: 120_000, hiddenMs: 45_000, warningMs: 30_000 };

export interface OpenWindow {
  readonly lastUsedAt: number;
  /** Since when the window has been hidden; undefined while it is seen. */
  readonly hiddenSince: number | undefined;
}

export type OpenTimeJudgement =
  | { readonly kind: 'stay' }
  | { readonly kind: 'warn'; readonly secondsLeft: number }
  | { readonly kind: 'close'; readonly because: 'unused' | 'hidden' };

/**
 * By the wall clock: a device that slept closes at the first look after it woke. A clock set back closes too, because then nobody can say
 * how long the token has been open.
 */
export function judgeOpenTime({ lastUsedAt, hiddenSince }: OpenWindow, now: number, policy = OPEN_TIME): OpenTimeJudgement {
  if (now < lastUsedAt) return { kind: 'close', because: 'unused' };
  if (hiddenSince !== undefined && now - hiddenSince >= policy.hiddenMs) return { kind: 'close', because: 'hidden' };
  const left = lastUsedAt + policy.idleMs - now;
  if (left <= 0) return { kind: 'close', because: 'unused' };
  return left <= policy.warningMs ? { kind: 'warn', secondsLeft: Math.ceil(left / 1000) } : { kind: 'stay' };
}

import type { Instant } from '@sallyport/platform';
import type { NoticeSubject } from '../notices/notice.ts';

/** A notice of which somebody at its address said "this was not me". */
export interface RepudiatedNotice {
  readonly about: NoticeSubject;
  /** The serial it was about, or another fact. */
  readonly detail: string;
  readonly happened_at: Instant;
}

/**
 * Whether this token speaks for the owner of a frozen account. Level 2 is not enough by itself: whoever activated a token of their own, or unlocked one that is not
 * theirs, is what the account was frozen for. So it must be older than everything repudiated, and none of it may have been about this token.
 */
export function isTrustedToThaw(
  token: { readonly serial: string; readonly activatedAt: Instant | undefined },
  repudiated: readonly RepudiatedNotice[],
): boolean {
  const { serial, activatedAt } = token;
  if (activatedAt === undefined) return false;
  return repudiated.every((notice) => notice.detail !== serial && activatedAt < notice.happened_at);
}

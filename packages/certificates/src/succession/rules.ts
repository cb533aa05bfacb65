import { type CertificateProfile, limitsAt } from '@sallyport/pki';
import type { Instant } from '@sallyport/platform';
import { type Refusal, refuse } from '../refusals.ts';
import type { CertificateTable } from '../schema.ts';
import { type Status, statusAt } from '../status/rules.ts';

/**
 * One certificate in the place of another.
 *
 *   renewal:  predecessor works until its end                            successor: the same names, a lifetime of its own
 *   reissue:  predecessor is revoked when its overlap is over,           successor: the same names and end, another key
 *             counted from the moment its successor was issued
 */
export type SuccessionKind = 'renewal' | 'reissue';

/** What was revoked or declined is asked for anew: whoever asks has to say again what for. */
const REPLACEABLE: Readonly<Record<SuccessionKind, readonly Status[]>> = {
  renewal: ['ACTIVE', 'SUPERSEDED', 'EXPIRED'],
  reissue: ['ACTIVE', 'SUPERSEDED'],
};

/** One that has come to this has left the place empty. */
const PLACE_EMPTY: readonly Status[] = ['DECLINED', 'REVOKED', 'DEACTIVATED'];

/** Whether it has the place of its predecessor, or is to have it. */
export function isStanding({ status }: Pick<CertificateTable, 'status'>): boolean {
  return !PLACE_EMPTY.includes(status);
}

export function isReplaceable(kind: SuccessionKind, status: Status): boolean {
  return REPLACEABLE[kind].includes(status);
}

export function judgeReplaceable(
  kind: SuccessionKind,
  { row, now }: { readonly row: Pick<CertificateTable, 'status' | 'not_after'>; readonly now: Instant },
): Refusal<'status-changed'> | undefined {
  const status = statusAt({ status: row.status, notAfter: row.not_after ?? undefined }, now);
  return isReplaceable(kind, status) ? undefined : refuse('status-changed', status, { status });
}

/** Thirty days: longer is a renewal. */
export const OVERLAP_MAX_HOURS = 720;

export function judgeOverlap(hours: number): Refusal<'overlap-refused'> | undefined {
  const fits = Number.isSafeInteger(hours) && hours >= 0 && hours <= OVERLAP_MAX_HOURS;
  return fits ? undefined : refuse('overlap-refused', String(hours), { limit: OVERLAP_MAX_HOURS });
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SECOND_MS = 1000;

export function overlapEnd(issuedAt: Instant, hours: number): Instant {
  return issuedAt + hours * HOUR_MS;
}

/**
 * A reissue keeps the end of its predecessor, unless its profile allows so long a lifetime no more (those of public trust shrink by their calendar): then
 * it ends as late as it may.
 */
export function timeOfReissue(
  notAfter: Instant,
  { profile, now }: { readonly profile: CertificateProfile; readonly now: Instant },
): { readonly keepsNotAfter?: Instant; readonly lifetimeDays: number | undefined } {
  const limits = limitsAt(profile, now);
  if (!limits.ok) return { lifetimeDays: undefined };
  const { maximumLifetimeDays } = limits.value;
  const lifetimeDays = Math.ceil((notAfter - now + profile.backdateSeconds * SECOND_MS) / DAY_MS);
  return lifetimeDays <= maximumLifetimeDays ? { keepsNotAfter: notAfter, lifetimeDays } : { lifetimeDays: maximumLifetimeDays };
}

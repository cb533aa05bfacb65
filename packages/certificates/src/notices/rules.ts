import type { Instant } from '@sallyport/platform';
import type { PersonId } from '../identifiers.ts';
import type { Role } from '../people/rules.ts';
import type { CertificateEventKind } from '../schema.ts';
import type { Status } from '../status/rules.ts';

/** How many days before its end somebody is told of it (certificates.md). */
export const NOTICE_DAYS = [60, 30, 15, 7, 1] as const;

const DAY_MS = 86_400_000;

interface Lifetime {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** The first moment never lies in the first half of a life: whoever has a certificate of a week need not hear at once that it ends in seven days. */
function noticeMoments({ notBefore, notAfter }: Lifetime): readonly Instant[] {
  return NOTICE_DAYS.filter((days) => 2 * days * DAY_MS <= notAfter - notBefore + 1000).map((days) => notAfter - days * DAY_MS);
}

/** When it is looked at next whether to tell of an end. */
export function nextNotice(lifetime: Lifetime, after: Instant): Instant | null {
  return noticeMoments(lifetime).find((moment) => moment > after) ?? null;
}

export interface EndingJudged {
  /** Undefined: nothing is told now. */
  readonly daysLeft: number | undefined;
  readonly next: Instant | null;
}

/** Of several moments that have passed unseen, because nobody looked for a while, one is told. */
export function judgeEnding(lifetime: Lifetime, { dueAt, now }: { readonly dueAt: Instant; readonly now: Instant }): EndingJudged {
  const { notAfter } = lifetime;
  if (now > notAfter) return { daysLeft: undefined, next: null };
  const isTold = noticeMoments(lifetime).some((moment) => moment >= dueAt && moment <= now);
  return { daysLeft: isTold ? Math.max(1, Math.round((notAfter - now) / DAY_MS)) : undefined, next: nextNotice(lifetime, now) };
}

/** What somebody wants to be told. */
export interface NoticeChoice {
  /** Of which certificates: those they asked for, all of the organisation, none. */
  readonly scope: 'own' | 'all' | 'none';
  /** A mail for what happens, at once; or one a day for all of it. */
  readonly pace: 'each' | 'daily';
  /** Of requests that wait for the word of an approver. */
  readonly approvals: 'tell' | 'silent';
}

export const USUAL_CHOICE: NoticeChoice = { scope: 'own', pace: 'each', approvals: 'tell' };

const MORNING_UTC_MS = 6 * 3_600_000;

/** The next morning, at six in UTC: before the working day of most, and the same moment for everybody of an organisation. */
export function nextDigest(now: Instant): Instant {
  const today = Math.floor(now / DAY_MS) * DAY_MS + MORNING_UTC_MS;
  return now < today ? today : today + DAY_MS;
}

type Audience =
  | 'nobody'
  | 'approvers'
  /** Whoever asked for it, and whoever wants to hear of all. */
  | 'concerned'
  /** The addresses kept with the certificate, too. */
  | 'concerned-and-addresses';

/** Who is told of what: one table, which the pages repeat in words. */
const AUDIENCES: Readonly<Record<CertificateEventKind, Audience>> = {
  asked: 'approvers',
  'names-proven': 'approvers',
  approved: 'nobody',
  declined: 'concerned',
  withdrawn: 'nobody',
  issued: 'concerned-and-addresses',
  failed: 'concerned',
  retried: 'nobody',
  ending: 'concerned-and-addresses',
  'renewal-asked': 'nobody',
  'reissue-asked': 'nobody',
  superseded: 'nobody',
  revoked: 'concerned-and-addresses',
  deactivated: 'concerned',
  imported: 'nobody',
  described: 'nobody',
};

/** What must reach somebody: where whoever asked is gone, the administrators of the organisation hear of it. */
const NEVER_UNHEARD: readonly CertificateEventKind[] = ['failed', 'ending', 'revoked'];

export interface Occasion {
  readonly what: CertificateEventKind;
  /** Null: the machine. */
  readonly by: PersonId | null;
  readonly certificate: { readonly status: Status; readonly requestedBy: PersonId };
}

export interface Listener extends NoticeChoice {
  readonly personId: PersonId;
  readonly roles: readonly Role[];
}

/** Whether somebody wants to hear of it, and may. Nobody without a role hears anything. */
export function isToldTo(occasion: Occasion, listener: Listener, everybody: readonly Listener[]): boolean {
  const { what, by, certificate } = occasion;
  const { personId, roles, scope } = listener;
  if (roles.length === 0) return false;
  switch (AUDIENCES[what]) {
    case 'nobody':
      return false;
    case 'approvers':
      return (
        certificate.status === 'PENDING_APPROVAL' &&
        roles.includes('approver') &&
        personId !== certificate.requestedBy &&
        listener.approvals === 'tell'
      );
    case 'concerned':
    case 'concerned-and-addresses':
      // Of a revocation in their name people hear even so: it may not have been them.
      if (by === personId && what !== 'revoked') return false;
      return scope === 'all' || (scope === 'own' && (certificate.requestedBy === personId || standsIn(occasion, listener, everybody)));
  }
}

function standsIn({ what, certificate }: Occasion, { roles }: Listener, everybody: readonly Listener[]): boolean {
  const requester = everybody.find(({ personId }) => personId === certificate.requestedBy);
  const isGone = requester === undefined || requester.roles.length === 0;
  return isGone && NEVER_UNHEARD.includes(what) && roles.includes('organisation-administrator');
}

export function isToldToAddresses({ what }: Occasion): boolean {
  return AUDIENCES[what] === 'concerned-and-addresses';
}

export const NOTICE_ADDRESSES_MAX = 10;

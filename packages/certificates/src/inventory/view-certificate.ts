import type { LintFinding, RevocationReason } from '@sallyport/pki';
import type { Instant, ReadOnlyQuery } from '@sallyport/platform';
import { findOrder } from '../acme-provider/store.ts';
import type { OnCertificate } from '../actor.ts';
import { type KeptWord, approvalsOf, lastWishOf, revocationApprovalsOf } from '../approvals/store.ts';
import type { CustomField } from '../fields/rules.ts';
import { fieldsOf, valuesOf } from '../fields/store.ts';
import type { CertificateId, PersonId, RevocationWishId } from '../identifiers.ts';
import { addressesOf } from '../notices/store.ts';
import { permit } from '../people/permit.ts';
import { grants } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { findCertificate } from '../requests/store.ts';
import { unprovenOf } from '../requests/unproven-of.ts';
import { reasonOf } from '../revocation/rules.ts';
import type { CertificateEventKind, CertificatesSchema, CertificateTable, RevocationWishTable } from '../schema.ts';
import { type Status, next } from '../status/rules.ts';
import { isStanding } from '../succession/rules.ts';
import { successorsOf } from '../succession/store.ts';
import { type ListedCertificate, listed } from './listed-certificate.ts';
import { type CertificateAct, actsOn, asTheyHappened } from './rules.ts';
import { eventsOf, namesOfPeople } from './store.ts';

/** Everything there is to one certificate. People are named as the Federation last named them. */
export interface CertificateView extends ListedCertificate {
  readonly requester: string;
  readonly note: string;
  readonly lifetimeDays: number;
  readonly findings: readonly LintFinding[];
  readonly der: Uint8Array | undefined;
  readonly sha256: string | undefined;
  readonly revoked: { readonly at: Instant; readonly reason: RevocationReason } | undefined;
  /** Who else is told of it. */
  readonly noticeAddresses: readonly string[];
  /** The one whose place it takes. */
  readonly predecessor: LinkedCertificate | undefined;
  /** The one that has its place, or is to have it. */
  readonly successor: LinkedCertificate | undefined;
  /** When it is revoked by itself: it was reissued, and works beside the new one until then. */
  readonly revokedFrom: Instant | undefined;
  readonly approvals: readonly WordView[];
  readonly approvalsNeeded: number;
  /** The one that was asked for last; undefined when it was overtaken. */
  readonly revocationWish: RevocationWishView | undefined;
  /** How many others must agree to a revocation, unless others have the key. */
  readonly revocationApprovalsNeeded: number;
  /** `person` is undefined for the machine. */
  readonly events: readonly {
    readonly at: Instant;
    readonly what: CertificateEventKind;
    readonly person: string | undefined;
    readonly note: string;
  }[];
  /** Names for which nobody vouches, of what waits for that alone or has failed for it. */
  readonly unproven: readonly string[];
  /** Of a certificate of a CA elsewhere; problems as `acme/…`. */
  readonly elsewhere:
    | {
        /** Why it does not go on at this moment. */
        readonly problem: string | undefined;
        /** When the CA confirmed the revocation, and why it has not. */
        readonly toldAt: Instant | undefined;
        readonly tellProblem: string | undefined;
      }
    | undefined;
  /** The fields of the organisation, with what stands in them. */
  readonly described: readonly { readonly field: CustomField; readonly value: string | undefined }[];
  /** Whether this person may write into them, once both doors are open. */
  readonly mayDescribe: 'yes' | 'no';
  /** What this person may do with it, once both doors are open. */
  readonly acts: readonly CertificateAct[];
}

export interface WordView {
  readonly person: string;
  readonly decision: 'approve' | 'decline';
  readonly reason: string;
  readonly at: Instant;
}

/** A revocation for which others must agree. */
export interface RevocationWishView {
  readonly wishId: RevocationWishId;
  readonly state: RevocationWishTable['state'];
  readonly asker: string;
  readonly askedAt: Instant;
  readonly reason: RevocationReason;
  readonly approvalsNeeded: number;
  readonly approvals: readonly WordView[];
}

export interface LinkedCertificate {
  readonly certificateId: CertificateId;
  readonly status: Status;
  /** How long the predecessor of a reissue works beside it. */
  readonly overlapHours: number | undefined;
}

export async function viewCertificate(
  ports: CertificatesPorts,
  { person, certificateId }: OnCertificate,
): Promise<CertificateView | Refusal<'step-up-needed' | 'role-missing' | 'certificate-not-found'>> {
  const { query } = ports.database;
  const may = await permit(ports.database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const row = await findCertificate(query, { certificateId, organisationId: person.organisationId });
  if (row === undefined) return refuse('certificate-not-found', 'none of this organisation');
  const [approvals, events, links, addresses, order, fields, wish] = await Promise.all([
    approvalsOf(query, certificateId),
    eventsOf(query, certificateId),
    linksOf(query, row),
    addressesOf(query, [certificateId]),
    findOrder(query, certificateId),
    fieldsOf(ports.database, person.organisationId),
    lastWishOf(query, certificateId),
  ]);
  const values = (await valuesOf(query, { fields, certificateIds: [certificateId] })).get(certificateId) ?? [];
  const words = wish === undefined ? [] : await revocationApprovalsOf(query, wish.wish_id);
  const whoever = [
    row.requested_by,
    ...(wish === undefined ? [] : [wish.asked_by]),
    ...[...approvals, ...words].map(({ person_id }) => person_id),
    ...events.flatMap(({ person_id }) => person_id ?? []),
  ];
  const names = await namesOfPeople(query, whoever);
  const nameOf = (id: PersonId): string => names.get(id) ?? id;
  const line = listed(row, ports.clock.now());
  const isUndecided =
    wish?.state === 'OPEN' && wish.asked_by !== person.personId && !words.some(({ person_id }) => person_id === person.personId);
  const revocation = isUndecided ? 'undecided' : 'none';
  const hasDecided = ({ personId }: { readonly personId: PersonId }) => approvals.some(({ person_id }) => person_id === personId);
  return {
    ...line,
    requester: nameOf(row.requested_by),
    note: row.note,
    lifetimeDays: row.lifetime_days,
    findings: row.lint === null ? [] : (JSON.parse(row.lint) as LintFinding[]),
    der: row.der ?? undefined,
    sha256: row.sha256 ?? undefined,
    revoked: revocationOf(row),
    noticeAddresses: addresses.map(({ address }) => address),
    ...links,
    approvals: approvals.map((one) => wordView(one, nameOf)),
    approvalsNeeded: row.approvals_needed,
    revocationWish: wish && isShown(wish, line.status) ? wishView(wish, { words, nameOf }) : undefined,
    revocationApprovalsNeeded: ports.profiles.find(({ id }) => id === row.profile_id)?.approvals.revoke.needed ?? 0,
    events: [...events].sort(asTheyHappened).map(({ at, what, person_id, note }) => ({
      at,
      what,
      person: person_id === null ? undefined : nameOf(person_id),
      note: note ?? '',
    })),
    unproven: line.status === 'PENDING' || line.status === 'FAILED' ? await unprovenOf(query, ports, row) : [],
    elsewhere: order && {
      problem: order.problem ?? undefined,
      toldAt: order.told_at ?? undefined,
      tellProblem: order.tell_problem ?? undefined,
    },
    described: fields.map((field) => ({ field, value: values.find(({ fieldId }) => fieldId === field.fieldId)?.value })),
    mayDescribe: fields.length > 0 && grants(may.roles, 'describe') ? 'yes' : 'no',
    acts: actsOn(row, { status: line.status, person, roles: may.roles, hasDecided, place: links.successor ? 'taken' : 'free', revocation }),
  };
}

function revocationOf({ revoked_at: at, revocation_reason: number }: CertificateTable): CertificateView['revoked'] {
  if (at === null) return undefined;
  return { at, reason: reasonOf(number) };
}

function wordView({ person_id, decision, reason, decided_at: at }: KeptWord, nameOf: (id: PersonId) => string): WordView {
  return { person: nameOf(person_id), decision, reason: reason ?? '', at };
}

/** An open one of what was revoked in another way, or is over, is nobody's matter any more. */
function isShown({ state }: RevocationWishTable, status: Status): boolean {
  return state !== 'OPEN' || next(status, 'revoke') !== undefined;
}

function wishView(
  wish: RevocationWishTable,
  { words, nameOf }: { readonly words: readonly KeptWord[]; readonly nameOf: (id: PersonId) => string },
): RevocationWishView {
  return {
    wishId: wish.wish_id,
    state: wish.state,
    asker: nameOf(wish.asked_by),
    askedAt: wish.asked_at,
    reason: reasonOf(wish.reason),
    approvalsNeeded: wish.approvals_needed,
    approvals: words.map((one) => wordView(one, nameOf)),
  };
}

async function linksOf(
  query: ReadOnlyQuery<CertificatesSchema>,
  { certificate_id, organisation_id: organisationId, predecessor_id, overlap_hours }: CertificateTable,
): Promise<Pick<CertificateView, 'predecessor' | 'successor' | 'revokedFrom'>> {
  const [successors, predecessor] = await Promise.all([
    successorsOf(query, certificate_id),
    predecessor_id === null ? undefined : findCertificate(query, { certificateId: predecessor_id, organisationId }),
  ]);
  const successor = successors.find(isStanding);
  const ends = successors.flatMap(({ predecessor_ends_at }) => predecessor_ends_at ?? []);
  return {
    predecessor: predecessor && link(predecessor, overlap_hours),
    successor: successor && link(successor, successor.overlap_hours),
    revokedFrom: ends.length === 0 ? undefined : Math.min(...ends),
  };
}

function link({ certificate_id, status }: Pick<CertificateTable, 'certificate_id' | 'status'>, hours: number | null): LinkedCertificate {
  return { certificateId: certificate_id, status, overlapHours: hours ?? undefined };
}

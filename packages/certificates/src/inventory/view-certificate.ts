import { type LintFinding, type RevocationReason, reasonNumbered } from '@sallyport/pki';
import type { Instant, ReadOnlyQuery } from '@sallyport/platform';
import { findOrder } from '../acme-provider/store.ts';
import type { OnCertificate } from '../actor.ts';
import type { CustomField } from '../fields/rules.ts';
import { fieldsOf, valuesOf } from '../fields/store.ts';
import type { CertificateId, PersonId } from '../identifiers.ts';
import { addressesOf } from '../notices/store.ts';
import { permit } from '../people/permit.ts';
import { grants } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { approvalsOf, findCertificate } from '../requests/store.ts';
import { unprovenOf } from '../requests/unproven-of.ts';
import type { CertificateEventKind, CertificatesSchema, CertificateTable } from '../schema.ts';
import type { Status } from '../status/rules.ts';
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
  readonly approvals: readonly {
    readonly person: string;
    readonly decision: 'approve' | 'decline';
    readonly reason: string;
    readonly at: Instant;
  }[];
  readonly approvalsNeeded: number;
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
  const may = await permit(query, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const row = await findCertificate(query, { certificateId, organisationId: person.organisationId });
  if (row === undefined) return refuse('certificate-not-found', 'none of this organisation');
  const [approvals, events, links, addresses, order, fields] = await Promise.all([
    approvalsOf(query, certificateId),
    eventsOf(query, certificateId),
    linksOf(query, row),
    addressesOf(query, [certificateId]),
    findOrder(query, certificateId),
    fieldsOf(query, person.organisationId),
  ]);
  const values = (await valuesOf(query, { fields, certificateIds: [certificateId] })).get(certificateId) ?? [];
  const whoever = [row.requested_by, ...approvals.map(({ person_id }) => person_id), ...events.flatMap(({ person_id }) => person_id ?? [])];
  const names = await namesOfPeople(query, whoever);
  const nameOf = (id: PersonId): string => names.get(id) ?? id;
  const line = listed(row, ports.clock.now());
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
    approvals: approvals.map((one) => ({
      person: nameOf(one.person_id),
      decision: one.decision,
      reason: one.reason ?? '',
      at: one.decided_at,
    })),
    approvalsNeeded: row.approvals_needed,
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
    acts: actsOn(row, { status: line.status, person, roles: may.roles, hasDecided, place: links.successor ? 'taken' : 'free' }),
  };
}

function revocationOf({ revoked_at: at, revocation_reason: number }: CertificateTable): CertificateView['revoked'] {
  if (at === null) return undefined;
  return { at, reason: (number === null ? undefined : reasonNumbered(number)) ?? 'unspecified' };
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

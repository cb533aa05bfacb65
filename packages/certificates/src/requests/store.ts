import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { CertificateId, OrganisationId, PersonId } from '../identifiers.ts';
import type { CertificateApprovalTable, CertificateEventKind, CertificatesSchema, CertificateTable } from '../schema.ts';
import { type Status, type StatusChange, next, startsOf } from '../status/rules.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

export async function insertCertificate(tx: Tx, row: CertificateTable): Promise<void> {
  await tx.query.insertInto('certificate').values(row).execute();
}

/** Of this organisation only: whose it is stands in the statement, so that nobody can forget to look. */
export function findCertificate(
  query: Query,
  { certificateId, organisationId }: { readonly certificateId: CertificateId; readonly organisationId: OrganisationId },
): Promise<CertificateTable | undefined> {
  return query
    .selectFrom('certificate')
    .selectAll()
    .where('certificate_id', '=', certificateId)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
}

/** Whatever else changes along with a status. */
export type AlongWithStatus = Partial<Omit<CertificateTable, 'certificate_id' | 'organisation_id' | 'status' | 'status_since'>>;

/**
 * The one way a status changes: a conditional statement that names the status it starts from, so that of two changes at the same moment one happens.
 * Answers the new status, or undefined when the certificate was no longer where the change starts.
 */
export async function changeStatus(
  tx: Tx,
  input: {
    readonly certificateId: CertificateId;
    readonly from: Status;
    readonly change: StatusChange;
    readonly now: Instant;
    readonly along?: AlongWithStatus;
  },
): Promise<Status | undefined> {
  const to = next(input.from, input.change);
  if (to === undefined) return undefined;
  const row = await tx.query
    .updateTable('certificate')
    .set({ ...input.along, status: to, status_since: input.now })
    .where('certificate_id', '=', input.certificateId)
    .where('status', '=', input.from)
    .returning('status')
    .executeTakeFirst();
  return row?.status;
}

/** False when this person has had their word. */
export async function insertApproval(tx: Tx, approval: CertificateApprovalTable): Promise<boolean> {
  const row = await tx.query
    .insertInto('certificate_approval')
    .values(approval)
    .onConflict((conflict) => conflict.columns(['certificate_id', 'person_id']).doNothing())
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

export function approvalsOf(query: Query, certificateId: CertificateId): Promise<readonly CertificateApprovalTable[]> {
  return query.selectFrom('certificate_approval').selectAll().where('certificate_id', '=', certificateId).orderBy('decided_at').execute();
}

export async function insertEvent(
  tx: Tx,
  event: {
    readonly certificateId: CertificateId;
    readonly eventId: string;
    readonly at: Instant;
    readonly personId: PersonId | undefined;
    readonly what: CertificateEventKind;
    readonly note?: string | undefined;
  },
): Promise<void> {
  await tx.query
    .insertInto('certificate_event')
    .values({
      certificate_id: event.certificateId,
      event_id: event.eventId,
      at: event.at,
      person_id: event.personId ?? null,
      what: event.what,
      note: event.note ?? null,
      told_at: null,
    })
    .execute();
}

/** Locks the row of a certificate of this organisation, whatever its status. */
export function lockRow(
  tx: Tx,
  { certificateId, organisationId }: { readonly certificateId: CertificateId; readonly organisationId: OrganisationId },
): Promise<CertificateTable | undefined> {
  return tx.query
    .updateTable('certificate')
    .set((certificate) => ({ note: certificate.ref('note') }))
    .where('certificate_id', '=', certificateId)
    .where('organisation_id', '=', organisationId)
    .returningAll()
    .executeTakeFirst();
}

/** Locks the row of a certificate that is where this change starts, so that whoever counts approvals counts alone. */
export async function lockCertificate(
  tx: Tx,
  {
    certificateId,
    organisationId,
    change,
  }: {
    readonly certificateId: CertificateId;
    readonly organisationId: OrganisationId;
    readonly change: StatusChange;
  },
): Promise<CertificateTable | undefined> {
  return tx.query
    .updateTable('certificate')
    .set((certificate) => ({ note: certificate.ref('note') }))
    .where('certificate_id', '=', certificateId)
    .where('organisation_id', '=', organisationId)
    .where('status', 'in', [...startsOf(change)])
    .returningAll()
    .executeTakeFirst();
}

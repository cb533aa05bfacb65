import { type Instant, type ReadOnlyQuery, type Statement, statement, type Transaction } from '@sallyport/platform';
import type { CertificateId, OrganisationId, PersonId } from '../identifiers.ts';
import type { CertificateEventKind, CertificateEventTable, CertificatesSchema, CertificateTable } from '../schema.ts';
import { type Status, type StatusChange, next, startsOf } from '../status/rules.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

/** Every column, for the statements that are compiled once. One that is missing here does not compile. */
const COLUMNS = Object.keys({
  certificate_id: true,
  organisation_id: true,
  status: true,
  status_since: true,
  origin: true,
  predecessor_id: true,
  predecessor_ends_at: true,
  overlap_hours: true,
  profile_id: true,
  requested_by: true,
  requested_at: true,
  csr: true,
  key_sha256: true,
  key_name: true,
  names: true,
  first_name: true,
  subject: true,
  lifetime_days: true,
  keeps_not_after: true,
  note: true,
  approvals_needed: true,
  reason: true,
  serial: true,
  to_be_signed: true,
  lint: true,
  claimed_until: true,
  der: true,
  sha256: true,
  not_before: true,
  not_after: true,
  revoked_at: true,
  revocation_reason: true,
  authority_id: true,
  listed_number: true,
  answer_due_at: true,
  notice_due_at: true,
  issuer: true,
  imported_serial: true,
} satisfies Record<keyof CertificateTable, true>) as readonly (keyof CertificateTable)[];

const insertStatement = statement<CertificatesSchema, CertificateTable>('insert-certificate')((query, given) =>
  query.insertInto('certificate').values(placesOf(COLUMNS, given)),
);

export async function insertCertificate(tx: Tx, row: CertificateTable): Promise<void> {
  await tx.change(insertStatement, row);
}

/** Of a statement, the places of these columns. */
function placesOf<Places extends object, Column extends keyof Places>(columns: readonly Column[], given: Places): Pick<Places, Column> {
  return Object.fromEntries(columns.map((column) => [column, given[column]])) as Pick<Places, Column>;
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
  const { certificateId, from, now, along = {} } = input;
  const to = next(from, input.change);
  if (to === undefined) return undefined;
  const columns = Object.keys(along) as (keyof AlongWithStatus)[];
  const changed = await tx.change(changeOf(columns), { ...(along as Required<AlongWithStatus>), certificateId, from, to, now });
  return changed === 1 ? to : undefined;
}

/** Of the columns only those that its statement names are read. */
interface ChangeParameters extends Required<AlongWithStatus> {
  readonly certificateId: CertificateId;
  readonly from: Status;
  readonly to: Status;
  readonly now: Instant;
}

/** By the columns that change along: each verb has its own, so there are few. */
const changes = new Map<string, Statement<ChangeParameters, unknown>>();

function changeOf(columns: readonly (keyof AlongWithStatus)[]): Statement<ChangeParameters, unknown> {
  const name = columns.join(' ');
  const known = changes.get(name);
  if (known !== undefined) return known;
  const made = statement<CertificatesSchema, ChangeParameters>('change-status')((query, given) =>
    query
      .updateTable('certificate')
      .set({ ...placesOf(columns, given), status: given.to, status_since: given.now })
      .where('certificate_id', '=', given.certificateId)
      .where('status', '=', given.from),
  );
  changes.set(name, made);
  return made;
}

const insertEventStatement = statement<CertificatesSchema, CertificateEventTable>('insert-certificate-event')((query, given) =>
  query.insertInto('certificate_event').values({
    certificate_id: given.certificate_id,
    event_id: given.event_id,
    at: given.at,
    person_id: given.person_id,
    what: given.what,
    note: given.note,
    told_at: given.told_at,
  }),
);

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
  await tx.change(insertEventStatement, {
    certificate_id: event.certificateId,
    event_id: event.eventId,
    at: event.at,
    person_id: event.personId ?? null,
    what: event.what,
    note: event.note ?? null,
    told_at: null,
  });
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

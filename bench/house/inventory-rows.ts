import {
  type CertificateId,
  type CertificatesSchema,
  type FieldId,
  type InventoryKey,
  type InventoryOrder,
  type Person,
  type Status,
  termsOf,
} from '@sallyport/certificates';
import { type Database, type SqlValue, statement } from '@sallyport/platform';

/** A certificate that was never issued: the rows an inventory has of one, and nothing else. */
export interface Made {
  readonly certificate: CertificatesSchema['certificate'];
  readonly terms: readonly CertificatesSchema['certificate_term'][];
  readonly value: CertificatesSchema['certificate_field_value'];
  /** Where a page after it begins. */
  readonly keys: Readonly<Record<InventoryOrder, InventoryKey>>;
}

/** The one field that this organisation has: which of five hundred teams. */
export const FIELD_ID = 'benchbenchbenchbenchbQ' as FieldId;

const DAY_MS = 86_400_000;
const SINCE = Date.UTC(2025, 0, 1);
/** Ninety of a hundred are active. */
const RARE: Readonly<Record<number, Status>> = { 0: 'EXPIRED', 1: 'EXPIRED', 2: 'EXPIRED', 3: 'REVOKED', 4: 'SUPERSEDED', 5: 'FAILED' };

export function madeCertificate(index: number, person: Pick<Person, 'personId' | 'organisationId'>): Made {
  // Spread, so that neither order of the inventory is that of the insertion.
  const spread = (index * 104_729) % 1_000_003;
  const certificate_id = (Buffer.alloc(16, 0)
    .fill(`${String(spread)}-${String(index)}`)
    .toString('base64url')
    .slice(0, 21) + 'A') as CertificateId;
  const name = `${index % 3 === 0 ? 'www' : 'api'}.host-${String(index)}.site-${String(index % 1000)}.example`;
  const requested_at = SINCE + spread * 60_000;
  const not_after = requested_at + 90 * DAY_MS;
  const serial = index.toString(16).padStart(32, '0');
  const value = `team-${String(index % 500)}`;
  const terms = termsOf({ names: [name], serial, values: [{ fieldId: FIELD_ID, value }] });
  const { organisationId: organisation_id, personId } = person;
  return {
    certificate: {
      certificate_id,
      organisation_id,
      status: RARE[spread % 100] ?? 'ACTIVE',
      status_since: requested_at,
      origin: 'request',
      predecessor_id: null,
      predecessor_ends_at: null,
      profile_id: 'server',
      requested_by: personId,
      requested_at,
      csr: null,
      key_sha256: serial,
      key_name: 'P-256',
      names: JSON.stringify([name]),
      first_name: name,
      subject: '{}',
      lifetime_days: 90,
      keeps_not_after: null,
      overlap_hours: null,
      note: '',
      approvals_needed: 1,
      reason: null,
      serial,
      to_be_signed: null,
      lint: '[]',
      claimed_until: null,
      der: null,
      sha256: serial,
      not_before: requested_at,
      not_after,
      revoked_at: null,
      revocation_reason: null,
      authority_id: 'issuing',
      listed_number: null,
      answer_due_at: null,
      notice_due_at: null,
      issuer: null,
      imported_serial: null,
    },
    terms: terms.map((term) => ({ organisation_id, term, certificate_id, first_name: name })),
    value: { certificate_id, field_id: FIELD_ID, value },
    keys: {
      asked: { value: requested_at, certificateId: certificate_id },
      ends: { value: not_after, certificateId: certificate_id },
      name: { value: name, certificateId: certificate_id },
    },
  };
}

/** Statements are compiled once, of so many rows: compiling costs more than running them. */
const ROWS_AT_ONCE = 100;
/** Terms are sorted over so many certificates before they are inserted, so that each page of their index is written few times. */
const CERTIFICATES_AT_ONCE = 50_000;

/** So many certificates, the rows that the verbs would have written, with the indexes of both tables built at the end. */
export async function fillInventory(given: {
  readonly database: Database<CertificatesSchema>;
  readonly person: Person;
  readonly certificates: number;
}): Promise<void> {
  const { database, person, certificates } = given;
  for (let from = 0; from < certificates; from += CERTIFICATES_AT_ONCE) {
    const length = Math.min(CERTIFICATES_AT_ONCE, certificates - from);
    const made = Array.from({ length }, (_, index) => madeCertificate(from + index, person));
    const terms = made.flatMap((one) => one.terms).sort((left, right) => (left.term < right.term ? -1 : 1));
    await insertAll(database, { table: 'certificate', rows: made.map(({ certificate }) => certificate) });
    await insertAll(database, { table: 'certificate_term', rows: terms });
    await insertAll(database, { table: 'certificate_field_value', rows: made.map(({ value }) => value) });
    process.stderr.write(`${from + length} of ${certificates} inserted\n`);
  }
}

type Table = 'certificate' | 'certificate_term' | 'certificate_field_value';

async function insertAll(
  database: Database<CertificatesSchema>,
  { table, rows }: { readonly table: Table; readonly rows: readonly object[] },
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const [many, one] = [insertion({ table, columns, rows: ROWS_AT_ONCE }), insertion({ table, columns, rows: 1 })];
  for (let from = 0; from < rows.length; from += 100 * ROWS_AT_ONCE) {
    const part = rows.slice(from, from + 100 * ROWS_AT_ONCE);
    await database.transact(async (tx) => {
      const whole = part.length - (part.length % ROWS_AT_ONCE);
      for (let at = 0; at < whole; at += ROWS_AT_ONCE) await tx.change(many, numbered(part.slice(at, at + ROWS_AT_ONCE)));
      for (const row of part.slice(whole)) await tx.change(one, numbered([row]));
    });
  }
}

type Values = Record<string, SqlValue>;

function insertion(given: { readonly table: Table; readonly columns: readonly string[]; readonly rows: number }) {
  const { table, columns, rows } = given;
  return statement<CertificatesSchema, Values>(`fill-${table}`)((query, places) => {
    const placed = Array.from({ length: rows }, (_, row) =>
      Object.fromEntries(columns.map((column) => [column, places[`${row} ${column}`]])),
    );
    // Which columns there are is known by the rows alone.
    return query.insertInto(table).values(placed as never);
  });
}

function numbered(rows: readonly object[]): Values {
  return Object.fromEntries(
    rows.flatMap((row, number) => Object.entries(row).map(([column, value]) => [`${number} ${column}`, value as SqlValue])),
  );
}

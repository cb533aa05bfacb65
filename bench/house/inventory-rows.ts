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

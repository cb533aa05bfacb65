import { formatIdentifier, keyName, toHex } from '@sallyport/pki';
import type { Instant, Transaction } from '@sallyport/platform';
import type { Person } from '../actor.ts';
import { unprovenNames } from '../domains/unproven-names.ts';
import { insertValues } from '../fields/store.ts';
import type { CertificateId } from '../identifiers.ts';
import { insertTerms, termsOf } from '../inventory/terms.ts';
import { UNSIGNED } from '../issuance/unsigned.ts';
import { lockOrganisation } from '../people/store.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import type { Status } from '../status/rules.ts';
import { type PreparedRequest, namesOf } from './prepare-request.ts';
import { insertCertificate, insertEvent } from './store.ts';

export interface CertificateAskedFor {
  readonly kind: 'asked';
  readonly certificateId: CertificateId;
  /** `PENDING` while a name is unproven; `PENDING_APPROVAL`, or `APPROVED` where the profile needs nobody's word. */
  readonly status: Status;
  readonly unproven: readonly string[];
}

/** What a request takes the place of, if of anything. */
export type RequestOrigin = Pick<CertificateTable, 'origin' | 'predecessor_id' | 'keeps_not_after' | 'overlap_hours'>;

export const OUT_OF_NOTHING: RequestOrigin = { origin: 'request', predecessor_id: null, keeps_not_after: null, overlap_hours: null };

export interface RequestToKeep {
  readonly person: Person;
  readonly prepared: PreparedRequest;
  readonly origin: RequestOrigin;
  readonly certificateId: CertificateId;
  readonly eventId: string;
  readonly now: Instant;
}

/** Writes a request down as the first row of a certificate's life. How many must agree is the profile's matter. */
export async function keepRequest(
  tx: Transaction<CertificatesSchema>,
  ports: Pick<CertificatesPorts, 'cryptography' | 'policy'>,
  request: RequestToKeep,
): Promise<CertificateAskedFor> {
  const { person, prepared, certificateId, eventId, now } = request;
  const unproven = await unprovenUnderLock(tx, ports, request);
  const row = newRow(ports, request, unproven.length > 0 ? 'unproven' : 'proven');
  await insertCertificate(tx, row);
  await insertTerms(tx, {
    certificate: row,
    terms: termsOf({ names: namesOf(prepared.wish), serial: undefined, values: prepared.values }),
  });
  await insertValues(tx, { certificateId, values: prepared.values });
  await insertEvent(tx, { certificateId, eventId, at: now, personId: person.personId, what: 'asked', note: row.note || undefined });
  return { kind: 'asked', certificateId, status: row.status, unproven };
}

/** A domain that is verified at this moment is seen here, or the request is seen there (`releaseRequests`): nothing waits for what has happened. */
async function unprovenUnderLock(
  tx: Transaction<CertificatesSchema>,
  { policy }: Pick<CertificatesPorts, 'policy'>,
  { prepared, person: { organisationId }, now }: RequestToKeep,
): Promise<readonly string[]> {
  const names = { ...prepared.wish, organisationId, policy, now };
  if ((await unprovenNames(tx.query, names)).length === 0) return [];
  await lockOrganisation(tx, organisationId);
  return (await unprovenNames(tx.query, names)).map(formatIdentifier);
}

function newRow(
  { cryptography }: Pick<CertificatesPorts, 'cryptography'>,
  { person, prepared: { wish }, origin, certificateId, now }: RequestToKeep,
  proof: 'proven' | 'unproven',
): CertificateTable {
  const { profile, csr } = wish;
  const approvalsNeeded = profile.approvals.issue.needed;
  const names = namesOf(wish);
  return {
    certificate_id: certificateId,
    organisation_id: person.organisationId,
    status: proof === 'unproven' ? 'PENDING' : approvalsNeeded > 0 ? 'PENDING_APPROVAL' : 'APPROVED',
    status_since: now,
    ...origin,
    predecessor_ends_at: null,
    profile_id: profile.id,
    requested_by: person.personId,
    requested_at: now,
    csr: csr.der,
    key_sha256: toHex(cryptography.sha256(csr.publicKey.spki)),
    key_name: keyName(csr.publicKey),
    names: JSON.stringify(names),
    first_name: names[0] ?? '',
    subject: JSON.stringify(wish.subject),
    lifetime_days: wish.lifetimeDays,
    note: wish.note,
    approvals_needed: approvalsNeeded,
    ...UNSIGNED,
  };
}

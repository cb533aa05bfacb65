import { formatIdentifier, keyName, toHex } from '@sallyport/pki';
import { newId, type Transaction } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import { unprovenNames } from '../domains/unproven-names.ts';
import type { CertificateId } from '../identifiers.ts';
import { insertTerms, termsOf } from '../inventory/terms.ts';
import type { CertificatesPorts } from '../ports.ts';
import { UNSIGNED } from '../issuance/unsigned.ts';
import { permit } from '../people/permit.ts';
import { lockOrganisation } from '../people/store.ts';
import { isRefusal } from '../refusals.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import type { Status } from '../status/rules.ts';
import { type PreparedRequest, type RequestRefusal, namesOf, prepareRequest } from './prepare-request.ts';
import type { CertificateWish } from './rules.ts';
import { insertCertificate, insertEvent } from './store.ts';

export interface CertificateAskedFor {
  readonly kind: 'asked';
  readonly certificateId: CertificateId;
  /** `PENDING` while a name is unproven; `PENDING_APPROVAL`, or `APPROVED` where the profile needs nobody's word. */
  readonly status: Status;
  readonly unproven: readonly string[];
}

/** Asks for a certificate. How many must agree is the profile's matter; whoever asks is never among them. */
export async function requestCertificate(
  ports: CertificatesPorts,
  input: ByPerson & { readonly wish: CertificateWish },
): Promise<CertificateAskedFor | RequestRefusal> {
  const { person } = input;
  const prepared = await prepareRequest(ports, input);
  const certificateId = newId(ports.randomness) as CertificateId;
  const eventId = newId(ports.randomness);
  return ports.database.transact(async (tx): Promise<CertificateAskedFor | RequestRefusal> => {
    const now = ports.clock.now();
    const act = { at: now, action: 'certificate.request', by: person, subject: `certificate:${certificateId}` } as const;
    const refused = async (refusal: RequestRefusal): Promise<RequestRefusal> => {
      await audit(tx, { ...act, refusal });
      return refusal;
    };
    if (isRefusal(prepared)) return refused(prepared);
    // A role may have been withdrawn since it was prepared.
    const may = await permit(tx.query, { person, permission: 'request' });
    if (isRefusal(may)) return refused(may);
    const unproven = await unprovenUnderLock(tx, { ports, input, prepared, now });
    const row = newRow(prepared, { ports, input, certificateId, now, names: unproven.length > 0 ? 'unproven' : 'proven' });
    await insertCertificate(tx, row);
    await insertTerms(tx, { certificate: row, terms: termsOf({ names: namesOf(prepared.wish), serial: undefined }) });
    await insertEvent(tx, { certificateId, eventId, at: now, personId: person.personId, what: 'asked', note: row.note || undefined });
    await audit(tx, { ...act, details: { profile: row.profile_id, names: row.names.slice(0, 500) } });
    return { kind: 'asked', certificateId, status: row.status, unproven };
  });
}

/** A domain that is verified at this moment is seen here, or the request is seen there (`releaseRequests`): nothing waits for what has happened. */
async function unprovenUnderLock(
  tx: Transaction<CertificatesSchema>,
  given: { readonly ports: CertificatesPorts; readonly input: ByPerson; readonly prepared: PreparedRequest; readonly now: number },
): Promise<readonly string[]> {
  const { prepared, ports, now } = given;
  const { organisationId } = given.input.person;
  const names = { ...prepared.wish, organisationId, policy: ports.policy, now };
  if ((await unprovenNames(tx.query, names)).length === 0) return [];
  await lockOrganisation(tx, organisationId);
  return (await unprovenNames(tx.query, names)).map(formatIdentifier);
}

function newRow(
  { wish }: PreparedRequest,
  given: {
    readonly ports: CertificatesPorts;
    readonly input: ByPerson;
    readonly certificateId: CertificateId;
    readonly now: number;
    readonly names: 'proven' | 'unproven';
  },
): CertificateTable {
  const { ports, input, certificateId, now } = given;
  const { profile, csr } = wish;
  const approvalsNeeded = profile.approvals.issue.needed;
  const names = namesOf(wish);
  return {
    certificate_id: certificateId,
    organisation_id: input.person.organisationId,
    status: given.names === 'unproven' ? 'PENDING' : approvalsNeeded > 0 ? 'PENDING_APPROVAL' : 'APPROVED',
    status_since: now,
    origin: 'request',
    predecessor_id: null,
    predecessor_ends_at: null,
    profile_id: profile.id,
    requested_by: input.person.personId,
    requested_at: now,
    csr: csr.der,
    key_sha256: toHex(ports.cryptography.sha256(csr.publicKey.spki)),
    key_name: keyName(csr.publicKey),
    names: JSON.stringify(names),
    first_name: names[0] ?? '',
    subject: JSON.stringify(wish.subject),
    lifetime_days: wish.lifetimeDays,
    keeps_not_after: null,
    note: wish.note,
    approvals_needed: approvalsNeeded,
    ...UNSIGNED,
  };
}

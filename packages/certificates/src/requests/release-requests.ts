import { type Identifier, formatIdentifier } from '@sallyport/pki';
import { type Instant, newId, type ReadOnlyQuery, type Transaction } from '@sallyport/platform';
import { audit } from '../audit.ts';
import type { OrganisationId } from '../identifiers.ts';
import { ownSuffixesOf } from '../policy.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import { changeStatus, insertEvent } from './store.ts';
import { unprovenOf } from './unproven-of.ts';

interface Vouched {
  readonly organisationId: OrganisationId;
  /** Just verified, or one for which the operator vouches. */
  readonly domain: Identifier;
}

/** The requests of this organisation that waited for this domain alone go on by themselves. Answers how many. */
export async function releaseRequests(tx: Transaction<CertificatesSchema>, ports: CertificatesPorts, vouched: Vouched): Promise<number> {
  const now = ports.clock.now();
  let count = 0;
  for (const row of await released(tx.query, ports, vouched)) count += await goOn(tx, ports, { row, now });
  return count;
}

/**
 * The same for whatever the operator vouches for: a suffix may be newer than the request. For a loop in every process, since each knows what it was started
 * with; done twice it does nothing. Answers how many there were.
 */
export async function releaseOwnNames(ports: CertificatesPorts): Promise<number> {
  const { query } = ports.database;
  const organisations = await query.selectFrom('certificate_organisation').select('organisation_id').execute();
  let count = 0;
  for (const { organisation_id: organisationId } of organisations) {
    for (const domain of ownSuffixesOf(ports.policy, organisationId)) {
      const vouched = { organisationId, domain };
      // Nearly always there is none, and nothing need be written.
      if ((await released(query, ports, vouched)).length === 0) continue;
      count += await ports.database.transact((tx) => releaseRequests(tx, ports, vouched));
    }
  }
  return count;
}

async function released(
  query: ReadOnlyQuery<CertificatesSchema>,
  ports: CertificatesPorts,
  vouched: Vouched,
): Promise<readonly CertificateTable[]> {
  const rows = [];
  for (const row of await waitingFor(query, vouched)) if ((await unprovenOf(query, ports, row)).length === 0) rows.push(row);
  return rows;
}

/** Each name of a certificate and each of its endings is a term. */
function waitingFor(query: ReadOnlyQuery<CertificatesSchema>, { organisationId, domain }: Vouched): Promise<readonly CertificateTable[]> {
  return query
    .selectFrom('certificate_term')
    .innerJoin('certificate', 'certificate.certificate_id', 'certificate_term.certificate_id')
    .selectAll('certificate')
    .where('certificate_term.organisation_id', '=', organisationId)
    .where('certificate_term.term', '=', formatIdentifier(domain))
    .where('certificate.organisation_id', '=', organisationId)
    .where('certificate.status', '=', 'PENDING')
    .execute();
}

/** How many have gone on: none, when somebody has declined it meanwhile. */
async function goOn(
  tx: Transaction<CertificatesSchema>,
  ports: CertificatesPorts,
  { row, now }: { readonly row: CertificateTable; readonly now: Instant },
): Promise<0 | 1> {
  const certificateId = row.certificate_id;
  const status = await changeStatus(tx, { certificateId, from: 'PENDING', change: 'verify', now });
  if (status === undefined) return 0;
  if (row.approvals_needed === 0) await changeStatus(tx, { certificateId, from: status, change: 'approve', now });
  await insertEvent(tx, { certificateId, eventId: newId(ports.randomness), at: now, personId: undefined, what: 'names-proven' });
  await audit(tx, { at: now, action: 'certificate.names-proven', by: undefined, subject: `certificate:${certificateId}` });
  return 1;
}

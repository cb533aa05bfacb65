import { type Identifier, formatIdentifier } from '@sallyport/pki';
import { type Instant, newId, type Transaction } from '@sallyport/platform';
import { audit } from '../audit.ts';
import { unprovenNames } from '../domains/unproven-names.ts';
import type { OrganisationId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import { keptIdentifiers } from './kept-identifiers.ts';
import { changeStatus, insertEvent } from './store.ts';

interface Released {
  readonly organisationId: OrganisationId;
  /** Just verified. */
  readonly domain: Identifier;
  readonly now: Instant;
}

/** The requests of this organisation that waited for this domain alone go on by themselves. Answers how many. */
export async function releaseRequests(tx: Transaction<CertificatesSchema>, ports: CertificatesPorts, released: Released): Promise<number> {
  let count = 0;
  for (const row of await waitingFor(tx, released)) {
    const { organisationId, now } = released;
    const profile = ports.profiles.find(({ id }) => id === row.profile_id);
    if (profile === undefined) continue;
    const identifiers = keptIdentifiers(row);
    const unproven = await unprovenNames(tx.query, { identifiers, organisationId, profile, policy: ports.policy, now });
    if (unproven.length > 0) continue;
    await goOn(tx, ports, { row, now });
    count += 1;
  }
  return count;
}

/** Each name of a certificate and each of its endings is a term. */
function waitingFor(tx: Transaction<CertificatesSchema>, { organisationId, domain }: Released): Promise<readonly CertificateTable[]> {
  return tx.query
    .selectFrom('certificate_term')
    .innerJoin('certificate', 'certificate.certificate_id', 'certificate_term.certificate_id')
    .selectAll('certificate')
    .where('certificate_term.organisation_id', '=', organisationId)
    .where('certificate_term.term', '=', formatIdentifier(domain))
    .where('certificate.organisation_id', '=', organisationId)
    .where('certificate.status', '=', 'PENDING')
    .execute();
}

async function goOn(
  tx: Transaction<CertificatesSchema>,
  ports: CertificatesPorts,
  { row, now }: { readonly row: CertificateTable; readonly now: Instant },
): Promise<void> {
  const certificateId = row.certificate_id;
  const status = await changeStatus(tx, { certificateId, from: 'PENDING', change: 'verify', now });
  if (status === undefined) return;
  if (row.approvals_needed === 0) await changeStatus(tx, { certificateId, from: status, change: 'approve', now });
  await insertEvent(tx, { certificateId, eventId: newId(ports.randomness), at: now, personId: undefined, what: 'names-proven' });
  await audit(tx, { at: now, action: 'certificate.names-proven', by: undefined, subject: `certificate:${certificateId}` });
}

import type { ReadOnlyQuery } from '@sallyport/platform';
import type { OnCertificate } from '../actor.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { CertificatesSchema } from '../schema.ts';
import { findCertificate } from './store.ts';

/** Why a change found nothing to change: it is not this organisation's, or it has become something else meanwhile. */
export async function notThere(
  query: ReadOnlyQuery<CertificatesSchema>,
  { person, certificateId }: OnCertificate,
): Promise<Refusal<'certificate-not-found' | 'status-changed'>> {
  const found = await findCertificate(query, { certificateId, organisationId: person.organisationId });
  return found === undefined
    ? refuse('certificate-not-found', 'none of this organisation')
    : refuse('status-changed', found.status, { status: found.status });
}

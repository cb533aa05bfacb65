import { formatIdentifier } from '@sallyport/pki';
import type { ReadOnlyQuery } from '@sallyport/platform';
import { unprovenNames } from '../domains/unproven-names.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import { keptIdentifiers } from './kept-identifiers.ts';

/** The names of a request for which nobody vouches at this moment; all of them when its profile is no more. */
export async function unprovenOf(
  query: ReadOnlyQuery<CertificatesSchema>,
  { profiles, policy, clock }: Pick<CertificatesPorts, 'profiles' | 'policy' | 'clock'>,
  row: Pick<CertificateTable, 'names' | 'organisation_id' | 'profile_id'>,
): Promise<readonly string[]> {
  const identifiers = keptIdentifiers(row);
  const profile = profiles.find(({ id }) => id === row.profile_id);
  const names = { identifiers, organisationId: row.organisation_id, policy, now: clock.now() };
  const unproven = profile === undefined ? identifiers : await unprovenNames(query, { ...names, profile });
  return unproven.map(formatIdentifier);
}

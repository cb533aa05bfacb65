import type { Instant } from '@sallyport/platform';
import { domainsOf } from '../domains/store.ts';
import { type DomainView, viewOf } from '../domains/views.ts';
import type { OrganisationId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import { organisationsCalled } from './store.ts';
import { type VerifiedData, verifiedDataOf } from './verified-data.ts';

/** An organisation as the operator sees it. */
export interface OrganisationDescription {
  readonly organisationId: OrganisationId;
  readonly name: string;
  readonly firstSeenAt: Instant;
  readonly verified: VerifiedData | undefined;
  readonly domains: readonly DomainView[];
}

/** By the operator at the machine: those of this name or identifier, of which there may be several; without one all there are. */
export async function describeOrganisations(
  { database: { query }, profiles, clock }: Pick<CertificatesPorts, 'database' | 'profiles' | 'clock'>,
  { called }: { readonly called: string | undefined },
): Promise<readonly OrganisationDescription[]> {
  const now = clock.now();
  const rows = await organisationsCalled(query, called);
  return Promise.all(
    rows.map(async (row) => ({
      organisationId: row.organisation_id,
      name: row.name,
      firstSeenAt: row.first_seen_at,
      verified: verifiedDataOf(row),
      domains: (await domainsOf(query, row.organisation_id)).map((domain) => viewOf(domain, { profiles, now })),
    })),
  );
}

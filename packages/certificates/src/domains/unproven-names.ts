import type { CertificateProfile, Identifier } from '@sallyport/pki';
import type { ReadOnlyQuery } from '@sallyport/platform';
import type { OrganisationId } from '../identifiers.ts';
import { type CertificatesPolicy, isOwnName } from '../policy.ts';
import type { CertificatesSchema } from '../schema.ts';
import { unprovenAmong } from './rules.ts';
import { provenDomains } from './store.ts';

export interface NamesOfOrganisation {
  readonly identifiers: readonly Identifier[];
  readonly organisationId: OrganisationId;
  readonly profile: CertificateProfile;
  readonly policy: CertificatesPolicy;
  readonly now: number;
}

/** The names for which neither a domain that this very organisation has proven nor the operator vouches. */
export async function unprovenNames(query: ReadOnlyQuery<CertificatesSchema>, names: NamesOfOrganisation): Promise<readonly Identifier[]> {
  const { policy, organisationId } = names;
  const isOwn = (identifier: Identifier): boolean => isOwnName(policy, { identifier, organisationId });
  // Nobody is asked about the names of an intranet, for which the operator vouches; each issue comes by here three times.
  if (names.identifiers.every(isOwn)) return [];
  return unprovenAmong({ ...names, domains: await provenDomains(query, names), isOwnName: isOwn });
}

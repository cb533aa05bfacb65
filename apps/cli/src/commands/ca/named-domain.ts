import type { DomainId, OrganisationId } from '@sallyport/certificates';
import type { OpenedInstallation } from '../../with-installation.ts';
import { oneOrganisation } from './one-organisation.ts';

export interface NamedDomain {
  readonly domain: string;
  /** The organisation, by its name or identifier. */
  readonly called: string;
}

/** The domain of that name of the organisation called so. Undefined when there is none, which is told. */
export async function namedDomain(
  opened: Pick<OpenedInstallation, 'installation'>,
  { domain, called }: NamedDomain,
): Promise<{ readonly organisationId: OrganisationId; readonly domainId: DomainId } | undefined> {
  const organisation = await oneOrganisation(opened, called);
  if (organisation === undefined) return undefined;
  const { organisationId, domains } = organisation;
  const found = domains.find(({ name }) => name === domain.toLowerCase());
  if (found !== undefined) return { organisationId, domainId: found.domainId };
  process.stderr.write('The organisation has no such domain. Those it has: sallyport ca show-organisations\n');
  return undefined;
}

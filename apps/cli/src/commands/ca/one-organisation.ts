import { type OrganisationDescription, describeOrganisations } from '@sallyport/certificates';
import type { OpenedInstallation } from '../../with-installation.ts';

/** The one of this name or identifier. Undefined when that is none or several, which is told. */
export async function oneOrganisation(
  { installation }: Pick<OpenedInstallation, 'installation'>,
  called: string,
): Promise<OrganisationDescription | undefined> {
  const [first, ...others] = await describeOrganisations(installation.certificates, { called });
  if (first === undefined) {
    process.stderr.write(`There is no organisation "${called}" at Certificate Services: somebody of it has to sign in there first.\n`);
    return undefined;
  }
  if (others.length === 0) return first;
  const identifiers = [first, ...others].map(({ organisationId }) => `  ${organisationId}\n`);
  process.stderr.write(`Several organisations are called that. Say which, by its identifier:\n${identifiers.join('')}`);
  return undefined;
}

import type { OrganisationId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';

export declare function createOrganisation(
  ports: IdentityPorts,
  input: { readonly name: string },
): Promise<{ readonly organisationId: OrganisationId }>;

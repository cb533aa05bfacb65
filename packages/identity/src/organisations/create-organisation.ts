import { newId } from '@sallyport/platform';
import { insertOrganisation } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import type { OrganisationId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';

/** For the operator. The name is shown to people as it is. */
export async function createOrganisation(
  ports: IdentityPorts,
  input: { readonly name: string },
): Promise<{ readonly organisationId: OrganisationId }> {
  const now = ports.clock.now();
  const organisationId = newId(ports.randomness) as OrganisationId;
  await ports.database.transact(async (tx) => {
    await insertOrganisation(tx, { organisation_id: organisationId, name: input.name, created_at: now });
    await audit(tx, {
      at: now,
      action: 'organisation.create',
      account: undefined,
      actor: 'system',
      details: { organisation: organisationId },
    });
  });
  return { organisationId };
}

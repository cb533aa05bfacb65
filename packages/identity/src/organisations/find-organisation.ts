import type { OrganisationId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';

/** For the operator: the oldest of exactly this name. */
export async function findOrganisation(
  ports: IdentityPorts,
  { name }: { readonly name: string },
): Promise<{ readonly organisationId: OrganisationId } | undefined> {
  const row = await ports.database.query
    .selectFrom('organisation')
    .select('organisation_id')
    .where('name', '=', name)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row && { organisationId: row.organisation_id };
}

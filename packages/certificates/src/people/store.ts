import { type Instant, type ReadOnlyQuery, type Reads, statement, type Transaction } from '@sallyport/platform';
import type { OrganisationId, PersonId } from '../identifiers.ts';
import type { CertificateOrganisationTable, CertificatePersonTable, CertificatesSchema } from '../schema.ts';
import type { Role } from './rules.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

export async function keepOrganisation(
  tx: Tx,
  organisation: { readonly organisationId: OrganisationId; readonly name: string; readonly now: Instant },
): Promise<void> {
  await tx.query
    .insertInto('certificate_organisation')
    .values({
      organisation_id: organisation.organisationId,
      name: organisation.name,
      first_seen_at: organisation.now,
      verified_subject: null,
      verified_at: null,
    })
    .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet({ name: organisation.name }))
    .execute();
}

const findOrganisationStatement = statement<CertificatesSchema, { organisationId: OrganisationId }>('find-organisation')((query, given) =>
  query
    .selectFrom('certificate_organisation')
    .select(['organisation_id', 'name', 'first_seen_at', 'verified_subject', 'verified_at'])
    .where('organisation_id', '=', given.organisationId),
);

export function findOrganisation(reads: Reads, organisationId: OrganisationId): Promise<CertificateOrganisationTable | undefined> {
  return reads.first(findOrganisationStatement, { organisationId });
}

/** By name, which need not be of one alone, or by identifier; undefined for all. */
export function organisationsCalled(query: Query, called: string | undefined): Promise<readonly CertificateOrganisationTable[]> {
  let rows = query.selectFrom('certificate_organisation').selectAll();
  if (called !== undefined) {
    rows = rows.where((row) => row.or([row('name', '=', called), row('organisation_id', '=', called as OrganisationId)]));
  }
  return rows.orderBy('name').orderBy('organisation_id').execute();
}

/** Whoever changes organisation leaves their roles behind. */
export async function keepPerson(tx: Tx, person: Omit<CertificatePersonTable, 'first_seen_at'>): Promise<void> {
  const known = await findPerson(tx.query, person);
  if (known !== undefined && known.organisation_id !== person.organisation_id) {
    await tx.query.deleteFrom('certificate_role').where('person_id', '=', person.person_id).execute();
  }
  const { person_id: _, ...changes } = person;
  await tx.query
    .insertInto('certificate_person')
    .values({ ...person, first_seen_at: person.seen_at })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(changes))
    .execute();
}

export function findPerson(query: Query, { person_id }: { readonly person_id: PersonId }): Promise<CertificatePersonTable | undefined> {
  return query.selectFrom('certificate_person').selectAll().where('person_id', '=', person_id).executeTakeFirst();
}

interface PersonHere {
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
}

const rolesStatement = statement<CertificatesSchema, PersonHere>('roles-of-person')((query, given) =>
  query
    .selectFrom('certificate_role')
    .innerJoin('certificate_person', 'certificate_person.person_id', 'certificate_role.person_id')
    .select('role')
    .where('certificate_role.person_id', '=', given.personId)
    .where('certificate_person.organisation_id', '=', given.organisationId)
    .orderBy('role'),
);

/** The roles a person has in this organisation; none in any other. Every verb asks. */
export async function rolesOf(reads: Reads, { personId, organisationId }: PersonHere): Promise<readonly Role[]> {
  return (await reads.all(rolesStatement, { personId, organisationId })).map(({ role }) => role);
}

/** Everybody of an organisation with their roles, by name. */
export async function peopleOf(
  query: Query,
  organisationId: OrganisationId,
): Promise<readonly (CertificatePersonTable & { readonly roles: readonly Role[] })[]> {
  const people = await query
    .selectFrom('certificate_person')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('name')
    .execute();
  const granted = await query
    .selectFrom('certificate_role')
    .innerJoin('certificate_person', 'certificate_person.person_id', 'certificate_role.person_id')
    .select(['certificate_role.person_id', 'role'])
    .where('organisation_id', '=', organisationId)
    .orderBy('role')
    .execute();
  return people.map((person) => ({
    ...person,
    roles: granted.filter(({ person_id }) => person_id === person.person_id).map(({ role }) => role),
  }));
}

/** False when they had it. */
export async function insertRole(
  tx: Tx,
  grant: { readonly personId: PersonId; readonly role: Role; readonly now: Instant; readonly by: PersonId | undefined },
): Promise<boolean> {
  const row = await tx.query
    .insertInto('certificate_role')
    .values({ person_id: grant.personId, role: grant.role, granted_at: grant.now, granted_by: grant.by ?? null })
    .onConflict((conflict) => conflict.columns(['person_id', 'role']).doNothing())
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteRole(tx: Tx, { personId, role }: { readonly personId: PersonId; readonly role: Role }): Promise<boolean> {
  const row = await tx.query
    .deleteFrom('certificate_role')
    .where('person_id', '=', personId)
    .where('role', '=', role)
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Orders the changes of roles of one organisation, so that of two last administrators who withdraw each other's role one stays. */
export async function lockOrganisation(tx: Tx, organisationId: OrganisationId): Promise<void> {
  await tx.query
    .updateTable('certificate_organisation')
    .set((organisation) => ({ name: organisation.ref('name') }))
    .where('organisation_id', '=', organisationId)
    .execute();
}

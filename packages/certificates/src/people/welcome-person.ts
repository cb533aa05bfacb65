import type { OrganisationId, PersonId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import { keepOrganisation, keepPerson } from './store.ts';

/**
 * Somebody came in whom the Federation vouches for. They and their organisation are kept as its ID token names them; a role is granted by nobody
 * but their organisation's administrator or the operator.
 */
export async function welcomePerson(
  ports: Pick<CertificatesPorts, 'clock' | 'database'>,
  person: {
    readonly personId: PersonId;
    readonly organisationId: OrganisationId;
    readonly organisationName: string;
    readonly name: string;
    readonly mail: string | undefined;
  },
): Promise<void> {
  const now = ports.clock.now();
  await ports.database.transact(async (tx) => {
    await keepOrganisation(tx, { organisationId: person.organisationId, name: person.organisationName, now });
    await keepPerson(tx, {
      person_id: person.personId,
      organisation_id: person.organisationId,
      name: person.name,
      mail: person.mail ?? null,
      seen_at: now,
    });
  });
}

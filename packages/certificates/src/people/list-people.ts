import type { ByPerson } from '../actor.ts';
import type { PersonId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { permit } from './permit.ts';
import { type Role, grants } from './rules.ts';
import { peopleOf } from './store.ts';

export interface ListedPerson {
  readonly personId: PersonId;
  readonly name: string;
  readonly mail: string | undefined;
  readonly roles: readonly Role[];
}

export interface ListedPeople {
  readonly people: readonly ListedPerson[];
  /** Whether this person may change the roles of others. */
  readonly mayGrant: 'yes' | 'no';
}

/** Everybody of the organisation who has been here, with what they may do. */
export async function listPeople(
  { database }: CertificatesPorts,
  { person }: ByPerson,
): Promise<ListedPeople | Refusal<'step-up-needed' | 'role-missing'>> {
  const { query } = database;
  const may = await permit(database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const people = await peopleOf(query, person.organisationId);
  return {
    people: people.map(({ person_id, name, mail, roles }) => ({ personId: person_id, name, mail: mail ?? undefined, roles })),
    mayGrant: grants(may.roles, 'grant-roles') ? 'yes' : 'no',
  };
}

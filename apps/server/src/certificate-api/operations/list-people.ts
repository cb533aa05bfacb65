import { listPeople } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, PersonEntry } from '../schemas.ts';

export const listPeopleOperation = operation({
  id: 'listPeople',
  method: 'GET',
  path: '/people',
  tag: 'People',
  summary: 'Who is here, and what they may do',
  scope: 'look',
  answers: { status: 200, means: 'The people.', schema: Type.Object({ people: Type.Array(PersonEntry) }, CLOSED) },
  run: async ({ certificates, person }) =>
    answer(await listPeople(certificates, { person }), ({ people }) => ({
      people: people.map(({ personId, name, mail, roles }) => ({
        id: personId,
        name,
        ...(mail !== undefined && { mail }),
        roles: [...roles],
      })),
    })),
});

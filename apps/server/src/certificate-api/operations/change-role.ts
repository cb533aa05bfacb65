import { type PersonId, type RoleChange, changeRole } from '@sallyport/certificates';
import { Type } from 'typebox';
import { type Call, done, operation, type Outcome } from '../operation.ts';
import { CLOSED, RoleName } from '../schemas.ts';

const RoleParams = Type.Object({ personId: Type.String({ minLength: 1, maxLength: 64 }), role: RoleName }, CLOSED);
const WHERE = { path: '/people/:personId/roles/:role', tag: 'People', scope: 'grant-roles', params: RoleParams } as const;

async function change(
  { certificates, person, params }: Call<{ readonly personId: string; readonly role: string }>,
  way: RoleChange['change'],
): Promise<Outcome<never>> {
  return done(await changeRole(certificates, { person, of: params.personId as PersonId, role: params.role, change: way }));
}

export const grantRoleOperation = operation({
  ...WHERE,
  id: 'grantRole',
  method: 'PUT',
  summary: 'Give somebody a role',
  answers: { status: 204, means: 'They have it.' },
  run: (call) => change(call, 'grant'),
});

export const withdrawRoleOperation = operation({
  ...WHERE,
  id: 'withdrawRole',
  method: 'DELETE',
  summary: 'Take a role away',
  description: 'The last administrator stays.',
  answers: { status: 204, means: 'They do not have it.' },
  run: (call) => change(call, 'withdraw'),
});

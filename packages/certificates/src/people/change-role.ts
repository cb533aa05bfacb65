import type { Transaction } from '@sallyport/platform';
import type { ByPerson, Person } from '../actor.ts';
import { audit } from '../audit.ts';
import type { PersonId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { CertificatePersonTable, CertificatesSchema } from '../schema.ts';
import { permit } from './permit.ts';
import { type Role, parseRole } from './rules.ts';
import { deleteRole, findPerson, insertRole, lockOrganisation, peopleOf } from './store.ts';

export interface RoleChange extends ByPerson {
  readonly of: PersonId;
  readonly role: string;
  readonly change: 'grant' | 'withdraw';
}

type RoleRefusal = Refusal<'step-up-needed' | 'role-missing' | 'person-not-found' | 'role-unknown' | 'last-administrator'>;

/** By an administrator of the same organisation. What somebody has already, or has not any more, is no mistake. */
export function changeRole(ports: CertificatesPorts, input: RoleChange): Promise<{ readonly kind: 'changed' } | RoleRefusal> {
  const { person, of, change } = input;
  const role = parseRole(input.role);
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'changed' } | RoleRefusal> => {
    await lockOrganisation(tx, person.organisationId);
    const target = await findPerson(tx.query, { person_id: of });
    const outcome = await judge(tx, { person, target, role, change });
    const details = { role: role ?? 'unknown' };
    const action = change === 'grant' ? 'certificate-role.grant' : 'certificate-role.withdraw';
    const act = { at: ports.clock.now(), action, by: person, subject: `person:${of}`, details } as const;
    if (isRefusal(outcome)) {
      await audit(tx, { ...act, refusal: outcome });
      return outcome;
    }
    await apply(tx, { ...outcome, change, now: act.at, by: person.personId });
    await audit(tx, act);
    return { kind: 'changed' };
  });
}

async function judge(
  tx: Transaction<CertificatesSchema>,
  given: {
    readonly person: Person;
    readonly target: CertificatePersonTable | undefined;
    readonly role: Role | undefined;
    readonly change: RoleChange['change'];
  },
): Promise<RoleRefusal | { readonly personId: PersonId; readonly role: Role }> {
  const { person, target, role, change } = given;
  const may = await permit(tx, { person, permission: 'grant-roles' });
  if (isRefusal(may)) return may;
  if (target?.organisation_id !== person.organisationId) return refuse('person-not-found', target ? 'another organisation' : 'nobody');
  if (role === undefined) return refuse('role-unknown', 'not of the list');
  if (change === 'withdraw' && role === 'organisation-administrator') {
    const others = (await peopleOf(tx.query, person.organisationId)).filter((one) => one.person_id !== target.person_id);
    if (!others.some(({ roles }) => roles.includes(role))) return refuse('last-administrator', 'nobody else has it');
  }
  return { personId: target.person_id, role };
}

/** By the operator at the machine: the first administrator of an organisation, or the demonstration. */
export function grantRoleByOperator(
  ports: Pick<CertificatesPorts, 'clock' | 'database'>,
  { personId, role }: { readonly personId: PersonId; readonly role: Role },
): Promise<void> {
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    await insertRole(tx, { personId, role, now, by: undefined });
    await audit(tx, { at: now, action: 'certificate-role.grant', by: undefined, subject: `person:${personId}`, details: { role } });
  });
}

async function apply(
  tx: Transaction<CertificatesSchema>,
  given: {
    readonly personId: PersonId;
    readonly role: Role;
    readonly change: RoleChange['change'];
    readonly now: number;
    readonly by: PersonId;
  },
): Promise<void> {
  if (given.change === 'grant') await insertRole(tx, given);
  else await deleteRole(tx, given);
}

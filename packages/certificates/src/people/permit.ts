import type { Reads } from '@sallyport/platform';
import type { Person } from '../actor.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { type Permission, type Role, grants, levelFor, rolesFor } from './rules.ts';
import { rolesOf } from './store.ts';

/**
 * The one door of this room: the roles of whoever may, a refusal for whoever may not. Every verb passes through it in its own transaction. A key opens what
 * its scopes name and its maker may do at this moment, whichever is less.
 */
export async function permit(
  reads: Reads,
  { person, permission }: { readonly person: Person; readonly permission: Permission },
): Promise<{ readonly roles: readonly Role[] } | Refusal<'step-up-needed' | 'role-missing'>> {
  const closed = closedToKey(person, permission);
  if (closed !== undefined) return closed;
  const roles = await rolesOf(reads, person);
  if (!grants(roles, permission)) {
    return refuse('role-missing', `${permission}, roles: ${roles.join(' ') || 'none'}`, { roles: rolesFor(permission) });
  }
  if (person.level < levelFor(permission)) return refuse('step-up-needed', permission);
  return { roles };
}

/** Of a key without the scope; undefined for one that has it, and for a person at a page. */
export function closedToKey({ through }: Pick<Person, 'through'>, permission: Permission): Refusal<'role-missing'> | undefined {
  if (through === undefined || through.scopes.some((scope) => scope === permission)) return undefined;
  return refuse('role-missing', `${permission}, scopes of the key: ${through.scopes.join(' ') || 'none'}`, { scopes: [permission] });
}

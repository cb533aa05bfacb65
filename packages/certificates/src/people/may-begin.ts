import type { ByPerson } from '../actor.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import { permit } from './permit.ts';
import type { Permission } from './rules.ts';

/** For a page with a form: whoever would be refused is told before they have typed anything. The verb asks again. Undefined: they may. */
export async function mayBegin(
  { database }: Pick<CertificatesPorts, 'database'>,
  { person, permission }: ByPerson & { readonly permission: Permission },
): Promise<Refusal<'step-up-needed' | 'role-missing'> | undefined> {
  const may = await permit(database, { person, permission });
  return 'code' in may ? may : undefined;
}

import type { ByPerson } from '../actor.ts';
import { permit } from '../people/permit.ts';
import { grants } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import type { CustomField } from './rules.ts';
import { fieldsOf } from './store.ts';

export interface ListedFields {
  readonly fields: readonly CustomField[];
  /** Whether this person may change which there are. */
  readonly mayManage: 'yes' | 'no';
}

/** The fields that this organisation has beside its certificates, in the order in which they were added. */
export async function listFields(
  { database }: Pick<CertificatesPorts, 'database'>,
  { person }: ByPerson,
): Promise<ListedFields | Refusal<'step-up-needed' | 'role-missing'>> {
  const may = await permit(database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  return { fields: await fieldsOf(database, person.organisationId), mayManage: grants(may.roles, 'manage-fields') ? 'yes' : 'no' };
}

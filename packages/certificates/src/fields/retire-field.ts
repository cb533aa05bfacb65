import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import type { FieldId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { markRetired } from './store.ts';

type RetireRefusal = Refusal<'step-up-needed' | 'role-missing' | 'field-not-found'>;

/** It is asked for and shown no more. What was written in it stays in the database, where an auditor may want it. */
export function retireField(
  ports: CertificatesPorts,
  { person, fieldId }: ByPerson & { readonly fieldId: FieldId },
): Promise<{ readonly kind: 'retired' } | RetireRefusal> {
  const { organisationId } = person;
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'retired' } | RetireRefusal> => {
    const now = ports.clock.now();
    const may = await permit(tx, { person, permission: 'manage-fields' });
    const isRetired = !isRefusal(may) && (await markRetired(tx, { fieldId, organisationId, now }));
    const refusal = isRefusal(may) ? may : isRetired ? undefined : refuse('field-not-found', 'none of this organisation');
    await audit(tx, { at: now, action: 'certificate-field.retire', by: person, subject: `field:${fieldId}`, refusal });
    return refusal ?? { kind: 'retired' };
  });
}

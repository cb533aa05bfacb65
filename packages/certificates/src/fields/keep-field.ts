import { newId, type Transaction } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import type { FieldId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import { lockOrganisation } from '../people/store.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { CertificatesSchema } from '../schema.ts';
import { type FieldWish, type GoodField, judgeField } from './rules.ts';
import { fieldsOf, insertField, updateField } from './store.ts';

export interface FieldToKeep extends ByPerson {
  /** Undefined: another one. */
  readonly fieldId: FieldId | undefined;
  readonly wish: FieldWish;
}

type KeepRefusal = Refusal<
  'step-up-needed' | 'role-missing' | 'field-not-found' | 'field-malformed' | 'field-there-already' | 'fields-too-many'
>;

/**
 * Adds a field, or changes the name, the choices and the need of one. What is asked for keeps its kind: what was written as a number must not become a date. Values that
 * were written stay, a choice that is offered no more among them.
 */
export function keepField(
  ports: CertificatesPorts,
  input: FieldToKeep,
): Promise<{ readonly kind: 'kept'; readonly fieldId: FieldId } | KeepRefusal> {
  const { person } = input;
  const { organisationId } = person;
  const fieldId = input.fieldId ?? (newId(ports.randomness) as FieldId);
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'kept'; readonly fieldId: FieldId } | KeepRefusal> => {
    const now = ports.clock.now();
    await lockOrganisation(tx, organisationId);
    const field = await judge(tx, input);
    const act = { at: now, action: 'certificate-field.keep', by: person, subject: `field:${fieldId}` } as const;
    if (isRefusal(field)) {
      await audit(tx, { ...act, refusal: field });
      return field;
    }
    if (input.fieldId === undefined) await insertField(tx, { ...field, fieldId, organisationId, now });
    else await updateField(tx, { fieldId, organisationId, field });
    await audit(tx, { ...act, details: { name: field.name, kind: field.kind, need: field.need } });
    return { kind: 'kept', fieldId };
  });
}

async function judge(tx: Transaction<CertificatesSchema>, { person, fieldId, wish }: FieldToKeep): Promise<GoodField | KeepRefusal> {
  const may = await permit(tx, { person, permission: 'manage-fields' });
  if (isRefusal(may)) return may;
  const fields = await fieldsOf(tx, person.organisationId);
  const present = fields.find((field) => field.fieldId === fieldId);
  if (fieldId !== undefined && present === undefined) return refuse('field-not-found', 'none of this organisation');
  const others = fields.filter((field) => field !== present);
  return judgeField({ ...wish, kind: present?.kind ?? wish.kind }, others);
}

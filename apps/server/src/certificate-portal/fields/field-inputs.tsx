import type { CustomField, FieldEntry, Refusal } from '@sallyport/certificates';
import { Field, type PageError, Select } from '@sallyport/ui';
import { type TObjectOptions, Type } from 'typebox';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import type { PortalParts } from '../portal-parts.ts';

const PREFIX = 'field-';

/** What a form may hold besides its own: one text for each field, by the field's id. */
export const FIELD_INPUTS = {
  additionalProperties: false,
  patternProperties: { [`^${PREFIX}[A-Za-z0-9_-]{22}$`]: Type.String({ maxLength: 800 }) },
  maxProperties: 40,
} satisfies TObjectOptions;

export function entriesIn(form: object): readonly FieldEntry[] {
  return Object.entries(form).flatMap(([name, value]: [string, unknown]) =>
    name.startsWith(PREFIX) && typeof value === 'string' ? [{ fieldId: name.slice(PREFIX.length), value }] : [],
  );
}

/** One error for each field that a refusal names; undefined for a refusal that is about something else. */
export function fieldErrors(
  parts: PortalParts,
  refusal: Refusal | undefined,
  fields: readonly CustomField[],
): readonly PageError[] | undefined {
  if (refusal?.code !== 'field-value-refused' && refusal?.code !== 'field-value-missing') return undefined;
  const named = fields.filter(({ name }) => refusal.details.texts?.includes(name));
  return named.map(({ fieldId, name }) => ({
    message: parts.refusals.sentence({ code: refusal.code, details: { texts: [name] } }),
    field: PREFIX + fieldId,
  }));
}

/** An input for each field of the organisation, as its kind wants it. */
export function FieldInputs({
  parts,
  fields,
  valueOf,
  errors,
}: {
  readonly parts: PortalParts;
  readonly fields: readonly CustomField[];
  readonly valueOf: (field: CustomField) => string | undefined;
  readonly errors: readonly PageError[];
}): VNode {
  return (
    <>
      {fields.map((field) => (
        <FieldInput
          key={field.fieldId}
          parts={parts}
          field={field}
          value={valueOf(field) ?? ''}
          error={errors.find((error) => error.field === PREFIX + field.fieldId)?.message}
        />
      ))}
    </>
  );
}

function FieldInput({
  parts: { messages },
  field: { fieldId, name: label, kind, choices, need },
  value,
  error,
}: {
  readonly parts: PortalParts;
  readonly field: CustomField;
  readonly value: string;
  readonly error: string | undefined;
}): VNode {
  const shared = { name: PREFIX + fieldId, label, value, ...fieldError(error) };
  const optional = need === 'optional';
  switch (kind) {
    case 'choice': {
      // One that is offered no more stays until somebody chooses another.
      const offered = value === '' || choices.includes(value) ? choices : [value, ...choices];
      return <Select {...shared} none={messages('fieldNothing')} choices={offered.map((one) => ({ value: one, label: one }))} />;
    }
    case 'date':
      return <Field {...shared} hint={messages('fieldHint.date')} inputMode="numeric" width="short" optional={optional} />;
    case 'number':
      return <Field {...shared} hint={messages('fieldHint.number')} inputMode="numeric" width="short" optional={optional} />;
    case 'mail':
      return <Field {...shared} type="email" hint={messages('fieldHint.mail')} optional={optional} />;
    case 'text':
      return <Field {...shared} optional={optional} />;
  }
}

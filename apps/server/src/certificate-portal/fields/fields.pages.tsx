import {
  type CertificateView,
  type CustomField,
  FIELD_KINDS,
  FIELD_LIMITS,
  type ListedFields,
  type Refusal,
} from '@sallyport/certificates';
import { Actions, Button, ButtonLink, EmptyState, Field, Form, RadioCards, Table, TextArea } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorsOf, nameOf, pageBelow } from '../frame.tsx';
import { PATHS, certificatePath, describePath, fieldChangePath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { FieldInputs, fieldErrors } from './field-inputs.tsx';

export function fieldsPage(parts: PortalParts, { person, fields, mayManage }: ListedFields & { readonly person: PortalPerson }): VNode {
  const { messages } = parts;
  const add = <ButtonLink href={PATHS.fieldChange}>{messages('fieldsAdd')}</ButtonLink>;
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back: PATHS.inventory },
    {
      title: messages('fieldsTitle'),
      lead: messages('fieldsLead'),
      width: 'wide',
      children: (
        <>
          <Table
            caption={messages('fieldsTable')}
            columns={[
              {
                title: messages('fieldsName'),
                cell: ({ name, choices }: CustomField) => (
                  <>
                    {name}
                    {choices.length === 0 ? null : (
                      <span class="under-name">
                        {new Intl.ListFormat(parts.frame.language.locale, { type: 'disjunction' }).format(choices)}
                      </span>
                    )}
                  </>
                ),
              },
              { title: messages('fieldsKind'), cell: ({ kind }) => messages(`fieldKind.${kind}`) },
              { title: messages('fieldsNeed'), cell: ({ need }) => messages(`fieldNeed.${need}`) },
              ...(mayManage === 'yes'
                ? [{ title: messages('fieldsChange'), cell: (field: CustomField) => <ChangeField parts={parts} field={field} /> }]
                : []),
            ]}
            rows={fields}
            rowKey={({ fieldId }) => fieldId}
            empty={<EmptyState title={messages('fieldsNone')}>{messages('fieldsNoneText')}</EmptyState>}
          />
          {mayManage === 'yes' ? <Actions>{add}</Actions> : null}
        </>
      ),
    },
  );
}

function ChangeField({ parts: { messages }, field }: { readonly parts: PortalParts; readonly field: CustomField }): VNode {
  return (
    <a href={fieldChangePath(field.fieldId)}>
      {messages('fieldsChange')}
      <span class="visually-hidden"> {messages('fieldsChangeAbout', { name: field.name })}</span>
    </a>
  );
}

/** What the form holds, as typed. */
export interface FieldForm {
  readonly name: string;
  readonly kind?: string;
  readonly choices: string;
  readonly need?: string;
}

export interface FieldChangeView {
  readonly person: PortalPerson;
  /** Undefined: another one. */
  readonly field: CustomField | undefined;
  readonly form: FieldForm;
  readonly refusal?: Refusal;
}

export function formOf(field: CustomField | undefined): FieldForm {
  if (field === undefined) return { name: '', kind: 'text', choices: '', need: 'optional' };
  return { ...field, choices: field.choices.join('\n') };
}

export function fieldChangePage(parts: PortalParts, { person, field, form, refusal }: FieldChangeView): VNode {
  const { messages } = parts;
  const title = field === undefined ? messages('fieldNewTitle') : messages('fieldChangeTitle', { name: field.name });
  const errors = errorsOf(parts, refusal, () => 'name');
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back: PATHS.fields },
    {
      title,
      lead: messages('fieldChangeLead'),
      errors,
      children: (
        <Form action={fieldChangePath(field?.fieldId)}>
          <Field
            name="name"
            label={messages('fieldName')}
            maxLength={FIELD_LIMITS.nameCharacters}
            value={form.name}
            {...fieldError(errors[0]?.message)}
          />
          {field === undefined ? (
            <RadioCards
              name="kind"
              legend={messages('fieldKindLabel')}
              choices={FIELD_KINDS.map((kind) => ({ value: kind, label: messages(`fieldKind.${kind}`) }))}
              value={form.kind ?? ''}
            />
          ) : (
            <p>{messages('fieldKindKept', { kind: messages(`fieldKind.${field.kind}`) })}</p>
          )}
          {field === undefined || field.kind === 'choice' ? (
            <TextArea
              name="choices"
              label={messages('fieldChoices')}
              hint={messages('fieldChoicesHint')}
              rows={5}
              optional
              value={form.choices}
            />
          ) : null}
          <RadioCards
            name="need"
            legend={messages('fieldNeedLabel')}
            choices={(['optional', 'required'] as const).map((need) => ({ value: need, label: messages(`fieldNeed.${need}`) }))}
            value={form.need ?? ''}
          />
          <Actions>
            <Button name="act" value="keep">
              {messages('fieldKeep')}
            </Button>
            {field === undefined ? null : (
              <Button name="act" value="retire" kind="danger">
                {messages('fieldRetire')}
              </Button>
            )}
          </Actions>
          {field === undefined ? null : <p class="quiet">{messages('fieldRetireHint')}</p>}
        </Form>
      ),
    },
  );
}

export interface DescribeView {
  readonly person: PortalPerson;
  readonly certificate: CertificateView;
  /** By field, as typed; undefined: as it is kept. */
  readonly typed?: ReadonlyMap<string, string>;
  readonly refusal?: Refusal;
}

export function describePage(parts: PortalParts, { person, certificate, typed, refusal }: DescribeView): VNode {
  const { messages } = parts;
  const fields = certificate.described.map(({ field }) => field);
  const errors = fieldErrors(parts, refusal, fields) ?? errorsOf(parts, refusal, () => undefined);
  const kept = new Map(certificate.described.map(({ field, value }) => [field.fieldId, value]));
  const title = messages('describeTitle');
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back: certificatePath(certificate.certificateId) },
    {
      title,
      lead: messages('describeLead'),
      errors,
      children: (
        <>
          <p class="certificate-name">{nameOf(certificate)}</p>
          <Form action={describePath(certificate.certificateId)}>
            <FieldInputs
              parts={parts}
              fields={fields}
              valueOf={({ fieldId }) => (typed === undefined ? kept.get(fieldId) : typed.get(fieldId))}
              errors={errors}
            />
            <Actions>
              <Button>{messages('describeKeep')}</Button>
            </Actions>
          </Form>
        </>
      ),
    },
  );
}

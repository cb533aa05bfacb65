import {
  type ChosenReason,
  type CustomField,
  type ListedCertificate,
  type ManyAct,
  REVOCATION_REASONS,
  type Refusal,
} from '@sallyport/certificates';
import { Actions, Button, ButtonLink, EmptyState, Field, Form, RadioCards, Select, Table, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { errorsOf, pageBelow } from '../frame.tsx';
import { ListedName } from '../listed-name.tsx';
import { NoticeAddressesInput } from '../notices/notice-addresses.tsx';
import { PATHS } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { StatusBadge } from '../status-badge.tsx';

export interface ManyView {
  readonly person: PortalPerson;
  /** The address of this page: what is chosen, and the act. */
  readonly address: string;
  readonly act: ManyAct['act'];
  readonly certificates: readonly ListedCertificate[];
  readonly fields: readonly CustomField[];
  /** The addresses of whoever else is to be told, as they were written. */
  readonly addresses: string;
  readonly refusal?: Refusal;
}

/** Names every certificate before the button does anything to it. */
export function manyPage(parts: PortalParts, view: ManyView): VNode {
  const { messages } = parts;
  const { person, address, act, certificates, refusal } = view;
  const count = certificates.length;
  const title = messages(`manyTitle.${act}`, { count });
  const errors = errorsOf(parts, refusal, () => 'addresses');
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back: PATHS.inventory },
    {
      title,
      lead: messages(`manyLead.${act}`),
      errors,
      width: 'wide',
      children: (
        <>
          <Table
            caption={messages('manyTable')}
            columns={[
              {
                title: messages('inventoryName'),
                cell: (certificate: ListedCertificate) => <ListedName parts={parts} certificate={certificate} />,
              },
              { title: messages('inventoryStatus'), cell: ({ status }) => <StatusBadge parts={parts} status={status} /> },
              {
                title: messages('inventoryEnds'),
                cell: ({ notAfter }) =>
                  notAfter === undefined ? <span class="quiet">{messages('inventoryNotIssued')}</span> : <Time at={notAfter} show="date" />,
              },
            ]}
            rows={certificates}
            rowKey={({ certificateId }) => certificateId}
            empty={<EmptyState title={messages('manyNone')}>{messages('manyNoneText')}</EmptyState>}
          />
          {count === 0 ? null : (
            <Form action={address}>
              <WhatElse parts={parts} view={view} error={errors[0]?.message} />
              <Actions>
                <Button kind={act === 'revoke' ? 'danger' : 'primary'}>{messages(`manyYes.${act}`, { count })}</Button>
                <ButtonLink href={PATHS.inventory} kind="secondary">
                  {messages('manyKeep')}
                </ButtonLink>
              </Actions>
            </Form>
          )}
        </>
      ),
    },
  );
}

/** What the act must know besides. */
function WhatElse({
  parts,
  view: { act, fields, addresses },
  error,
}: {
  readonly parts: PortalParts;
  readonly view: ManyView;
  readonly error: string | undefined;
}): VNode | null {
  const { messages } = parts;
  switch (act) {
    case 'revoke':
      return (
        <RadioCards
          name="reason"
          legend={messages('revokeReason')}
          hint={messages('revokeReasonHint')}
          value="unspecified"
          choices={(Object.keys(REVOCATION_REASONS) as ChosenReason[]).map((reason) => ({
            value: reason,
            label: messages(`reason.${reason}`),
          }))}
        />
      );
    case 'describe':
      return (
        <>
          <Select
            name="field"
            label={messages('manyField')}
            choices={fields.map(({ fieldId, name }) => ({ value: fieldId, label: name }))}
            value={fields[0]?.fieldId ?? ''}
          />
          <Field name="value" label={messages('manyValue')} hint={messages('manyValueHint')} optional />
        </>
      );
    case 'tell-others':
      return <NoticeAddressesInput parts={parts} typed={addresses} error={error} />;
    case 'deactivate':
    case 'retry':
      return null;
  }
}

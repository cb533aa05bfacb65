import type { ActionProof, AddressList } from '@sallyport/identity';
import { Actions, BackLink, Button, ButtonLink, EmptyState, Field, Form, Heading, Panel, SummaryList, Table } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError, framed } from '../../http/page.tsx';
import { WhatItTakes } from '../actions/what-it-takes.tsx';
import { errorOn, personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

/** The person's contact addresses: list → add, confirm, make primary, remove. */

export interface ListedAddress {
  readonly address: string;
  readonly state: 'primary' | 'confirmed' | 'pending';
  /** Names the row in the address of the page that removes it: an e-mail address does not belong there. */
  readonly position: number;
}

export function listedAddresses({ confirmed, pending }: AddressList): readonly ListedAddress[] {
  const known = confirmed.map((address, index) => ({ address, state: index === 0 ? ('primary' as const) : ('confirmed' as const) }));
  const waiting = pending.map(({ address }) => ({ address, state: 'pending' as const }));
  return [...known, ...waiting].map((entry, position) => ({ ...entry, position }));
}

export interface AddressesView {
  readonly person: Person;
  readonly addresses: readonly ListedAddress[];
  /** Of whoever changes something; before it is given, the page only shows. */
  readonly takes: ActionProof;
  readonly typed?: string | undefined;
  readonly error?: string | undefined;
}

export function addressesPage(parts: SelfAdministrationParts, view: AddressesView): VNode {
  const { messages } = parts;
  const mayChange = view.takes.kind === 'given';
  return personalPage(parts, view.person, {
    title: messages('addressesTitle'),
    errors: view.error === undefined ? [] : mayChange ? errorOn('address', view.error) : [{ message: view.error }],
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading lead={messages('addressesLead')}>{messages('addressesTitle')}</Heading>
        {mayChange ? null : <WhatItTakes parts={parts} action="change-addresses" takes={view.takes} />}
        <Table
          caption={messages('addressesTitle')}
          columns={[
            { title: messages('addressesAddress'), cell: (row: ListedAddress) => row.address },
            { title: messages('addressesState'), cell: (row) => stateOf(parts, row) },
            ...(mayChange
              ? [{ title: messages('addressesChange'), cell: (row: ListedAddress) => <AddressActions parts={parts} row={row} /> }]
              : []),
          ]}
          rows={view.addresses}
          rowKey={(row) => row.address}
          empty={<EmptyState title={messages('addressesNone')}>{messages('addressesNoneText')}</EmptyState>}
        />
        {mayChange ? (
          <Panel title={messages('addressesAddTitle')}>
            <Form action={PATHS.addresses}>
              <Field
                name="address"
                type="email"
                inputMode="email"
                autoComplete="email"
                label={messages('addressesNew')}
                hint={messages('addressesNewHint')}
                maxLength={254}
                {...fieldError(view.error)}
                {...(view.typed === undefined ? {} : { value: view.typed })}
              />
              <Actions>
                <Button>{messages('addressesAdd')}</Button>
              </Actions>
            </Form>
          </Panel>
        ) : null}
      </>
    ),
  });
}

function stateOf({ messages }: SelfAdministrationParts, { state }: ListedAddress): string {
  switch (state) {
    case 'primary':
      return messages('addressesPrimary');
    case 'confirmed':
      return messages('addressesConfirmed');
    case 'pending':
      return messages('addressesPending');
  }
}

function AddressActions({ parts, row }: { readonly parts: SelfAdministrationParts; readonly row: ListedAddress }): VNode {
  const { messages } = parts;
  return (
    <>
      {row.state === 'confirmed' ? (
        <Form action={PATHS.addressPrimary} hidden={{ address: row.address }}>
          <Button kind="quiet">
            {messages('addressesMakePrimary')}
            <span class="visually-hidden"> {row.address}</span>
          </Button>
        </Form>
      ) : null}
      <a href={`${PATHS.addressRemove}?position=${String(row.position)}`}>
        {messages('addressesRemove')}
        <span class="visually-hidden"> {row.address}</span>
      </a>
    </>
  );
}

export function removeAddressPage(
  parts: SelfAdministrationParts,
  { person, row }: { readonly person: Person; readonly row: ListedAddress },
): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('addressRemoveTitle'),
    children: (
      <>
        <BackLink href={PATHS.addresses} />
        <Heading lead={messages('addressRemoveLead')}>{messages('addressRemoveTitle')}</Heading>
        <SummaryList
          rows={[
            { label: messages('addressesAddress'), value: row.address },
            { label: messages('addressesState'), value: stateOf(parts, row) },
          ]}
        />
        <Form action={PATHS.addressRemove} hidden={{ address: row.address }}>
          <Actions>
            <Button kind="danger">{messages('addressRemoveYes', { address: row.address })}</Button>
            <ButtonLink href={PATHS.addresses} kind="secondary">
              {messages('addressRemoveNo')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function confirmAddressPage(parts: SelfAdministrationParts, view: { readonly code?: string; readonly error?: string }): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('addressConfirmTitle'),
    errors: errorOn('code', view.error),
    children: (
      <>
        <Heading lead={messages('addressConfirmLead')}>{messages('addressConfirmTitle')}</Heading>
        <Form action={PATHS.addressConfirm}>
          <Field
            name="code"
            label={messages('addressConfirmCode')}
            hint={messages('addressConfirmCodeHint')}
            text="code"
            fragmentKey="a"
            maxLength={64}
            {...fieldError(view.error)}
            {...(view.code === undefined ? {} : { value: view.code })}
          />
          <Actions>
            <Button>{messages('addressConfirmYes')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

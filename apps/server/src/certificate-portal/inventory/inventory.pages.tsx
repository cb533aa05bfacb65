import { INVENTORY_ORDERS, type InventoryPage, type InventoryWish, type ListedCertificate, STATUSES } from '@sallyport/certificates';
import { Actions, Button, ButtonLink, EmptyState, Field, Heading, Select, Table, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { nameOf, personalPage } from '../frame.tsx';
import { ListedName } from '../listed-name.tsx';
import { PATHS, certificatePath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { profileName } from '../profile-names.ts';
import { StatusBadge } from '../status-badge.tsx';
import { csvLine } from './csv.ts';
import { addressOf } from './inventory-wish.ts';

export interface InventoryView {
  readonly person: PortalPerson;
  readonly wish: InventoryWish;
  readonly page: InventoryPage;
}

export function inventoryPage(parts: PortalParts, { person, wish, page }: InventoryView): VNode {
  const { messages } = parts;
  const isEverything = wish.search === '' && wish.status === undefined && wish.after === undefined;
  return personalPage(
    parts,
    { person, section: PATHS.inventory },
    {
      title: messages('inventoryTitle'),
      width: 'wide',
      children: (
        <>
          <Heading lead={messages('inventoryLead')}>{messages('inventoryTitle')}</Heading>
          <Actions>
            <ButtonLink href={PATHS.request}>{messages('inventoryRequest')}</ButtonLink>
          </Actions>
          <SearchForm parts={parts} wish={wish} />
          <Table
            caption={messages('inventoryTable')}
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
              { title: messages('inventoryAsked'), cell: ({ requestedAt }) => <Time at={requestedAt} show="date" /> },
            ]}
            rows={page.certificates}
            rowKey={({ certificateId }) => certificateId}
            empty={
              <EmptyState title={messages(isEverything ? 'inventoryNone' : 'inventoryNoneFound')}>
                {messages(isEverything ? 'inventoryNoneText' : 'inventoryNoneFoundText')}
              </EmptyState>
            }
          />
          <Actions>
            {page.next === undefined ? null : (
              <ButtonLink href={addressOf(PATHS.inventory, { ...wish, after: page.next })} kind="secondary">
                {messages('inventoryNext')}
              </ButtonLink>
            )}
            {wish.after === undefined ? null : (
              <ButtonLink href={addressOf(PATHS.inventory, { ...wish, after: undefined })} kind="secondary">
                {messages('inventoryFirst')}
              </ButtonLink>
            )}
            {page.certificates.length === 0 ? null : (
              <ButtonLink href={addressOf(PATHS.inventoryFile, { ...wish, after: undefined })} kind="quiet">
                {messages('inventoryFile')}
              </ButtonLink>
            )}
          </Actions>
        </>
      ),
    },
  );
}

/** A form that asks: what it says stands in the address, which can be kept and sent on. */
function SearchForm({ parts: { messages }, wish }: { readonly parts: PortalParts; readonly wish: InventoryWish }): VNode {
  return (
    <form method="get" action={PATHS.inventory} role="search" class="search-form">
      <Field name="search" type="search" label={messages('inventorySearch')} hint={messages('inventorySearchHint')} value={wish.search} />
      <Select
        name="status"
        label={messages('inventoryStatus')}
        none={messages('inventoryEveryStatus')}
        choices={STATUSES.map((status) => ({ value: status, label: messages(`status.${status}`) }))}
        value={wish.status ?? ''}
      />
      <Select
        name="order"
        label={messages('inventoryOrder')}
        none={messages('order.asked')}
        choices={INVENTORY_ORDERS.filter((order) => order !== 'asked').map((order) => ({
          value: order,
          label: messages(`order.${order}`),
        }))}
        value={wish.order}
      />
      <Button kind="secondary">{messages('inventoryShow')}</Button>
    </form>
  );
}

export function csvHead({ messages }: PortalParts): string {
  return csvLine([
    messages('csvName'),
    messages('csvNames'),
    messages('csvStatus'),
    messages('csvUse'),
    messages('csvKey'),
    messages('csvSerial'),
    messages('csvAsked'),
    messages('csvBegins'),
    messages('csvEnds'),
    messages('csvReason'),
    messages('csvPage'),
  ]);
}

export function csvRow(parts: PortalParts, certificate: ListedCertificate): string {
  const moment = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString());
  return csvLine([
    nameOf(certificate),
    certificate.names.join(' '),
    parts.messages(`status.${certificate.status}`),
    profileName(parts, certificate.profileId),
    certificate.keyName,
    certificate.serial ?? '',
    moment(certificate.requestedAt),
    moment(certificate.notBefore),
    moment(certificate.notAfter),
    certificate.reason ?? '',
    certificatePath(certificate.certificateId),
  ]);
}

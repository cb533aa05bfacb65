import {
  type CustomField,
  INVENTORY_ORDERS,
  type InventoryLine,
  type InventoryPage,
  type InventoryWish,
  type SavedViews,
  STATUSES,
} from '@sallyport/certificates';
import { Actions, Button, ButtonLink, EmptyState, Field, Heading, Select, Table, Time } from '@sallyport/ui';
import type { ComponentChildren, VNode } from 'preact';
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
  readonly saved: SavedViews;
}

export function inventoryPage(parts: PortalParts, { person, wish, page, saved }: InventoryView): VNode {
  const { messages } = parts;
  const isEverything = addressOf(PATHS.inventory, { ...wish, order: 'asked' }) === PATHS.inventory;
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
            <ButtonLink href={PATHS.importing} kind="secondary">
              {messages('inventoryImport')}
            </ButtonLink>
            <ButtonLink href={PATHS.fields} kind="quiet">
              {messages('inventoryFields')}
            </ButtonLink>
          </Actions>
          <SearchForm parts={parts} wish={wish} fields={page.fields} />
          <Views parts={parts} wish={wish} saved={saved} />
          <Choosing parts={parts} page={page}>
            <Table
              caption={messages('inventoryTable')}
              columns={[
                {
                  title: messages('inventoryName'),
                  cell: (certificate: InventoryLine) => (
                    <>
                      {page.manyActs.length === 0 ? null : <Choice parts={parts} certificate={certificate} />}
                      <ListedName parts={parts} certificate={certificate} />
                    </>
                  ),
                },
                {
                  title: messages('inventoryStatus'),
                  cell: ({ status, origin }) => (
                    <>
                      <StatusBadge parts={parts} status={status} />
                      {origin === 'import' ? <span class="badge"> {messages('inventoryForeign')}</span> : null}
                    </>
                  ),
                },
                {
                  title: messages('inventoryEnds'),
                  cell: ({ notAfter }) =>
                    notAfter === undefined ? (
                      <span class="quiet">{messages('inventoryNotIssued')}</span>
                    ) : (
                      <Time at={notAfter} show="date" />
                    ),
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
          </Choosing>
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

/** One form around the table: what is chosen stands in the address of the page that asks about it, so the second door leads back there. */
function Choosing({
  parts: { messages },
  page: { certificates, manyActs },
  children,
}: {
  readonly parts: PortalParts;
  readonly page: InventoryPage;
  readonly children: ComponentChildren;
}): VNode {
  if (certificates.length === 0 || manyActs.length === 0) return <>{children}</>;
  return (
    <form method="get" action={PATHS.many} class="choosing">
      {children}
      <fieldset class="choosing-acts">
        <legend>{messages('inventoryMany')}</legend>
        <Actions>
          {manyActs.map((act) => (
            <Button key={act} name="act" value={act} kind="secondary">
              {messages(`manyChoose.${act}`)}
            </Button>
          ))}
        </Actions>
      </fieldset>
    </form>
  );
}

function Choice({ parts: { messages }, certificate }: { readonly parts: PortalParts; readonly certificate: InventoryLine }): VNode {
  return (
    <input
      type="checkbox"
      class="choice-box"
      name="certificate"
      value={certificate.certificateId}
      aria-label={messages('inventoryChoose', { name: nameOf(certificate) })}
    />
  );
}

function Views({ parts: { messages }, wish, saved }: { readonly parts: PortalParts } & Pick<InventoryView, 'wish' | 'saved'>): VNode {
  const here = addressOf(PATHS.inventory, { ...wish, after: undefined });
  const isSaved = saved.views.some((view) => addressOf(PATHS.inventory, view.wish) === here);
  return (
    <nav aria-label={messages('inventoryViews')} class="saved-views">
      {saved.views.map((view) => {
        const href = addressOf(PATHS.inventory, view.wish);
        return (
          <a key={view.viewId} href={href} aria-current={href === here ? 'page' : undefined}>
            {view.name}
          </a>
        );
      })}
      {isSaved || here === PATHS.inventory ? null : (
        <a href={addressOf(PATHS.viewNew, { ...wish, after: undefined })}>{messages('inventorySaveView')}</a>
      )}
      {saved.views.length === 0 ? null : <a href={PATHS.views}>{messages('inventoryManageViews')}</a>}
    </nav>
  );
}

/** A form that asks: what it says stands in the address, which can be kept and sent on. */
function SearchForm({
  parts: { messages },
  wish,
  fields,
}: {
  readonly parts: PortalParts;
  readonly wish: InventoryWish;
  readonly fields: readonly CustomField[];
}): VNode {
  return (
    <form method="get" action={PATHS.inventory} role="search" class="search-form">
      <Field name="search" type="search" label={messages('inventorySearch')} hint={messages('inventorySearchHint')} value={wish.search} />
      {fields.length === 0 ? null : (
        <Select
          name="field"
          label={messages('inventoryIn')}
          none={messages('inventoryEverywhere')}
          choices={fields.map(({ fieldId, name }) => ({ value: fieldId, label: name }))}
          value={wish.field ?? ''}
        />
      )}
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

export function csvHead({ messages }: PortalParts, fields: readonly CustomField[]): string {
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
    messages('csvIssuer'),
    messages('csvPage'),
    ...fields.map(({ name }) => name),
  ]);
}

export function csvRow(
  parts: PortalParts,
  { certificate, fields }: { readonly certificate: InventoryLine; readonly fields: readonly CustomField[] },
): string {
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
    certificate.issuer ?? '',
    certificatePath(certificate.certificateId),
    ...fields.map(({ fieldId }) => certificate.values.find((kept) => kept.fieldId === fieldId)?.value ?? ''),
  ]);
}

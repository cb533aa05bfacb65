import { type InventoryWish, type Refusal, type SavedView, type SavedViews, VIEW_LIMITS } from '@sallyport/certificates';
import { Actions, Button, ButtonLink, EmptyState, Field, Form, RadioCards, SummaryList, Table } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorsOf, pageBelow } from '../frame.tsx';
import { addressOf } from '../inventory/inventory-wish.ts';
import { PATHS, viewDeletePath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';

export function viewsPage(parts: PortalParts, { person, views }: SavedViews & { readonly person: PortalPerson }): VNode {
  const { messages } = parts;
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back: PATHS.inventory },
    {
      title: messages('viewsTitle'),
      lead: messages('viewsLead'),
      width: 'wide',
      children: (
        <Table
          caption={messages('viewsTable')}
          columns={[
            { title: messages('viewsName'), cell: ({ name, wish }: SavedView) => <a href={addressOf(PATHS.inventory, wish)}>{name}</a> },
            { title: messages('viewsSeenBy'), cell: ({ seenBy }) => messages(`viewSeenBy.${seenBy}`) },
            {
              title: messages('viewsDelete'),
              cell: ({ viewId, name, mayDelete }) =>
                mayDelete === 'no' ? null : (
                  <a href={viewDeletePath(viewId)}>
                    {messages('viewsDelete')}
                    <span class="visually-hidden"> {name}</span>
                  </a>
                ),
            },
          ]}
          rows={views}
          rowKey={({ viewId }) => viewId}
          empty={<EmptyState title={messages('viewsNone')}>{messages('viewsNoneText')}</EmptyState>}
        />
      ),
    },
  );
}

export interface NewViewView {
  readonly person: PortalPerson;
  readonly wish: InventoryWish;
  readonly mayShare: 'yes' | 'no';
  readonly form: { readonly name: string; readonly seenBy?: string };
  readonly refusal?: Refusal;
}

export function newViewPage(parts: PortalParts, { person, wish, mayShare, form, refusal }: NewViewView): VNode {
  const { messages } = parts;
  const title = messages('viewNewTitle');
  const errors = errorsOf(parts, refusal, () => 'name');
  const seers = mayShare === 'yes' ? (['me', 'everybody'] as const) : (['me'] as const);
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back: addressOf(PATHS.inventory, wish) },
    {
      title,
      lead: messages('viewNewLead'),
      errors,
      children: (
        <>
          <SummaryList
            rows={[
              { label: messages('viewSearch'), value: wish.search === '' ? messages('viewEverything') : wish.search },
              ...(wish.status === undefined ? [] : [{ label: messages('inventoryStatus'), value: messages(`status.${wish.status}`) }]),
              { label: messages('inventoryOrder'), value: messages(`order.${wish.order}`) },
            ]}
          />
          <Form action={addressOf(PATHS.viewNew, wish)}>
            <Field
              name="name"
              label={messages('viewName')}
              maxLength={VIEW_LIMITS.nameCharacters}
              value={form.name}
              {...fieldError(errors[0]?.message)}
            />
            <RadioCards
              name="seenBy"
              legend={messages('viewSeenBy')}
              choices={seers.map((seenBy) => ({ value: seenBy, label: messages(`viewSeenBy.${seenBy}`) }))}
              value={form.seenBy ?? 'me'}
            />
            <Actions>
              <Button>{messages('viewSave')}</Button>
            </Actions>
          </Form>
        </>
      ),
    },
  );
}

export function deleteViewPage(parts: PortalParts, { person, view }: { readonly person: PortalPerson; readonly view: SavedView }): VNode {
  const { messages } = parts;
  const title = messages('viewDeleteTitle', { name: view.name });
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back: PATHS.views },
    {
      title,
      lead: messages(view.seenBy === 'everybody' ? 'viewDeleteSharedLead' : 'viewDeleteLead'),
      children: (
        <Form action={viewDeletePath(view.viewId)}>
          <Actions>
            <Button kind="danger">{messages('viewDeleteYes')}</Button>
            <ButtonLink href={PATHS.views} kind="secondary">
              {messages('viewKeep')}
            </ButtonLink>
          </Actions>
        </Form>
      ),
    },
  );
}

import { type Refusal, deleteView, isRefusal, listViews, parseSavedViewId, saveView } from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { InventoryQuery, addressOf, wishOf } from '../inventory/inventory-wish.ts';
import { PATHS } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { deleteViewPage, newViewPage, viewsPage } from './saved-views.pages.tsx';

const ViewForm = Type.Object(
  { name: Type.String({ maxLength: 300 }), seenBy: Type.Optional(Type.String({ maxLength: 20 })) },
  { additionalProperties: false },
);
type ViewForm = Static<typeof ViewForm>;
const Which = Type.Object({ view: Type.String({ maxLength: 22 }) }, { additionalProperties: false });
const NothingToSay = Type.Object({}, { additionalProperties: false });

/** Searches with a name: saved from the list, opened there, deleted here. */
export function savedViewsRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.views,
    behind(parts, 1, async (visitor) => {
      const outcome = await listViews(parts.certificates, { person: actor(visitor) });
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: (saved) => sendPage(visitor.reply, viewsPage(parts, { person: visitor.person, ...saved })),
      });
    }),
  );

  listener.get(
    PATHS.viewNew,
    { schema: { querystring: InventoryQuery } },
    behind(parts, 2, (visitor) => showForm(visitor, { name: '' })),
  );

  listener.post(
    PATHS.viewNew,
    { schema: { querystring: InventoryQuery, body: ViewForm } },
    behind(parts, 2, async (visitor) => {
      const form = visitor.request.body as ViewForm;
      const wish = wishOf(visitor.request.query as InventoryQuery);
      const view = { name: form.name, seenBy: form.seenBy ?? '', wish };
      const outcome = await saveView(parts.certificates, { person: actor(visitor), view });
      if (!isRefusal(outcome)) return visitor.reply.redirect(addressOf(PATHS.inventory, { ...wish, after: undefined }), 303);
      const isAboutForm = outcome.code === 'view-malformed' || outcome.code === 'views-too-many';
      return isAboutForm ? showForm(visitor, form, outcome) : refused(parts, visitor, outcome);
    }),
  );

  listener.get(
    PATHS.viewDelete,
    { schema: { querystring: Which } },
    behind(parts, 2, async (visitor) => {
      const { view: id } = visitor.request.query as Static<typeof Which>;
      const outcome = await listViews(parts.certificates, { person: actor(visitor) });
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: ({ views }) => {
          const view = views.find(({ viewId, mayDelete }) => viewId === id && mayDelete === 'yes');
          if (view === undefined) return visitor.reply.redirect(PATHS.views, 303);
          return sendPage(visitor.reply, deleteViewPage(parts, { person: visitor.person, view }));
        },
      });
    }),
  );

  listener.post(
    PATHS.viewDelete,
    { schema: { querystring: Which, body: NothingToSay } },
    behind(parts, 2, async (visitor) => {
      const viewId = parseSavedViewId((visitor.request.query as Static<typeof Which>).view);
      const outcome = viewId && (await deleteView(parts.certificates, { person: actor(visitor), viewId }));
      return outcome !== undefined && isRefusal(outcome) ? refused(parts, visitor, outcome) : visitor.reply.redirect(PATHS.views, 303);
    }),
  );

  async function showForm(visitor: Visitor, form: ViewForm, refusal?: Refusal): Promise<FastifyReply> {
    const wish = { ...wishOf(visitor.request.query as InventoryQuery), after: undefined };
    const outcome = await listViews(parts.certificates, { person: actor(visitor) });
    return shownUnlessRefused(parts, visitor, {
      outcome,
      show: ({ mayShare }) => {
        const page = newViewPage(parts, { person: visitor.person, wish, mayShare, form, ...(refusal && { refusal }) });
        return sendPage(visitor.reply, page, refusal?.status ?? 200);
      },
    });
  }
}

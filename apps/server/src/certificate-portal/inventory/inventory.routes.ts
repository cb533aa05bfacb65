import { Readable } from 'node:stream';
import { type InventoryPage, type InventoryWish, type Person, isRefusal, listViews, searchInventory } from '@sallyport/certificates';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { PortalParts } from '../portal-parts.ts';
import { InventoryQuery, wishOf } from './inventory-wish.ts';
import { csvHead, csvRow, inventoryPage } from './inventory.pages.tsx';

const PAGE_SIZE = 50;
const FILE_PAGE_SIZE = 500;

/** All certificates of the organisation: to look through, and as a file. */
export function inventoryRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.inventory,
    { schema: { querystring: InventoryQuery } },
    behind(parts, 1, async (visitor) => {
      const wish = wishOf(visitor.request.query as InventoryQuery);
      const person = actor(visitor);
      const saved = await listViews(parts.certificates, { person });
      if (isRefusal(saved)) return refused(parts, visitor, saved);
      const outcome = await searchInventory(parts.certificates, { person, wish, limit: PAGE_SIZE });
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: (page) => sendPage(visitor.reply, inventoryPage(parts, { person: visitor.person, wish, page, saved })),
      });
    }),
  );

  listener.get(
    PATHS.inventoryFile,
    { schema: { querystring: InventoryQuery } },
    behind(parts, 1, async (visitor) => {
      const wish = wishOf(visitor.request.query as InventoryQuery);
      const person = actor(visitor);
      const outcome = await searchInventory(parts.certificates, { person, wish, limit: FILE_PAGE_SIZE });
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: (first) =>
          visitor.reply
            .type('text/csv; charset=utf-8')
            .header('content-disposition', 'attachment; filename="certificates.csv"')
            .send(Readable.from(linesOf(parts, { person, wish, first }))),
      });
    }),
  );
}

/** Page after page, so that a million certificates never stand in memory at once. */
async function* linesOf(
  parts: PortalParts,
  { person, wish, first }: { readonly person: Person; readonly wish: InventoryWish; readonly first: InventoryPage },
): AsyncGenerator<string> {
  // What is written down in between has the columns of the first page.
  const { fields } = first;
  yield csvHead(parts, fields);
  let page = first;
  for (;;) {
    yield page.certificates.map((certificate) => csvRow(parts, { certificate, fields })).join('');
    if (page.next === undefined) return;
    const following = await searchInventory(parts.certificates, { person, wish: { ...wish, after: page.next }, limit: FILE_PAGE_SIZE });
    // A role withdrawn meanwhile ends the file here.
    if (isRefusal(following)) return;
    page = following;
  }
}

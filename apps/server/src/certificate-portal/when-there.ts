import { isRefusal } from '@sallyport/certificates';
import type { FastifyReply } from 'fastify';
import { sendPage } from '../http/page.tsx';
import { type GoodOf, shownUnlessRefused } from './doors.ts';
import { type Named, notTherePage } from './frame.tsx';
import type { PortalParts, Visitor } from './portal-parts.ts';

/** What an address names, for this person. What is malformed, unknown or of another organisation is not there, in the same words. */
export async function whenThere<Id, Outcome extends object>(
  parts: PortalParts,
  visitor: Visitor,
  given: {
    readonly named: Named;
    /** Undefined when the address holds none. */
    readonly id: Id | undefined;
    readonly view: (id: Id) => Promise<Outcome>;
    readonly show: (good: GoodOf<Outcome>) => Promise<FastifyReply> | FastifyReply;
  },
): Promise<FastifyReply> {
  const { named, id, view, show } = given;
  const notThere = () => sendPage(visitor.reply, notTherePage(parts, visitor.person, named), 404);
  if (id === undefined) return notThere();
  const outcome = await view(id);
  if (isRefusal(outcome) && outcome.code === `${named}-not-found`) return notThere();
  return shownUnlessRefused(parts, visitor, { outcome, show });
}

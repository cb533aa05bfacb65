import { beginRehearsal, findReadiness, isRefusal, type Refusal, SITUATIONS } from '@sallyport/identity';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { rehearsalPage, rehearsePage } from './rehearsal.pages.tsx';
import { rehearsedWaysRoutes } from './rehearsed-ways.routes.ts';
import { rehearsing, underWay } from './rehearsing.ts';

/** Nothing chosen is told on the page; anything else that is no situation is no form of ours. */
const SituationForm = Type.Object({ situation: Type.Optional(Type.Enum([...SITUATIONS])) }, { additionalProperties: false });

/** *Would I get back in?*: the way walked while nothing is wrong. */
export function rehearsalRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  async function choose({ person, reply }: Visitor, refused?: Refusal | 'nothing-chosen'): Promise<FastifyReply> {
    const { rehearsals } = await findReadiness(parts.identity, person);
    const error = refused === 'nothing-chosen' ? parts.messages('rehearseChooseMissing') : refused && parts.refusals.sentence(refused);
    const status = refused === undefined ? 200 : refused === 'nothing-chosen' ? 422 : refused.status;
    return sendPage(reply, rehearsePage(parts, { person, rehearsals, error }), status);
  }

  listener.get(
    PATHS.rehearse,
    rehearsing(parts, (visitor) => choose(visitor)),
  );

  listener.post<{ Body: Static<typeof SituationForm> }>(
    PATHS.rehearse,
    { schema: { body: SituationForm } },
    rehearsing(parts, async (visitor) => {
      const { situation } = visitor.request.body as Static<typeof SituationForm>;
      if (situation === undefined) return choose(visitor, 'nothing-chosen');
      const outcome = await beginRehearsal(parts.identity, { ...visitor.step, situation, proofs: visitor.person.proofs });
      return isRefusal(outcome) ? choose(visitor, outcome) : visitor.reply.redirect(PATHS.rehearsal, 303);
    }),
  );

  listener.get(
    PATHS.rehearsal,
    underWay(parts, ({ person, reply, rehearsal }) => sendPage(reply, rehearsalPage(parts, { person, rehearsal }))),
  );

  rehearsedWaysRoutes(listener, parts);
}

import { freezeBySession, isRefusal, listActivity } from '@sallyport/identity';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import { behind, takenBy } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { activityPage, confirmFreezePage } from './activity.pages.tsx';

const Page = Type.Object({ page: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,3}$' })) }, { additionalProperties: false });
const Moment = Type.Object({ at: Type.String({ pattern: '^[0-9]{1,15}$' }) }, { additionalProperties: false });

/** What the audit log says of the person, in words; and "this was not me" for those who proved enough to say it without the mail. */
export function activityRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(
    PATHS.activity,
    { schema: { querystring: Page } },
    behind(parts, 'proved', async (visitor) => {
      const { request, reply, person } = visitor;
      const page = Number((request.query as Static<typeof Page>).page ?? '1');
      const { entries, next } = await listActivity(parts.identity, { accountId: person.accountId, page });
      return sendPage(reply, activityPage(parts, { person, entries, next, page, takes: await takenBy(parts, visitor, 'say-not-me') }));
    }),
  );

  listener.get(
    PATHS.activityNotMe,
    behind(parts, 'proved', async (visitor) => {
      const { request, reply, person } = visitor;
      const { at } = request.query as { readonly at?: unknown };
      const { kind } = await takenBy(parts, visitor, 'say-not-me');
      if (typeof at !== 'string' || !/^[0-9]{1,15}$/.test(at) || kind !== 'given') return reply.redirect(PATHS.activity, 303);
      return sendPage(reply, confirmFreezePage(parts, { person, at: Number(at) }));
    }),
  );

  listener.post(
    PATHS.activityNotMe,
    { schema: { body: Moment } },
    behind(parts, 'proved', async ({ request, reply, person }) => {
      const at = Number((request.body as Static<typeof Moment>).at);
      const { accountId, proofs } = person;
      const outcome = await freezeBySession(parts.identity, { accountId, proofs, happenedAt: at, visit: parts.visits.of(request) });
      if (!isRefusal(outcome)) return toDonePage(reply, PATHS.frozen);
      return sendPage(reply, confirmFreezePage(parts, { person, at, error: parts.refusals.sentence(outcome) }), outcome.status);
    }),
  );
}

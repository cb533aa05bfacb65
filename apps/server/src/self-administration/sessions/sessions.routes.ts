import { endEverySession } from '@sallyport/identity';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { behind } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { sessionsPage } from './sessions.page.tsx';

const SessionForm = Type.Object({ session: Type.String({ maxLength: 22 }) }, { additionalProperties: false });

/**
 * The person's sessions at the Federation. Behind the first door only: whoever ends one asks for a new sign-in, and somebody who found a
 * stranger's session must not need a token to end it.
 */
export function sessionsRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  async function show({ person, reply }: Visitor, error?: string): Promise<FastifyReply> {
    const sessions = await parts.federationSessions.list(person);
    const page = sessionsPage(parts, { person, sessions, ...(error === undefined ? {} : { error }) });
    return sendPage(reply, page, error === undefined ? 200 : 404);
  }

  async function leave({ reply, session }: Visitor): Promise<FastifyReply> {
    await parts.sessions.end(reply, session);
    return reply.redirect(PATHS.signedOut, 303);
  }

  listener.get(
    PATHS.sessions,
    behind(parts, 'signed-in', (visitor) => show(visitor)),
  );

  listener.get(PATHS.sessionsEnd, (_, reply) => reply.redirect(PATHS.sessions, 303));
  listener.get(PATHS.sessionsEndAll, (_, reply) => reply.redirect(PATHS.sessions, 303));

  listener.post(
    PATHS.sessionsEnd,
    { schema: { body: SessionForm } },
    behind(parts, 'signed-in', async (visitor) => {
      const { accountId, federationSession } = visitor.person;
      const { session: label } = visitor.request.body as Static<typeof SessionForm>;
      const ended = await parts.federationSessions.endByLabel({ accountId, label, visit: parts.visits.of(visitor.request) });
      if (ended === undefined) return show(visitor, parts.messages('sessionsGone'));
      return ended === federationSession ? leave(visitor) : visitor.reply.redirect(PATHS.sessions, 303);
    }),
  );

  listener.post(
    PATHS.sessionsEndAll,
    behind(parts, 'signed-in', async (visitor) => {
      await endEverySession(parts.identity, { accountId: visitor.person.accountId, visit: parts.visits.of(visitor.request) });
      return leave(visitor);
    }),
  );
}

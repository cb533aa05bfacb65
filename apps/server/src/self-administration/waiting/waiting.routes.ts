import { cancelDelay, cancelDelayByLink, executeDelay, isRefusal, listDelays, type Refusal } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { delayedActs } from '../../delayed-acts.ts';
import { onlyOnceDone, toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import { behind } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { stopPage, waitingPage } from './waiting.pages.tsx';

const DelayForm = Type.Object({ delay: Type.String({ maxLength: 22 }) }, { additionalProperties: false });
const CodeForm = Type.Object({ code: Type.String({ maxLength: 64 }) }, { additionalProperties: false });

/** What the person has asked for and must wait for: the countdown, and how it is stopped. */
export function waitingRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  async function show({ person, reply }: Visitor, refusal?: Refusal): Promise<FastifyReply> {
    const delays = await listDelays(parts.identity, { accountId: person.accountId });
    const page = waitingPage(parts, { person, delays, error: refusal && parts.refusals.sentence(refusal) });
    return sendPage(reply, page, refusal?.status ?? 200);
  }

  const delayOf = ({ request }: Visitor) => (request.body as Static<typeof DelayForm>).delay;

  listener.get(
    PATHS.waiting,
    behind(parts, 'signed-in', (visitor) => show(visitor)),
  );

  listener.post(
    PATHS.waiting,
    { schema: { body: DelayForm } },
    behind(parts, 'proved', async (visitor) => {
      const owner = { accountId: visitor.person.accountId, visit: parts.visits.of(visitor.request) };
      const outcome = await executeDelay(parts.identity, delayedActs, { delayId: delayOf(visitor), owner });
      return isRefusal(outcome) ? show(visitor, outcome) : visitor.reply.redirect(PATHS.waiting, 303);
    }),
  );

  listener.get(PATHS.waitingStopMine, (_, reply) => reply.redirect(PATHS.waiting, 303));

  listener.post(
    PATHS.waitingStopMine,
    { schema: { body: DelayForm } },
    behind(parts, 'signed-in', async (visitor) => {
      const given = { accountId: visitor.person.accountId, visit: parts.visits.of(visitor.request) };
      const outcome = await cancelDelay(parts.identity, { ...given, delayId: delayOf(visitor) });
      return isRefusal(outcome) ? show(visitor, outcome) : visitor.reply.redirect(PATHS.waiting, 303);
    }),
  );

  listener.get(PATHS.waitingStop, (_, reply) => sendPage(reply, stopPage(parts, {})));

  listener.post<{ Body: Static<typeof CodeForm> }>(PATHS.waitingStop, { schema: { body: CodeForm } }, async (request, reply) => {
    const code = request.body.code.trim();
    const outcome = await cancelDelayByLink(parts.identity, { code: new Secret(code), visit: parts.visits.of(request) });
    if (!isRefusal(outcome)) return toDonePage(reply, PATHS.waitingStopped);
    return sendPage(reply, stopPage(parts, { code, error: parts.refusals.sentence(outcome) }), outcome.status);
  });

  listener.get(
    PATHS.waitingStopped,
    onlyOnceDone({
      path: PATHS.waitingStopped,
      begin: PATHS.waitingStop,
      show: (_, reply) => {
        const { messages } = parts;
        const action = { href: PATHS.home, label: messages('homeSignIn') };
        return sendPage(reply, wordPage(parts, { title: messages('stoppedTitle'), lead: messages('stoppedLead'), action }));
      },
    }),
  );
}

import {
  cancelDelay,
  cancelDelayByLink,
  type DelayView,
  isFresh,
  isRefusal,
  listDelays,
  type Refusal,
  startDelay,
} from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { onlyOnceDone, toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import { askForMore, askToSignIn, behind, type OwnersDelay, verdictOn } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { askToWaitPage, stopPage, waitingPage } from './waiting.pages.tsx';

const DelayForm = Type.Object({ delay: Type.String({ maxLength: 22 }) }, { additionalProperties: false });
const Asked = Type.Object(
  {
    for: Type.Union([
      Type.Literal('new-soft-token'),
      Type.Literal('unlock-token'),
      Type.Literal('temporary-access'),
      Type.Literal('recovery-codes'),
    ]),
  },
  { additionalProperties: false },
);
const CodeForm = Type.Object({ code: Type.String({ maxLength: 64 }) }, { additionalProperties: false });

/** Where each is finished. */
const PAGE_OF: Readonly<Record<OwnersDelay, string>> = {
  'new-soft-token': PATHS.anotherToken,
  'unlock-token': PATHS.unlock,
  'temporary-access': PATHS.misplaced,
  'recovery-codes': PATHS.makeRecoveryCodes,
};

/** What the person has asked for and must wait for: the countdown, and how it is stopped. */
export function waitingRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  async function show({ person, reply }: Visitor, refusal?: Refusal): Promise<FastifyReply> {
    const delays = await delaysOf({ person });
    const page = waitingPage(parts, { person, delays, error: refusal && parts.refusals.sentence(refusal) });
    return sendPage(reply, page, refusal?.status ?? 200);
  }

  const delaysOf = ({ person: { accountId } }: Pick<Visitor, 'person'>): Promise<readonly DelayView[]> =>
    listDelays(parts.identity, { accountId });

  const delayOf = ({ request }: Visitor) => (request.body as Static<typeof DelayForm>).delay;

  listener.get(
    PATHS.waiting,
    behind(parts, 'signed-in', (visitor) => show(visitor)),
  );

  listener.post(
    PATHS.waiting,
    { schema: { body: DelayForm } },
    behind(parts, 'signed-in', async (visitor) => {
      const delay = (await delaysOf(visitor)).find(({ delayId }) => delayId === delayOf(visitor));
      if (!delay || delay.kind === 'reset-password' || delay.standing.at !== 'ripe') return visitor.reply.redirect(PATHS.waiting, 303);
      return goOn(visitor, delay.kind);
    }),
  );

  /** To the page that does it; its door looks at what was proved. */
  function goOn(visitor: Visitor, kind: OwnersDelay): Promise<FastifyReply> | FastifyReply {
    const { freshProofMs } = parts.identity.policy.lifetimes;
    const isRecent = visitor.person.proofs.some((proof) => isFresh(proof, parts.clock.now(), freshProofMs));
    return isRecent ? visitor.reply.redirect(PAGE_OF[kind], 303) : askToSignIn(parts, visitor, PAGE_OF[kind]);
  }

  listener.get<{ Querystring: Static<typeof Asked> }>(
    PATHS.waitingAsk,
    { schema: { querystring: Asked } },
    behind(parts, 'proved', async (visitor) => {
      const { person, reply, request } = visitor;
      const { for: kind } = request.query as Static<typeof Asked>;
      const isAsked = (await delaysOf(visitor)).some((delay) => delay.kind === kind && delay.standing.at !== 'over');
      const verdict = await verdictOn(parts, visitor, kind);
      if (verdict.kind === 'allowed') return reply.redirect(PAGE_OF[kind], 303);
      if (verdict.kind === 'needed') return askForMore(parts, visitor, { page: PAGE_OF[kind] });
      if (isAsked) return reply.redirect(PATHS.waiting, 303);
      return sendPage(reply, askToWaitPage(parts, { person, kind, delayMs: verdict.delayMs }));
    }),
  );

  listener.post<{ Body: Static<typeof Asked> }>(
    PATHS.waitingAsk,
    { schema: { body: Asked } },
    behind(parts, 'proved', async (visitor) => {
      const { person, reply, request } = visitor;
      const { for: kind } = request.body as Static<typeof Asked>;
      const { accountId, proofs } = person;
      const asked = { accountId, kind, proofs, claim: parts.claims.keep(request, reply), visit: parts.visits.of(request) };
      const outcome = await startDelay(parts.identity, asked);
      if (!isRefusal(outcome)) return reply.redirect(PATHS.waiting, 303);
      return outcome.code === 'step-up-needed' ? askForMore(parts, visitor, { page: PAGE_OF[kind] }) : show(visitor, outcome);
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

import {
  answerQuestions,
  askQuestions,
  findWaysOnward,
  findWaysToProve,
  isRefusal,
  type Refusal,
  REPAIR_ACTIONS,
  submitOtp,
} from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { ACTION_PLACES } from '../actions/action-places.ts';
import { askForMore, askForPasskeyThere, behind, takenBy } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { proveByContactRoutes } from './prove-by-contact.routes.ts';
import { proveByCodeRoutes } from './prove-by-code.routes.ts';
import { otpPage, provePage, questionsPage } from './prove.pages.tsx';
import { goOn, toNext } from './to-next.ts';

const Answer = Type.String({ maxLength: 200 });
const AnswersForm = Type.Object({ answer0: Answer, answer1: Answer }, { additionalProperties: false });
const OtpForm = Type.Object({ otp: Type.String({ maxLength: 64 }) }, { additionalProperties: false });

const Chosen = Type.Object({ for: Type.Enum([...REPAIR_ACTIONS]) }, { additionalProperties: false });

/** The second proof of a repair: the questions, or better. */
export function proveRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(
    PATHS.prove,
    behind(parts, 'signed-in', async (visitor) => {
      const { reply, person, session } = visitor;
      const { accountId, proofs } = person;
      if (session.data.wanted !== undefined) return askFor(visitor);
      const ways = await findWaysToProve(parts.identity, { accountId, proofs, act: 'unlock-token' });
      return sendPage(reply, provePage(parts, { person, ways, need: 'second' }));
    }),
  );

  /** For what was chosen; whoever has given enough meanwhile goes on to it. */
  async function askFor(visitor: Visitor): Promise<FastifyReply> {
    const { person, reply, session } = visitor;
    const { wantedFor: action } = session.data;
    const takes = action && (await takenBy(parts, visitor, action));
    if (takes?.kind === 'given') return goOn(parts, visitor);
    const ways = takes ? (takes.kind === 'missing' ? takes.ways : takes.atOnceBy) : await findWaysOnward(parts.identity, person);
    return sendPage(reply, provePage(parts, { person, ways, need: 'more' }));
  }

  listener.get<{ Querystring: Static<typeof Chosen> }>(
    PATHS.proveMore,
    { schema: { querystring: Chosen } },
    behind(parts, 'proved', async (visitor) => {
      const { for: action } = visitor.request.query as Static<typeof Chosen>;
      const takes = await takenBy(parts, visitor, action);
      const page = ACTION_PLACES[action];
      return takes.kind === 'missing' ? askForMore(parts, visitor, { page, action }) : visitor.reply.redirect(page, 303);
    }),
  );

  async function showQuestions({ reply, person }: Visitor, refused?: Refusal): Promise<FastifyReply> {
    const challenge = await askQuestions(parts.identity, { accountId: person.accountId });
    const refusal = isRefusal(challenge) ? challenge : refused;
    if (isRefusal(challenge)) return sendPage(reply, otherWayPage(parts.refusals.sentence(challenge)), challenge.status);
    const error = refusal && { error: parts.refusals.sentence(refusal) };
    return sendPage(reply, questionsPage(parts, { person, challenge, ...error }), refusal?.status ?? 200);
  }

  function otherWayPage(lead: string) {
    const { messages } = parts;
    return wordPage(parts, {
      title: messages('questionsTitle'),
      lead,
      action: { href: PATHS.prove, label: messages('questionsOtherWay') },
    });
  }

  listener.get(
    PATHS.proveQuestions,
    behind(parts, 'signed-in', (visitor) => showQuestions(visitor)),
  );

  listener.post<{ Body: Static<typeof AnswersForm> }>(
    PATHS.proveQuestions,
    { schema: { body: AnswersForm } },
    behind(parts, 'signed-in', async (visitor) => {
      const { answer0, answer1 } = visitor.request.body as Static<typeof AnswersForm>;
      const outcome = await answerQuestions(parts.identity, {
        accountId: visitor.person.accountId,
        answers: [new Secret(answer0), new Secret(answer1)],
        visit: parts.visits.of(visitor.request),
      });
      if (isRefusal(outcome)) return showQuestions(visitor, outcome);
      return toNext(parts, visitor, outcome.proof);
    }),
  );

  listener.get(
    PATHS.proveOtp,
    behind(parts, 'signed-in', ({ reply, person }) => sendPage(reply, otpPage(parts, { person }))),
  );

  listener.post<{ Body: Static<typeof OtpForm> }>(
    PATHS.proveOtp,
    { schema: { body: OtpForm } },
    behind(parts, 'signed-in', async (visitor) => {
      const { person, reply } = visitor;
      if (person.federationSession === undefined) return reply.redirect(PATHS.actions, 303);
      const { otp } = visitor.request.body as Static<typeof OtpForm>;
      const outcome = await submitOtp(parts.identity, {
        accountId: person.accountId,
        otp,
        session: person.federationSession,
        visit: parts.visits.of(visitor.request),
      });
      if (isRefusal(outcome)) return sendPage(reply, otpPage(parts, { person, error: parts.refusals.sentence(outcome) }), outcome.status);
      return toNext(parts, visitor, outcome.proof);
    }),
  );

  listener.get(
    PATHS.provePasskey,
    behind(parts, 'signed-in', (visitor) => askForPasskeyThere(parts, visitor)),
  );

  proveByCodeRoutes(listener, parts);
  proveByContactRoutes(listener, parts);
}

import { answerQuestions, askQuestions, findWaysToProve, isRefusal, type Refusal, submitOtp } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { askForPasskeyThere, behind } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { proveByContactRoutes } from './prove-by-contact.routes.ts';
import { proveByCodeRoutes } from './prove-by-code.routes.ts';
import { otpPage, provePage, questionsPage } from './prove.pages.tsx';
import { toNext } from './to-next.ts';

const Answer = Type.String({ maxLength: 200 });
const AnswersForm = Type.Object({ answer0: Answer, answer1: Answer }, { additionalProperties: false });
const OtpForm = Type.Object({ otp: Type.String({ maxLength: 64 }) }, { additionalProperties: false });

/** The second proof of a repair: the questions, or better. */
export function proveRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(
    PATHS.prove,
    behind(parts, 'signed-in', async ({ reply, person, session }) => {
      const { accountId, proofs } = person;
      const need = session.data.wanted === undefined ? 'second' : 'more';
      const act = need === 'more' ? 'replace-credential' : 'unlock-token';
      const ways = await findWaysToProve(parts.identity, { accountId, proofs, act });
      return sendPage(reply, provePage(parts, { person, ways, need }));
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

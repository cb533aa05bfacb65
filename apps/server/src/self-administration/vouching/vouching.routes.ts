import { answerVouching, isRefusal, listVouchings, type VouchingAsked } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { onlyOnceDone, toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import { askToSignIn, behind } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { answerVouchingPage, vouchingPage } from './vouching.pages.tsx';

const VoucherId = Type.String({ maxLength: 22 });
const Choice = Type.Object({ asked: VoucherId }, { additionalProperties: false });
const AnswerForm = Type.Object(
  { asked: VoucherId, code: Type.String({ maxLength: 16 }), answer: Type.Union([Type.Literal('vouch'), Type.Literal('refuse')]) },
  { additionalProperties: false },
);

/** The contact's side: who asks → have you spoken with them? → the code they told, or no. */
export function vouchingRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  const askedOf = async ({ person: { accountId } }: Visitor, voucherId: string): Promise<VouchingAsked | undefined> =>
    (await listVouchings(parts.identity, { accountId })).find((asked) => asked.voucherId === voucherId);

  listener.get(
    PATHS.vouching,
    behind(parts, 'strong', async ({ person, reply }) => {
      const asked = await listVouchings(parts.identity, { accountId: person.accountId });
      return sendPage(reply, vouchingPage(parts, { person, asked }));
    }),
  );

  listener.get<{ Querystring: Static<typeof Choice> }>(
    PATHS.vouchingAnswer,
    { schema: { querystring: Choice } },
    behind(parts, 'strong', async (visitor) => {
      const asked = await askedOf(visitor, (visitor.request.query as Static<typeof Choice>).asked);
      if (!asked) return visitor.reply.redirect(PATHS.vouching, 303);
      return sendPage(visitor.reply, answerVouchingPage(parts, { person: visitor.person, asked }));
    }),
  );

  listener.post(
    PATHS.vouchingAnswer,
    { schema: { body: AnswerForm } },
    behind(parts, 'strong', async (visitor) => {
      const { person, reply, request } = visitor;
      const { asked: voucherId, code, answer } = request.body as Static<typeof AnswerForm>;
      const { accountId, proofs } = person;
      const given = { accountId, voucherId, code: answer === 'vouch' ? new Secret(code) : undefined, proofs };
      const outcome = await answerVouching(parts.identity, { ...given, visit: parts.visits.of(request) });
      if (!isRefusal(outcome)) return toDonePage(reply, outcome.kind === 'vouched' ? PATHS.vouched : PATHS.vouchingRefused);
      if (outcome.code === 'step-up-needed') return askToSignIn(parts, visitor, PATHS.vouching);
      const error = parts.refusals.sentence(outcome);
      const asked = await askedOf(visitor, voucherId);
      const page = asked ? answerVouchingPage(parts, { person, asked, error }) : overPage(error);
      return sendPage(reply, page, outcome.status);
    }),
  );

  function overPage(lead: string) {
    const { messages } = parts;
    return wordPage(parts, { title: messages('vouchingTitle'), lead, action: { href: PATHS.contacts, label: messages('contactsTitle') } });
  }

  for (const [path, title, lead] of [
    [PATHS.vouched, 'vouchedTitle', 'vouchedLead'],
    [PATHS.vouchingRefused, 'vouchingRefusedTitle', 'vouchingRefusedLead'],
  ] as const) {
    const show = (_: FastifyRequest, reply: FastifyReply): FastifyReply => {
      const { messages } = parts;
      const action = { href: PATHS.contacts, label: messages('contactsTitle') };
      return sendPage(reply, wordPage(parts, { title: messages(title), lead: messages(lead), action }));
    };
    listener.get(path, onlyOnceDone({ path, begin: PATHS.vouching, show }));
  }
}

import {
  askQuestions,
  isRefusal,
  listContacts,
  noteRehearsed,
  type Refusal,
  rehearseMailedCode,
  rehearseOtp,
  rehearsePassword,
  rehearseQuestions,
  rehearseRecoveryCode,
  sendRehearsalCode,
} from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import {
  rehearseContactPage,
  rehearseMailedCodePage,
  rehearseMailPage,
  rehearseOtpPage,
  rehearsePasswordPage,
  rehearseQuestionsPage,
  rehearseRecoveryCodePage,
  type WayView,
} from './rehearsed-ways.pages.tsx';
import { REHEARSED_WAYS } from './rehearsed-ways.ts';
import { type Rehearsing, underWay } from './rehearsing.ts';

const PasswordForm = Type.Object({ password: Type.String({ maxLength: 1024 }) }, { additionalProperties: false });
const Answer = Type.String({ maxLength: 200 });
const AnswersForm = Type.Object({ answer0: Answer, answer1: Answer }, { additionalProperties: false });
const OtpForm = Type.Object({ otp: Type.String({ maxLength: 64 }) }, { additionalProperties: false });
const CodeForm = Type.Object({ code: Type.String({ maxLength: 64 }) }, { additionalProperties: false });
const ContactForm = Type.Object({ reach: Type.Enum(['yes', 'no']) }, { additionalProperties: false });
const MissingForm = Type.Object({ way: Type.Enum([...REHEARSED_WAYS]) }, { additionalProperties: false });
const NothingAsked = Type.Object({}, { additionalProperties: false });

/** What is given in a rehearsal, one page each; what came of it stands on the page of the rehearsal. */
export function rehearsedWaysRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  const { identity } = parts;
  const toRehearsal = ({ reply }: Rehearsing) => reply.redirect(PATHS.rehearsal, 303);

  /** On to the rehearsal, or back to the page with what is wrong; without a rehearsal to where one is begun. */
  function answer(
    visitor: Rehearsing,
    outcome: object,
    page: (parts: SelfAdministrationParts, view: WayView) => VNode,
  ): Promise<FastifyReply> | FastifyReply {
    if (!isRefusal(outcome)) return toRehearsal(visitor);
    const refusal: Refusal = outcome;
    const { person, reply } = visitor;
    if (refusal.code === 'rehearsal-over') return reply.redirect(PATHS.rehearse, 303);
    const view = { person, error: parts.refusals.sentence(refusal), badGroups: refusal.details.groups ?? [] };
    return sendPage(reply, page(parts, view), refusal.status);
  }

  const PLAIN_PAGES = [
    [PATHS.rehearsePassword, rehearsePasswordPage],
    [PATHS.rehearseOtp, rehearseOtpPage],
    [PATHS.rehearseRecoveryCode, rehearseRecoveryCodePage],
    [PATHS.rehearseMailedCode, rehearseMailPage],
    [PATHS.rehearseMailedCodeAnswer, rehearseMailedCodePage],
  ] as const;
  for (const [path, page] of PLAIN_PAGES)
    listener.get(
      path,
      underWay(parts, ({ person, reply }) => sendPage(reply, page(parts, { person }))),
    );

  listener.post<{ Body: Static<typeof PasswordForm> }>(
    PATHS.rehearsePassword,
    { schema: { body: PasswordForm } },
    underWay(parts, async (visitor) => {
      const password = new Secret((visitor.request.body as Static<typeof PasswordForm>).password);
      return answer(visitor, await rehearsePassword(identity, { ...visitor.step, password }), rehearsePasswordPage);
    }),
  );

  listener.post<{ Body: Static<typeof OtpForm> }>(
    PATHS.rehearseOtp,
    { schema: { body: OtpForm } },
    underWay(parts, async (visitor) => {
      const { otp } = visitor.request.body as Static<typeof OtpForm>;
      return answer(visitor, await rehearseOtp(identity, { ...visitor.step, otp }), rehearseOtpPage);
    }),
  );

  listener.post<{ Body: Static<typeof CodeForm> }>(
    PATHS.rehearseRecoveryCode,
    { schema: { body: CodeForm } },
    underWay(parts, async (visitor) => {
      const code = new Secret((visitor.request.body as Static<typeof CodeForm>).code);
      return answer(visitor, await rehearseRecoveryCode(identity, { ...visitor.step, code }), rehearseRecoveryCodePage);
    }),
  );

  listener.post(
    PATHS.rehearseMailedCodeSend,
    { schema: { body: NothingAsked } },
    underWay(parts, async (visitor) => {
      const outcome = await sendRehearsalCode(identity, visitor.step);
      return isRefusal(outcome) ? answer(visitor, outcome, rehearseMailPage) : visitor.reply.redirect(PATHS.rehearseMailedCodeAnswer, 303);
    }),
  );

  listener.post<{ Body: Static<typeof CodeForm> }>(
    PATHS.rehearseMailedCodeAnswer,
    { schema: { body: CodeForm } },
    underWay(parts, async (visitor) => {
      const code = new Secret((visitor.request.body as Static<typeof CodeForm>).code);
      return answer(visitor, await rehearseMailedCode(identity, { ...visitor.step, code }), rehearseMailedCodePage);
    }),
  );

  async function showQuestions(visitor: Rehearsing, refused?: Refusal): Promise<FastifyReply> {
    const { person, reply } = visitor;
    const challenge = await askQuestions(identity, person);
    const refusal = isRefusal(challenge) ? challenge : refused;
    const error = refusal && parts.refusals.sentence(refusal);
    if (!isRefusal(challenge)) return sendPage(reply, rehearseQuestionsPage(parts, { person, challenge, error }), refusal?.status ?? 200);
    const action = { href: PATHS.rehearsal, label: parts.messages('rehearsalBack') };
    return sendPage(
      reply,
      wordPage(parts, { title: parts.messages('rehearseQuestionsTitle'), lead: error ?? '', action }),
      challenge.status,
    );
  }

  listener.get(
    PATHS.rehearseQuestions,
    underWay(parts, (visitor) => showQuestions(visitor)),
  );

  listener.post<{ Body: Static<typeof AnswersForm> }>(
    PATHS.rehearseQuestions,
    { schema: { body: AnswersForm } },
    underWay(parts, async (visitor) => {
      const { answer0, answer1 } = visitor.request.body as Static<typeof AnswersForm>;
      const outcome = await rehearseQuestions(identity, { ...visitor.step, answers: [new Secret(answer0), new Secret(answer1)] });
      if (!isRefusal(outcome)) return toRehearsal(visitor);
      return outcome.code === 'rehearsal-over' ? visitor.reply.redirect(PATHS.rehearse, 303) : showQuestions(visitor, outcome);
    }),
  );

  listener.get(
    PATHS.rehearsePasskey,
    underWay(parts, ({ reply }) => reply.redirect(`${identity.origins.federation}/passkeys/rehearse`, 303)),
  );

  listener.get(
    PATHS.rehearseContact,
    underWay(parts, async ({ person, reply }) => {
      const { mine } = await listContacts(identity, person);
      const contacts = mine.filter(({ standing }) => standing === 'agreed');
      return sendPage(reply, rehearseContactPage(parts, { person, contacts }));
    }),
  );

  listener.post<{ Body: Static<typeof ContactForm> }>(
    PATHS.rehearseContact,
    { schema: { body: ContactForm } },
    underWay(parts, async (visitor) => {
      const { reach } = visitor.request.body as Static<typeof ContactForm>;
      const outcome = reach === 'yes' ? 'said' : 'missing';
      await noteRehearsed(identity, { ...visitor.step, note: { factor: 'recovery-contact', outcome } });
      return toRehearsal(visitor);
    }),
  );

  listener.post<{ Body: Static<typeof MissingForm> }>(
    PATHS.rehearsalMissing,
    { schema: { body: MissingForm } },
    underWay(parts, async (visitor) => {
      const { way: factor } = visitor.request.body as Static<typeof MissingForm>;
      await noteRehearsed(identity, { ...visitor.step, note: { factor, outcome: 'missing' } });
      return toRehearsal(visitor);
    }),
  );
}

import {
  confirmActivationByOtp,
  findSetUpStep,
  isRefusal,
  type Question,
  type Refusal,
  registerOfflineActivation,
  registerQuestions,
  type SetUpStep,
  startActivation,
  viewActivation,
} from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { PageError } from '@sallyport/ui';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { addProof, askToSignIn, behind } from '../doors.ts';
import { PATHS } from '../paths.ts';
import { offeredLanguage } from '../questions/preferred-language.ts';
import { LanguageQuery, languageOf, questionErrors, questionOf, questionProperties, typedQuestion } from '../questions/question-fields.tsx';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { setUpDonePage, setUpQuestionsPage, setUpSoftTokenPage } from './set-up.pages.tsx';

const OtpForm = Type.Object({ otp: Type.String({ maxLength: 64 }) }, { additionalProperties: false });
const RegistrationForm = Type.Object({ registrationCode: Type.String({ maxLength: 120 }) }, { additionalProperties: false });

const PAGE_OF_STEP: Readonly<Record<SetUpStep, string>> = {
  password: PATHS.invitation,
  questions: PATHS.setUpQuestions,
  'soft-token': PATHS.setUpSoftToken,
  done: PATHS.setUpDone,
};

export function setUpRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  const { registered } = parts.identity.policy.questions;
  const places = Array.from({ length: registered }, (_, place) => place);
  const QuestionsForm = Type.Object(questionProperties(registered), { additionalProperties: false });

  /** A page of set-up opened out of its order leads to the step that is due. */
  function atStep(step: SetUpStep, handle: (visitor: Visitor) => Promise<FastifyReply>) {
    return behind(parts, 'signed-in', async (visitor) => {
      const due = await findSetUpStep(parts.identity, { accountId: visitor.person.accountId });
      return due === step ? handle(visitor) : visitor.reply.redirect(PAGE_OF_STEP[due], 303);
    });
  }

  listener.get(
    PATHS.setUp,
    behind(parts, 'signed-in', async ({ person, reply }) => {
      const due = await findSetUpStep(parts.identity, { accountId: person.accountId });
      return reply.redirect(PAGE_OF_STEP[due], 303);
    }),
  );

  listener.get(
    PATHS.setUpQuestions,
    { schema: { querystring: LanguageQuery } },
    atStep('questions', async ({ person, reply, request }) => {
      const view = { person, language: offeredLanguage(request), typed: [], errors: [] };
      return sendPage(reply, setUpQuestionsPage(parts, view));
    }),
  );

  listener.post(
    PATHS.setUpQuestions,
    { schema: { body: QuestionsForm } },
    atStep('questions', async ({ person, reply, request }) => {
      const form = request.body as Readonly<Record<string, string>>;
      const language = languageOf(form);
      const typed = places.map((place) => typedQuestion(form, place));
      const show = (errors: readonly PageError[], status: number) =>
        sendPage(reply, setUpQuestionsPage(parts, { person, language, typed, errors }), status);
      const questions = typed.map((one) => questionOf(one, language));
      const missing = missingQuestions(questions);
      if (missing.length > 0) return show(missing, 422);
      const outcome = await registerQuestions(parts.identity, {
        accountId: person.accountId,
        proofs: person.proofs,
        answers: questions.flatMap((question, place) =>
          question === undefined ? [] : [{ question, answer: new Secret(form[`answer${String(place)}`] ?? '') }],
        ),
        visit: parts.visits.of(request),
      });
      if (!isRefusal(outcome)) return reply.redirect(PATHS.setUp, 303);
      return show(questionErrors(outcome, parts.refusals.sentence(outcome)), outcome.status);
    }),
  );

  function missingQuestions(questions: readonly (Question | undefined)[]): readonly PageError[] {
    const message = parts.messages('setUpQuestionMissing');
    return questions.flatMap((question, place) => (question === undefined ? [{ field: `question${String(place)}`, message }] : []));
  }

  /** `typed`: the registration code that was refused; otherwise the refusal is about the one-time password, or the whole page. */
  async function showSoftToken({ person, reply }: Visitor, refused?: Refusal, typed?: string): Promise<FastifyReply> {
    const progress = await viewActivation(parts.identity, { accountId: person.accountId });
    const sentence = refused && parts.refusals.sentence(refused);
    const registration =
      sentence === undefined || typed === undefined
        ? undefined
        : { code: typed, error: sentence, ...(refused?.details.groups ? { badGroups: refused.details.groups } : {}) };
    const error = registration ? undefined : sentence;
    return sendPage(reply, setUpSoftTokenPage(parts, { person, progress, error, registration }), refused?.status ?? 200);
  }

  listener.get(
    PATHS.setUpSoftToken,
    atStep('soft-token', (visitor) => showSoftToken(visitor)),
  );

  listener.post<{ Body: Static<typeof OtpForm> }>(
    PATHS.setUpSoftToken,
    { schema: { body: OtpForm } },
    atStep('soft-token', async (visitor) => {
      const { person, reply, request } = visitor;
      const { otp } = request.body as Static<typeof OtpForm>;
      const outcome = await confirmActivationByOtp(parts.identity, {
        accountId: person.accountId,
        otp,
        visit: parts.visits.of(request),
      });
      if (isRefusal(outcome)) return showSoftToken(visitor, outcome);
      await addProof(parts, visitor, outcome.proof);
      return reply.redirect(PATHS.setUp, 303);
    }),
  );

  listener.post(
    PATHS.setUpSoftTokenLink,
    atStep('soft-token', async (visitor) => {
      const { person, reply, request } = visitor;
      const actor = { kind: 'owner', proofs: person.proofs, visit: parts.visits.of(request) } as const;
      const outcome = await startActivation(parts.identity, { accountId: person.accountId, actor });
      if (!isRefusal(outcome)) return reply.redirect(PATHS.setUpSoftToken, 303);
      return outcome.code === 'busy' ? showSoftToken(visitor, outcome) : askToSignIn(parts, visitor, PATHS.setUpSoftToken);
    }),
  );

  listener.get(PATHS.setUpSoftTokenRegistration, (_, reply) => reply.redirect(PATHS.setUpSoftToken, 303));

  listener.post<{ Body: Static<typeof RegistrationForm> }>(
    PATHS.setUpSoftTokenRegistration,
    { schema: { body: RegistrationForm } },
    atStep('soft-token', async (visitor) => {
      const { person, reply, request } = visitor;
      const { registrationCode } = request.body as Static<typeof RegistrationForm>;
      const code = new Secret(registrationCode);
      const outcome = await registerOfflineActivation(parts.identity, {
        accountId: person.accountId,
        code,
        visit: parts.visits.of(request),
      });
      return isRefusal(outcome) ? showSoftToken(visitor, outcome, registrationCode) : reply.redirect(PATHS.setUpSoftToken, 303);
    }),
  );

  listener.get(
    PATHS.setUpDone,
    atStep('done', async ({ person, reply }) => sendPage(reply, setUpDonePage(parts, person))),
  );
}

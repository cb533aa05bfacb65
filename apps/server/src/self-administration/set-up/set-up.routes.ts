import {
  asFederationSessionRef,
  countRecoveryCodes,
  findReadiness,
  findSetUpStep,
  isRefusal,
  type Question,
  registerQuestions,
  type SetUpStep,
  startActivation,
  submitOtp,
} from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { PageError } from '@sallyport/ui';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { activationRoutes } from '../activation/activation.routes.ts';
import { addProof, askForMore, askToSignIn, behind } from '../doors.ts';
import { PATHS } from '../paths.ts';
import { offeredLanguage } from '../questions/preferred-language.ts';
import { LanguageQuery, languageOf, questionErrors, questionOf, questionProperties, typedQuestion } from '../questions/question-fields.tsx';
import { newRecoveryCodesRoutes } from '../recovery-codes/new-recovery-codes.routes.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { SET_UP_ACTIVATION, SET_UP_CODES, setUpCodesPage, setUpDonePage, setUpQuestionsPage, setUpSoftTokenPage } from './set-up.pages.tsx';

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
  function atStep(step: SetUpStep, handle: (visitor: Visitor) => Promise<FastifyReply> | FastifyReply) {
    return behind(parts, 'signed-in', async (visitor) => {
      const due = await findSetUpStep(parts.identity, { accountId: visitor.person.accountId });
      return due === step ? handle(visitor) : visitor.reply.redirect(PAGE_OF_STEP[due], 303);
    });
  }

  listener.get(
    PATHS.setUp,
    behind(parts, 'signed-in', async ({ person, reply }) => {
      const { accountId } = person;
      const due = await findSetUpStep(parts.identity, { accountId });
      // What one can do without is offered last, and once.
      const isOffered = due === 'done' && (await countRecoveryCodes(parts.identity, { accountId })) === undefined;
      return reply.redirect(isOffered ? PATHS.setUpRecoveryCodes : PAGE_OF_STEP[due], 303);
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

  activationRoutes(listener, parts, {
    paths: SET_UP_ACTIVATION,
    done: PATHS.setUp,
    behind: (handle) => atStep('soft-token', handle),
    typed: (handle) =>
      behind(parts, 'signed-in', async (visitor) => {
        const due = await findSetUpStep(parts.identity, { accountId: visitor.person.accountId });
        if (due === 'soft-token') return handle(visitor);
        return due === 'done' ? welcomeOtp(visitor) : visitor.reply.redirect(PAGE_OF_STEP[due], 303);
      }),
    page: ({ person }, view) => setUpSoftTokenPage(parts, { person, ...view }),
    start: async (visitor, show) => {
      const { person, reply, request } = visitor;
      const actor = { kind: 'owner', proofs: person.proofs, visit: parts.visits.of(request) } as const;
      const outcome = await startActivation(parts.identity, { accountId: person.accountId, actor });
      if (!isRefusal(outcome)) return reply.redirect(PATHS.setUpSoftToken, 303);
      return outcome.code === 'step-up-needed' ? askToSignIn(parts, visitor, PATHS.setUpSoftToken) : show(outcome);
    },
  });

  /** The app has confirmed by itself meanwhile: what it shows is a one-time password like every other, and a proof. */
  async function welcomeOtp(visitor: Visitor): Promise<FastifyReply> {
    // Whoever came by an invitation has no session at the Federation yet; no unlock waits in this one.
    const { accountId, federationSession: session = asFederationSessionRef(visitor.session.ref) } = visitor.person;
    const { otp } = visitor.request.body as { readonly otp: string };
    const visit = parts.visits.of(visitor.request);
    const outcome = await submitOtp(parts.identity, { accountId, otp, session, visit });
    if (!isRefusal(outcome)) await addProof(parts, visitor, outcome.proof);
    return visitor.reply.redirect(PATHS.setUp, 303);
  }

  newRecoveryCodesRoutes(listener, parts, {
    paths: SET_UP_CODES,
    behind: (handle) => atStep('done', handle),
    page: (person, error) => setUpCodesPage(parts, person, error),
    askForMore: (visitor) =>
      visitor.person.federationSession === undefined
        ? askToSignIn(parts, visitor, PATHS.setUpRecoveryCodes)
        : askForMore(parts, visitor, { page: PATHS.setUpRecoveryCodes }),
    done: PATHS.setUpDone,
  });

  listener.get(
    PATHS.setUpDone,
    atStep('done', async ({ person, reply }) => {
      const readiness = await findReadiness(parts.identity, { accountId: person.accountId });
      return sendPage(reply, setUpDonePage(parts, { person, readiness }));
    }),
  );
}

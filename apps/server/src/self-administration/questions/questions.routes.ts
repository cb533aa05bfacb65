import {
  editingStanding,
  type EditingStanding,
  editQuestions,
  isRefusal,
  listQuestions,
  parseQuestionLanguage,
  type QuestionEdit,
  type Refusal,
  type RegisteredQuestion,
} from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { PageError } from '@sallyport/ui';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { onlyOnceDone, toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import { askForMore, behind, takenBy } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { offeredLanguage } from './preferred-language.ts';
import { LanguageQuery, languageOf, questionErrors, questionOf, questionProperties, typedQuestion } from './question-fields.tsx';
import { editQuestionPage, questionsListPage, questionsSavedPage, removeQuestionPage } from './questions.pages.tsx';

const Ref = Type.String({ maxLength: 64 });
const PresentAnswer = Type.Optional(Type.String({ maxLength: 200 }));
const RefQuery = Type.Object({ question: Ref, language: LanguageQuery.properties.language }, { additionalProperties: false });
const AddForm = Type.Object(questionProperties(1), { additionalProperties: false });
const ChangeForm = Type.Object({ ref: Ref, presentAnswer: PresentAnswer, ...questionProperties(1) }, { additionalProperties: false });
const RemoveForm = Type.Object({ ref: Ref, presentAnswer: PresentAnswer }, { additionalProperties: false });

/** *I want to change my questions*: the list, and one edit at a time. */
export function questionsRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  const { messages } = parts;
  const questionsOf = ({ person: { accountId } }: Visitor) => listQuestions(parts.identity, { accountId });

  /** Behind the proofs that editing takes; whoever has given fewer is led to what is missing. */
  function mayEdit(handle: (visitor: Visitor, standing: EditingStanding) => Promise<FastifyReply>) {
    return behind(parts, 'proved', (visitor) => {
      const { policy, clock } = parts.identity;
      const { freshProofMs } = policy.lifetimes;
      const standing = editingStanding({ preset: policy.recovery, proofs: visitor.person.proofs, now: clock.now(), freshProofMs });
      return standing === 'more-proof' ? askForProof(visitor) : handle(visitor, standing);
    });
  }

  function askForProof(visitor: Visitor): Promise<FastifyReply> {
    return askForMore(parts, visitor, { page: PATHS.questions, action: 'change-questions' });
  }

  /** The question an address or a form is about; undefined when it is none of this person's. */
  async function presentOf(visitor: Visitor, ref: string): Promise<RegisteredQuestion | undefined> {
    return (await questionsOf(visitor)).find((question) => question.ref === ref);
  }

  listener.get(
    PATHS.questions,
    behind(parts, 'proved', async (visitor) => {
      const { person, reply } = visitor;
      const takes = await takenBy(parts, visitor, 'change-questions');
      return sendPage(reply, questionsListPage(parts, { person, takes, questions: await questionsOf(visitor) }));
    }),
  );

  listener.get<{ Querystring: Static<typeof LanguageQuery> }>(
    PATHS.questionAdd,
    { schema: { querystring: LanguageQuery } },
    mayEdit(async (visitor, standing) => {
      const { person, reply } = visitor;
      const view = { person, standing, present: undefined, language: offeredLanguage(visitor.request), typed: undefined, errors: [] };
      return sendPage(reply, editQuestionPage(parts, view));
    }),
  );

  listener.get<{ Querystring: Static<typeof RefQuery> }>(
    PATHS.questionChange,
    { schema: { querystring: RefQuery } },
    mayEdit(async (visitor, standing) => {
      const { person, reply, request } = visitor;
      const query = request.query as Static<typeof RefQuery>;
      const present = await presentOf(visitor, query.question);
      if (!present) return reply.redirect(PATHS.questions, 303);
      const language = parseQuestionLanguage(query.language ?? '') ?? present.language;
      return sendPage(reply, editQuestionPage(parts, { person, standing, present, language, typed: undefined, errors: [] }));
    }),
  );

  listener.get<{ Querystring: Static<typeof RefQuery> }>(
    PATHS.questionRemove,
    { schema: { querystring: RefQuery } },
    mayEdit(async (visitor, standing) => {
      const { person, reply, request } = visitor;
      const present = await presentOf(visitor, (request.query as Static<typeof RefQuery>).question);
      if (!present) return reply.redirect(PATHS.questions, 303);
      return sendPage(reply, removeQuestionPage(parts, { person, standing, present, errors: [] }));
    }),
  );

  for (const [path, schema] of [
    [PATHS.questionAdd, AddForm],
    [PATHS.questionChange, ChangeForm],
  ] as const) {
    listener.post(
      path,
      { schema: { body: schema } },
      mayEdit(async (visitor, standing) => {
        const { person, reply, request } = visitor;
        const form = request.body as Readonly<Record<string, string>>;
        const present = path === PATHS.questionChange ? await presentOf(visitor, form['ref'] ?? '') : undefined;
        if (path === PATHS.questionChange && !present) return reply.redirect(PATHS.questions, 303);
        const [language, typed] = [languageOf(form), typedQuestion(form, 0)];
        const show = (errors: readonly PageError[], status: number) =>
          sendPage(reply, editQuestionPage(parts, { person, standing, present, language, typed, errors }), status);
        const question = questionOf(typed, language);
        if (!question) return show([{ field: 'question0', message: messages('setUpQuestionMissing') }], 422);
        const answer = new Secret(form['answer0'] ?? '');
        const edit: QuestionEdit = present
          ? { kind: 'change', ref: present.ref, question, answer, presentAnswer: presentAnswerIn(form) }
          : { kind: 'add', question, answer };
        return finish(visitor, edit, show);
      }),
    );
  }

  listener.post(
    PATHS.questionRemove,
    { schema: { body: RemoveForm } },
    mayEdit(async (visitor, standing) => {
      const { person, reply, request } = visitor;
      const form = request.body as Readonly<Record<string, string>>;
      const present = await presentOf(visitor, form['ref'] ?? '');
      if (!present) return reply.redirect(PATHS.questions, 303);
      const show = (errors: readonly PageError[], status: number) =>
        sendPage(reply, removeQuestionPage(parts, { person, standing, present, errors }), status);
      return finish(visitor, { kind: 'remove', ref: present.ref, presentAnswer: presentAnswerIn(form) }, show);
    }),
  );

  async function finish(
    visitor: Visitor,
    edit: QuestionEdit,
    show: (errors: readonly PageError[], status: number) => FastifyReply,
  ): Promise<FastifyReply> {
    const { person, reply, request } = visitor;
    const { accountId, proofs } = person;
    const outcome = await editQuestions(parts.identity, { accountId, proofs, edit, visit: parts.visits.of(request) });
    if (!isRefusal(outcome)) return toDonePage(reply, PATHS.questionsSaved);
    if (outcome.code === 'step-up-needed') return askForProof(visitor);
    if (LEADS_TO_LIST.has(outcome.code)) return sendPage(reply, backToList(outcome), outcome.status);
    const sentence = parts.refusals.sentence(outcome);
    const errors =
      outcome.code === 'present-answer-wrong' ? [{ field: 'presentAnswer', message: sentence }] : questionErrors(outcome, sentence);
    return show(errors, outcome.status);
  }

  function backToList(refusal: Refusal) {
    const action = { href: PATHS.questions, label: messages('questionsSavedBack') };
    return wordPage(parts, { title: messages('myQuestionsTitle'), lead: parts.refusals.sentence(refusal), action });
  }

  listener.get(
    PATHS.questionsSaved,
    onlyOnceDone({
      path: PATHS.questionsSaved,
      begin: PATHS.questions,
      show: behind(parts, 'proved', ({ reply }) => sendPage(reply, questionsSavedPage(parts))),
    }),
  );
}

/** What no other filling of the form would mend. */
const LEADS_TO_LIST: ReadonlySet<Refusal['code']> = new Set([
  'question-not-found',
  'questions-too-many',
  'questions-too-few',
  'questions-changed',
]);

function presentAnswerIn(form: Readonly<Record<string, string>>): Secret<string> | undefined {
  const typed = form['presentAnswer'];
  return typed === undefined ? undefined : new Secret(typed);
}

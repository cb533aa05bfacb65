import type { ActionProof, EditingStanding, QuestionLanguage, QuestionRef, RegisteredQuestion } from '@sallyport/identity';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  EmptyState,
  Form,
  Heading,
  type PageError,
  PasswordField,
  SummaryList,
  Table,
} from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { WhatItTakes } from '../actions/what-it-takes.tsx';
import { personalPage, wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';
import { LanguageChoice, QuestionFields, type TypedQuestion } from './question-fields.tsx';

/** The person's questions: list → add, change or remove one → saved. No page ever shows an answer. */

export function questionsListPage(
  parts: SelfAdministrationParts,
  view: { readonly person: Person; readonly takes: ActionProof; readonly questions: readonly RegisteredQuestion[] },
): VNode {
  const { messages, identity } = parts;
  const { person, takes, questions } = view;
  const { most, registered } = identity.policy.questions;
  return personalPage(parts, person, {
    title: messages('myQuestionsTitle'),
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading caption={messages('actionsHeading')} lead={messages('myQuestionsLead')}>
          {messages('myQuestionsTitle')}
        </Heading>
        {questions.length === 0 ? null : <WhatItTakes parts={parts} action="change-questions" takes={takes} />}
        <Table
          caption={messages('myQuestionsTitle')}
          columns={[
            {
              title: messages('myQuestion'),
              cell: (question: RegisteredQuestion) => <span lang={question.language}>{question.words}</span>,
            },
            {
              title: messages('myQuestionAction'),
              cell: (question) => (
                <div class="link-row">
                  {editLink(question, { path: PATHS.questionChange, words: messages('myQuestionChange') })}
                  {questions.length > registered
                    ? editLink(question, { path: PATHS.questionRemove, words: messages('myQuestionRemove') })
                    : null}
                </div>
              ),
            },
          ]}
          rows={questions}
          rowKey={({ ref }) => ref}
          empty={<EmptyState title={messages('myQuestionsNone')}>{messages('myQuestionsNoneText')}</EmptyState>}
        />
        {questions.length === 0 ? null : questions.length < most ? (
          <Actions>
            <ButtonLink href={PATHS.questionAdd}>{messages('myQuestionAdd')}</ButtonLink>
          </Actions>
        ) : (
          <p class="quiet">{messages('myQuestionsMost', { limit: most })}</p>
        )}
      </>
    ),
  });
}

function editLink(question: RegisteredQuestion, link: { readonly path: string; readonly words: string }): VNode {
  return (
    <a href={addressOf(link.path, question.ref)}>
      {link.words}
      <span class="visually-hidden" lang={question.language}>
        {' '}
        {question.words}
      </span>
    </a>
  );
}

export function addressOf(path: string, ref: QuestionRef): string {
  return `${path}?question=${encodeURIComponent(ref)}`;
}

interface EditView {
  readonly person: Person;
  readonly standing: EditingStanding;
  readonly errors: readonly PageError[];
}

export interface ChangeView extends EditView {
  /** The question to be changed; undefined when one is added. */
  readonly present: RegisteredQuestion | undefined;
  readonly language: QuestionLanguage;
  readonly typed: TypedQuestion | undefined;
}

export function editQuestionPage(parts: SelfAdministrationParts, view: ChangeView): VNode {
  const { messages } = parts;
  const { present, language, errors } = view;
  const [path, title, lead] = present
    ? ([PATHS.questionChange, messages('questionChangeTitle'), messages('questionChangeLead')] as const)
    : ([PATHS.questionAdd, messages('questionAddTitle'), messages('questionAddLead')] as const);
  const labels = {
    question: messages('questionNew'),
    own: messages('questionNewOwn'),
    answer: messages(present ? 'questionAnswerNew' : 'questionAnswer'),
  };
  return personalPage(parts, view.person, {
    title,
    errors,
    children: (
      <>
        <BackLink href={PATHS.questions} />
        <Heading lead={lead}>{title}</Heading>
        {present ? <Present parts={parts} question={present} /> : null}
        <LanguageChoice parts={parts} language={language} href={present ? addressOf(path, present.ref) : path} />
        <Form action={path} hidden={{ language, ...(present ? { ref: present.ref } : {}) }}>
          {present ? <PresentAnswer parts={parts} view={view} /> : null}
          <QuestionFields parts={parts} view={{ place: 0, language, typed: view.typed ?? typedFrom(present), labels, errors }} />
          <Actions>
            <Button>{messages(present ? 'questionChange' : 'questionAdd')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

/** The fields as they would be for the present question. */
function typedFrom(present: RegisteredQuestion | undefined): TypedQuestion | undefined {
  if (!present) return undefined;
  return present.ref.startsWith('own:') ? { chosen: '', own: present.words } : { chosen: present.ref, own: '' };
}

export function removeQuestionPage(parts: SelfAdministrationParts, view: EditView & { readonly present: RegisteredQuestion }): VNode {
  const { messages } = parts;
  return personalPage(parts, view.person, {
    title: messages('questionRemoveTitle'),
    errors: view.errors,
    children: (
      <>
        <BackLink href={PATHS.questions} />
        <Heading lead={messages('questionRemoveLead')}>{messages('questionRemoveTitle')}</Heading>
        <Present parts={parts} question={view.present} />
        <Form action={PATHS.questionRemove} hidden={{ ref: view.present.ref }}>
          <PresentAnswer parts={parts} view={view} />
          <Actions>
            <Button kind="danger">{messages('questionRemove')}</Button>
            <ButtonLink href={PATHS.questions} kind="secondary">
              {messages('questionKeep')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  });
}

function Present({ parts, question }: { readonly parts: SelfAdministrationParts; readonly question: RegisteredQuestion }): VNode {
  const value = <span lang={question.language}>{question.words}</span>;
  return <SummaryList rows={[{ label: parts.messages('questionPresent'), value }]} />;
}

/** Only for whoever has not shown the second factor. */
function PresentAnswer({ parts, view }: { readonly parts: SelfAdministrationParts; readonly view: EditView }): VNode | null {
  const { messages } = parts;
  if (view.standing !== 'present-answer') return null;
  return (
    <PasswordField
      name="presentAnswer"
      label={messages('questionPresentAnswer')}
      hint={messages('questionPresentAnswerHint')}
      autoComplete="off"
      maxLength={200}
      {...fieldError(view.errors.find(({ field }) => field === 'presentAnswer')?.message)}
    />
  );
}

export function questionsSavedPage(parts: SelfAdministrationParts): VNode {
  const { messages } = parts;
  const action = { href: PATHS.questions, label: messages('questionsSavedBack') };
  return wordPage(parts, { title: messages('questionsSavedTitle'), lead: messages('questionsSavedLead'), action });
}

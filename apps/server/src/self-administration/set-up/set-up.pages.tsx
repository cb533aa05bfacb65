import type { AccountReadiness, QuestionLanguage } from '@sallyport/identity';
import { Actions, Button, ButtonLink, ErrorSummary, Form, Heading, type PageError, Panel, Steps } from '@sallyport/ui';
import type { VNode } from 'preact';
import { ActivationForms, type ActivationPaths, type ActivationView, activationErrors } from '../activation/activation.pages.tsx';
import { personalPage } from '../frame.tsx';
import { setUpSteps } from '../invitation/invitation.pages.tsx';
import { PATHS } from '../paths.ts';
import { ReadinessSummary } from '../ways-back/readiness-summary.tsx';
import { LanguageChoice, QuestionFields, type TypedQuestion } from '../questions/question-fields.tsx';
import type { NewCodesPaths } from '../recovery-codes/recovery-codes.pages.tsx';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

/** Account set-up after the password: questions, the soft token, recovery codes. It may be left off and resumed at any page. */

export interface QuestionsView {
  readonly person: Person;
  /** In which the catalogue is offered. */
  readonly language: QuestionLanguage;
  /** The questions so far, in their order; answers are secrets and are not kept. */
  readonly typed: readonly TypedQuestion[];
  readonly errors: readonly PageError[];
}

export function setUpQuestionsPage(parts: SelfAdministrationParts, { person, language, typed, errors }: QuestionsView): VNode {
  const { messages, identity } = parts;
  const labelsOf = (number: number) => ({
    question: messages('setUpQuestion', { number }),
    own: messages('questionOwnLabel', { number }),
    answer: messages('setUpAnswer', { number }),
  });
  return personalPage(parts, person, {
    title: messages('setUpQuestionsTitle'),
    errors,
    children: (
      <>
        <Steps current={2} total={setUpSteps(parts).total} next={messages('nextToken')} doors={1} />
        <Heading lead={messages('setUpQuestionsLead')}>{messages('setUpQuestionsTitle')}</Heading>
        <LanguageChoice parts={parts} language={language} href={PATHS.setUpQuestions} />
        <Form action={PATHS.setUpQuestions} hidden={{ language }}>
          {Array.from({ length: identity.policy.questions.registered }, (_, place) => (
            <Panel key={place}>
              <QuestionFields parts={parts} view={{ place, language, typed: typed[place], labels: labelsOf(place + 1), errors }} />
            </Panel>
          ))}
          <Actions>
            <Button>{messages('setUpQuestionsSave')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export const SET_UP_ACTIVATION: ActivationPaths = {
  page: PATHS.setUpSoftToken,
  newLink: PATHS.setUpSoftTokenLink,
  registration: PATHS.setUpSoftTokenRegistration,
};

export function setUpSoftTokenPage(
  parts: SelfAdministrationParts,
  { person, ...view }: ActivationView & { readonly person: Person },
): VNode {
  const { messages } = parts;
  const { total } = setUpSteps(parts);
  return personalPage(parts, person, {
    title: messages('setUpTokenTitle'),
    errors: activationErrors(view),
    children: (
      <>
        <Steps current={total - 1} total={total} next={messages('nextRecoveryCodes')} doors={1} />
        <Heading lead={messages('setUpTokenLead')}>{messages('setUpTokenTitle')}</Heading>
        <ActivationForms parts={parts} paths={SET_UP_ACTIVATION} view={view} />
      </>
    ),
  });
}

export const SET_UP_CODES: NewCodesPaths = {
  make: PATHS.setUpRecoveryCodes,
  codes: PATHS.setUpNewRecoveryCodes,
  file: PATHS.setUpRecoveryCodesFile,
  saved: PATHS.setUpRecoveryCodesSaved,
  back: PATHS.setUpRecoveryCodes,
};

export function setUpCodesPage(parts: SelfAdministrationParts, person: Person, error?: string): VNode {
  const { messages } = parts;
  const { total } = setUpSteps(parts);
  return personalPage(parts, person, {
    title: messages('setUpCodesTitle'),
    doors: 2,
    children: (
      <>
        <ErrorSummary errors={error === undefined ? [] : [{ message: error }]} />
        <Steps current={total} total={total} doors={2} />
        <Heading lead={messages('setUpCodesLead')}>{messages('setUpCodesTitle')}</Heading>
        <Form action={PATHS.setUpRecoveryCodes}>
          <Actions>
            <Button>{messages('makeRecoveryCodesYes')}</Button>
            <ButtonLink kind="quiet" href={PATHS.setUpDone}>
              {messages('setUpCodesLater')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  });
}

/** What the account has now, and what would still strand its owner. */
export function setUpDonePage(
  parts: SelfAdministrationParts,
  { person, readiness }: { readonly person: Person; readonly readiness: AccountReadiness },
): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('setUpDoneTitle'),
    doors: 2,
    children: (
      <>
        <Heading lead={messages('setUpDoneLead')}>{messages('setUpDoneTitle')}</Heading>
        <ReadinessSummary parts={parts} readiness={readiness} />
        <Actions>
          <ButtonLink href={parts.certificateServicesOrigin}>{messages('setUpDoneContinue')}</ButtonLink>
        </Actions>
      </>
    ),
  });
}

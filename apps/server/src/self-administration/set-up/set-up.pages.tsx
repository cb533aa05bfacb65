import type { ActivationProgress, QuestionLanguage } from '@sallyport/identity';
import { Actions, Button, ButtonLink, CodeInput, Form, Heading, Notice, type PageError, Panel, Steps } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorOn, personalPage } from '../frame.tsx';
import { SET_UP_STEPS } from '../invitation/invitation.pages.tsx';
import { PATHS } from '../paths.ts';
import { LanguageChoice, QuestionFields, type TypedQuestion } from '../questions/question-fields.tsx';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';
import { ActivationWays, type RegistrationView } from './activation-ways.pages.tsx';

/** Account set-up after the password: questions, then the soft token. It may be left off and resumed at any page. */

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
        <Steps current={2} total={SET_UP_STEPS} next={messages('nextToken')} doors={1} />
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

export interface SoftTokenView {
  readonly person: Person;
  readonly progress: ActivationProgress;
  /** About the one-time password, where one is asked for. */
  readonly error?: string | undefined;
  readonly registration?: RegistrationView | undefined;
}

export function setUpSoftTokenPage(parts: SelfAdministrationParts, { person, progress, error, registration }: SoftTokenView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('setUpTokenTitle'),
    errors: errorsIn({ progress, error, registration }),
    children: (
      <>
        <Steps current={3} total={SET_UP_STEPS} doors={1} />
        <Heading lead={messages('setUpTokenLead')}>{messages('setUpTokenTitle')}</Heading>
        {progress.at === 'waiting-for-app' ? <ActivationWays parts={parts} offer={progress.offer} registration={registration} /> : null}
        {progress.at === 'waiting-for-otp' ? (
          <Notice kind="success">{messages(progress.provisioned === 'offline' ? 'setUpTokenRegistered' : 'setUpTokenWaiting')}</Notice>
        ) : null}
        {progress.at === 'none' ? null : (
          <Panel title={messages('setUpTokenCodeTitle')}>
            <p>{messages('setUpTokenCodeLead')}</p>
            <Form action={PATHS.setUpSoftToken}>
              <CodeInput
                name="otp"
                kind={parts.identity.policy.otp.digits === 6 ? 'otp6' : 'otp'}
                label={messages('otpLabel')}
                hint={messages('otpHint')}
                {...fieldError(error)}
              />
              <Actions>
                <Button>{messages('setUpTokenFinish')}</Button>
              </Actions>
            </Form>
          </Panel>
        )}
        <Form action={PATHS.setUpSoftTokenLink}>
          {progress.at === 'none' ? null : <p class="quiet">{messages('setUpTokenNewLinkHint')}</p>}
          <Actions>
            <Button kind={progress.at === 'none' ? 'primary' : 'secondary'}>
              {messages(progress.at === 'none' ? 'setUpTokenStart' : 'setUpTokenNewLink')}
            </Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

/** Each on its field; on the page as a whole when the field is not there. */
function errorsIn({ progress, error, registration }: Omit<SoftTokenView, 'person'>): readonly PageError[] {
  if (registration)
    return progress.at === 'waiting-for-app' ? errorOn('registrationCode', registration.error) : [{ message: registration.error }];
  if (error === undefined) return [];
  return progress.at === 'none' ? [{ message: error }] : errorOn('otp', error);
}

export function setUpDonePage(parts: SelfAdministrationParts, person: Person): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('setUpDoneTitle'),
    doors: 2,
    children: (
      <>
        <Heading lead={messages('setUpDoneLead')}>{messages('setUpDoneTitle')}</Heading>
        <Actions>
          <ButtonLink href={parts.certificateServicesOrigin}>{messages('setUpDoneContinue')}</ButtonLink>
        </Actions>
      </>
    ),
  });
}

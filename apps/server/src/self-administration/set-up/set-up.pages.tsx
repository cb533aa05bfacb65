import { QUESTION_KEYS } from '@sallyport/identity';
import { Actions, Button, ButtonLink, Form, Heading, type PageError, Panel, PasswordField, Select, Steps } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { ActivationForms, type ActivationPaths, type ActivationView, activationErrors } from '../activation/activation.pages.tsx';
import { personalPage } from '../frame.tsx';
import { SET_UP_STEPS } from '../invitation/invitation.pages.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

/** Account set-up after the password: questions, then the soft token. It may be left off and resumed at any page. */

export interface QuestionsView {
  readonly person: Person;
  /** The questions chosen so far, in their order; answers are secrets and are not kept. */
  readonly chosen: readonly string[];
  readonly errors: readonly PageError[];
}

export function setUpQuestionsPage(parts: SelfAdministrationParts, { person, chosen, errors }: QuestionsView): VNode {
  const { messages, identity } = parts;
  const choices = QUESTION_KEYS.map((key) => ({ value: key, label: messages(`question.${key}`) }));
  const errorAt = (field: string) => errors.find((error) => error.field === field)?.message;
  return personalPage(parts, person, {
    title: messages('setUpQuestionsTitle'),
    errors,
    children: (
      <>
        <Steps current={2} total={SET_UP_STEPS} next={messages('nextToken')} doors={1} />
        <Heading lead={messages('setUpQuestionsLead')}>{messages('setUpQuestionsTitle')}</Heading>
        <Form action={PATHS.setUpQuestions}>
          {Array.from({ length: identity.policy.questions.registered }, (_, index) => {
            const number = index + 1;
            const question = `question${String(index)}`;
            const answer = `answer${String(index)}`;
            const questionError = errorAt(question);
            const answerError = errorAt(answer);
            return (
              <Panel key={question}>
                <Select
                  name={question}
                  label={messages('setUpQuestion', { number })}
                  choices={choices}
                  value={chosen[index] ?? ''}
                  {...fieldError(questionError)}
                />
                <PasswordField
                  name={answer}
                  label={messages('setUpAnswer', { number })}
                  autoComplete="off"
                  maxLength={200}
                  {...(index === 0 ? { hint: messages('setUpAnswerHint') } : {})}
                  {...fieldError(answerError)}
                />
              </Panel>
            );
          })}
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
  return personalPage(parts, person, {
    title: messages('setUpTokenTitle'),
    errors: activationErrors(view),
    children: (
      <>
        <Steps current={3} total={SET_UP_STEPS} doors={1} />
        <Heading lead={messages('setUpTokenLead')}>{messages('setUpTokenTitle')}</Heading>
        <ActivationForms parts={parts} paths={SET_UP_ACTIVATION} view={view} />
      </>
    ),
  });
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

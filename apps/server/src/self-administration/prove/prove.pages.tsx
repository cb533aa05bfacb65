import type { QuestionChallenge, SecondFactorWay } from '@sallyport/identity';
import { ActionList, Actions, BackLink, Button, CodeInput, Form, Heading, PasswordField } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorOn, personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

export function provePage(parts: SelfAdministrationParts, person: Person, ways: readonly SecondFactorWay[]): VNode {
  const { messages } = parts;
  const items = {
    questions: { href: PATHS.proveQuestions, title: messages('proveQuestions'), description: messages('proveQuestionsHint') },
    'soft-token-otp': { href: PATHS.proveOtp, title: messages('proveOtp'), description: messages('proveOtpHint') },
  } as const satisfies Record<SecondFactorWay, unknown>;
  const support = { href: PATHS.support, title: messages('proveCannot'), description: messages('proveCannotHint') };
  const title = messages(ways.length === 0 ? 'proveNothingTitle' : 'proveTitle');
  return personalPage(parts, person, {
    title,
    children: (
      <>
        <Heading lead={messages(ways.length === 0 ? 'proveNothingLead' : 'proveLead')}>{title}</Heading>
        <ActionList
          label={messages('proveWays')}
          items={
            ways.length === 0
              ? [{ href: PATHS.setUp, title: messages('proveFinishSetUp') }, support]
              : [...ways.map((way) => items[way]), support]
          }
        />
      </>
    ),
  });
}

export interface QuestionsView {
  readonly person: Person;
  readonly challenge: QuestionChallenge;
  readonly error?: string;
}

export function questionsPage(parts: SelfAdministrationParts, { person, challenge, error }: QuestionsView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('questionsTitle'),
    errors: errorOn('answer0', error),
    children: (
      <>
        <BackLink href={PATHS.prove}>{messages('questionsOtherWay')}</BackLink>
        <Heading lead={messages('questionsLead')}>{messages('questionsTitle')}</Heading>
        <Form>
          {challenge.questions.map((question, index) => (
            <PasswordField
              key={question}
              name={`answer${String(index)}`}
              label={messages(`question.${question}`)}
              autoComplete="off"
              maxLength={200}
              {...fieldError(index === 0 ? error : undefined)}
            />
          ))}
          <p class="quiet">{messages('questionsTriesLeft', { left: challenge.left })}</p>
          <Actions>
            <Button>{messages('questionsContinue')}</Button>
            <a href={PATHS.support}>{messages('proveCannot')}</a>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function otpPage(parts: SelfAdministrationParts, view: { readonly person: Person; readonly error?: string }): VNode {
  const { messages } = parts;
  return personalPage(parts, view.person, {
    title: messages('otpTitle'),
    errors: errorOn('otp', view.error),
    children: (
      <>
        <BackLink href={PATHS.prove}>{messages('questionsOtherWay')}</BackLink>
        <Heading lead={messages('otpLead')}>{messages('otpTitle')}</Heading>
        <Form>
          <CodeInput
            name="otp"
            kind={parts.identity.policy.otp.digits === 6 ? 'otp6' : 'otp'}
            label={messages('otpLabel')}
            hint={messages('otpHint')}
            {...fieldError(view.error)}
          />
          <Actions>
            <Button>{messages('otpContinue')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

import type { ProofWay, QuestionChallenge } from '@sallyport/identity';
import { type ActionItem, ActionList, Actions, BackLink, Button, CodeInput, Form, Heading, PasswordField } from '@sallyport/ui';
import type { VNode } from 'preact';
import { OtpField } from '../../http/otp-field.tsx';
import { fieldError } from '../../http/page.tsx';
import { errorOn, personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

export interface ProveView {
  readonly person: Person;
  readonly ways: readonly ProofWay[];
  /** `more`: the password and what else was given do not suffice for what was chosen. */
  readonly need: 'second' | 'more';
}

export function provePage(parts: SelfAdministrationParts, { person, ways, need }: ProveView): VNode {
  const { messages } = parts;
  const items = {
    questions: { href: PATHS.proveQuestions, title: messages('proveQuestions'), description: messages('proveQuestionsHint') },
    'soft-token-otp': { href: PATHS.proveOtp, title: messages('proveOtp'), description: messages('proveOtpHint') },
    passkey: { href: PATHS.provePasskey, title: messages('provePasskey'), description: messages('provePasskeyHint') },
    'recovery-code': {
      href: PATHS.proveRecoveryCode,
      title: messages('proveRecoveryCode'),
      description: messages('proveRecoveryCodeHint'),
    },
    'temporary-access-code': {
      href: PATHS.proveTemporaryAccess,
      title: messages('proveTemporaryAccess'),
      description: messages('proveTemporaryAccessHint'),
    },
    'mailed-code': { href: PATHS.proveMailedCode, title: messages('proveMailedCode'), description: messages('proveMailedCodeHint') },
    'recovery-contact': { href: PATHS.proveContact, title: messages('proveContact'), description: messages('proveContactHint') },
  } as const satisfies Record<ProofWay, ActionItem>;
  const support = { href: PATHS.support, title: messages('proveCannot'), description: messages('proveCannotHint') };
  const [title, lead] = {
    second: ways.length === 0 ? (['proveNothingTitle', 'proveNothingLead'] as const) : (['proveTitle', 'proveLead'] as const),
    more: ['proveMoreTitle', ways.length === 0 ? 'proveMoreNothing' : 'proveMoreLead'] as const,
  }[need];
  const finishSetUp = need === 'second' && ways.length === 0 ? [{ href: PATHS.setUp, title: messages('proveFinishSetUp') }] : [];
  return personalPage(parts, person, {
    title: messages(title),
    children: (
      <>
        <Heading lead={messages(lead)}>{messages(title)}</Heading>
        <ActionList label={messages('proveWays')} items={[...finishSetUp, ...ways.map((way) => items[way]), support]} />
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
          <QuestionFields questions={challenge.questions} error={error} />
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

/** A field for each question that is asked. Which answer was wrong is not said, so the error stands at the first. */
export function QuestionFields({
  questions,
  error,
}: {
  readonly questions: QuestionChallenge['questions'];
  readonly error?: string | undefined;
}): VNode {
  return (
    <>
      {questions.map((question, index) => (
        <PasswordField
          key={question.ref}
          name={`answer${String(index)}`}
          label={question.words}
          labelLang={question.language}
          autoComplete="off"
          maxLength={200}
          {...fieldError(index === 0 ? error : undefined)}
        />
      ))}
    </>
  );
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
          <OtpField digits={parts.identity.policy.otp.digits} label={messages('otpLabel')} hint={messages('otpHint')} error={view.error} />
          <Actions>
            <Button>{messages('otpContinue')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

/** A code of groups, as it is typed. */
export interface GroupedCodeView {
  readonly person: Person;
  readonly error?: string;
  readonly badGroups?: readonly number[];
}

export function recoveryCodePage(parts: SelfAdministrationParts, view: GroupedCodeView): VNode {
  const { messages } = parts;
  return groupedCodePage(parts, view, {
    kind: 'rec',
    title: messages('recoveryCodeTitle'),
    lead: messages('recoveryCodeLead'),
    label: messages('recoveryCode'),
    goOn: messages('recoveryCodeContinue'),
  });
}

export function temporaryAccessPage(parts: SelfAdministrationParts, view: GroupedCodeView): VNode {
  const { messages } = parts;
  return groupedCodePage(parts, view, {
    kind: 'tmp',
    title: messages('temporaryAccessTitle'),
    lead: messages('temporaryAccessLead'),
    label: messages('temporaryAccessCode'),
    goOn: messages('temporaryAccessContinue'),
  });
}

interface GroupedCodeWords {
  readonly kind: 'rec' | 'tmp';
  readonly title: string;
  readonly lead: string;
  readonly label: string;
  readonly goOn: string;
}

function groupedCodePage(
  parts: SelfAdministrationParts,
  { person, error, badGroups = [] }: GroupedCodeView,
  { kind, title, lead, label, goOn }: GroupedCodeWords,
): VNode {
  return personalPage(parts, person, {
    title,
    errors: errorOn('code', error),
    children: (
      <>
        <BackLink href={PATHS.prove}>{parts.messages('questionsOtherWay')}</BackLink>
        <Heading lead={lead}>{title}</Heading>
        <Form>
          <CodeInput name="code" kind={kind} label={label} badGroups={badGroups} {...fieldError(error)} />
          <Actions>
            <Button>{goOn}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function sendMailedCodePage(
  parts: SelfAdministrationParts,
  { person, error }: { readonly person: Person; readonly error?: string },
): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('mailedCodeTitle'),
    errors: error === undefined ? [] : [{ message: error }],
    children: (
      <>
        <BackLink href={PATHS.prove}>{messages('questionsOtherWay')}</BackLink>
        <Heading lead={messages('mailedCodeLead')}>{messages('mailedCodeTitle')}</Heading>
        <Form action={PATHS.proveMailedCodeSend}>
          <Actions>
            <Button>{messages('mailedCodeSend')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function answerMailedCodePage(
  parts: SelfAdministrationParts,
  { person, error }: { readonly person: Person; readonly error?: string },
): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('mailedCodeTypeTitle'),
    errors: errorOn('code', error),
    children: (
      <>
        <BackLink href={PATHS.prove}>{messages('questionsOtherWay')}</BackLink>
        <Heading lead={messages('mailedCodeTypeLead')}>{messages('mailedCodeTypeTitle')}</Heading>
        <Form action={PATHS.proveMailedCodeAnswer}>
          <CodeInput name="code" kind="otp" label={messages('mailedCode')} {...fieldError(error)} />
          <Actions>
            <Button>{messages('mailedCodeContinue')}</Button>
          </Actions>
        </Form>
        <Form action={PATHS.proveMailedCodeSend}>
          <Actions>
            <Button kind="quiet">{messages('mailedCodeAgain')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

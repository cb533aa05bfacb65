import { isAcceptedFactor, type OpenInvitation } from '@sallyport/identity';
import { Actions, Button, Field, Form, Heading, PasswordField, Steps } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError, framed } from '../../http/page.tsx';
import { errorOn } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';

/** Questions are a step where the recovery policy accepts them. */
export function setUpSteps({ identity }: SelfAdministrationParts): { readonly questions: 'asked' | 'not-asked'; readonly total: number } {
  return isAcceptedFactor(identity.policy.recovery, 'questions') ? { questions: 'asked', total: 4 } : { questions: 'not-asked', total: 3 };
}

export function invitationPage(parts: SelfAdministrationParts, view: { readonly code?: string; readonly error?: string }): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('invitationTitle'),
    errors: errorOn('code', view.error),
    children: (
      <>
        <Heading lead={messages('invitationLead')}>{messages('invitationTitle')}</Heading>
        <Form action={PATHS.invitation}>
          <Field
            name="code"
            label={messages('invitationCode')}
            hint={messages('invitationCodeHint')}
            text="code"
            fragmentKey="i"
            {...fieldError(view.error)}
            maxLength={64}
            {...(view.code === undefined ? {} : { value: view.code })}
          />
          <Actions>
            <Button>{messages('invitationContinue')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export interface FirstPasswordView {
  readonly code: string;
  readonly invitation: OpenInvitation;
  readonly error?: string;
}

/** The invitation code travels on in the form it was sent with: it is the visitor's own and spent by this step. */
export function firstPasswordPage(parts: SelfAdministrationParts, { code, invitation, error }: FirstPasswordView): VNode {
  const { messages, identity } = parts;
  const { minimumLength, maximumLength } = identity.policy.password;
  const { displayName, userName, organisationName } = invitation;
  const steps = setUpSteps(parts);
  return framed(parts.frame, {
    title: messages('passwordTitle'),
    organisation: organisationName,
    errors: errorOn('password', error),
    children: (
      <>
        <Steps current={1} total={steps.total} next={messages(steps.questions === 'asked' ? 'nextQuestions' : 'nextToken')} />
        <Heading
          caption={messages('invitationGreeting', { name: displayName })}
          lead={messages('passwordLead', { minLength: minimumLength })}
        >
          {messages('passwordTitle')}
        </Heading>
        <p>{messages('invitationOrganisation', { organisation: organisationName, userName })}</p>
        <Form action={PATHS.invitationPassword} hidden={{ code, userName }}>
          <PasswordField
            name="password"
            label={messages('password')}
            autoComplete="new-password"
            maxLength={maximumLength * 4}
            {...fieldError(error)}
          />
          <Actions>
            <Button>{messages('passwordSave')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

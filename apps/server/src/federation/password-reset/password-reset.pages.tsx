import { Actions, Button, ButtonLink, Field, Form, Heading, PasswordField } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError, framed } from '../../http/page.tsx';
import { applicationsPage } from '../applications.page.tsx';
import type { FederationParts } from '../federation-parts.ts';

export function forgottenPage(parts: FederationParts, view: { readonly userName?: string; readonly error?: string }): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('forgottenTitle'),
    errors: view.error === undefined ? [] : [{ message: view.error, field: 'userName' }],
    children: (
      <>
        <Heading lead={messages('forgottenLead')}>{messages('forgottenTitle')}</Heading>
        <Form action="/password/forgotten">
          <Field
            name="userName"
            label={messages('userName')}
            autoComplete="username"
            text="code"
            maxLength={254}
            {...fieldError(view.error)}
            {...(view.userName === undefined ? {} : { value: view.userName })}
          />
          <Actions>
            <Button>{messages('forgottenSend')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function forgottenSentPage(parts: FederationParts): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('forgottenSentTitle'),
    children: (
      <>
        <Heading lead={messages('forgottenSentLead')}>{messages('forgottenSentTitle')}</Heading>
        <p>{messages('forgottenSentAgain')}</p>
        <ButtonLink href="/password/forgotten" kind="secondary">
          {messages('forgottenAgain')}
        </ButtonLink>
      </>
    ),
  });
}

export interface ResetView {
  readonly code?: string;
  readonly error?: { readonly message: string; readonly field: 'code' | 'password' };
}

export function resetPage(parts: FederationParts, view: ResetView): VNode {
  const { messages } = parts;
  const { minimumLength, maximumLength } = parts.identity.policy.password;
  return framed(parts.frame, {
    title: messages('resetTitle'),
    errors: view.error === undefined ? [] : [view.error],
    children: (
      <>
        <Heading lead={messages('resetLead', { minLength: minimumLength })}>{messages('resetTitle')}</Heading>
        <Form action="/password">
          <Field
            name="code"
            label={messages('resetCode')}
            hint={messages('resetCodeHint')}
            text="code"
            fragmentKey="r"
            {...fieldError(view.error?.field === 'code' ? view.error.message : undefined)}
            maxLength={64}
            {...(view.code === undefined ? {} : { value: view.code })}
          />
          <PasswordField
            name="password"
            label={messages('newPassword')}
            autoComplete="new-password"
            maxLength={maximumLength * 4}
            {...fieldError(view.error?.field === 'password' ? view.error.message : undefined)}
          />
          <Actions>
            <Button>{messages('resetSave')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function resetDonePage(parts: FederationParts): VNode {
  const { messages } = parts;
  return applicationsPage(parts, { title: messages('resetDoneTitle'), lead: messages('resetDoneLead') });
}

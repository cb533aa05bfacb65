import { ActionList, Actions, Button, CodeInput, Field, Form, Heading, Notice, PasswordField } from '@sallyport/ui';
import type { VNode } from 'preact';
import { framed } from '../../http/page.tsx';
import type { FederationParts } from '../federation-parts.ts';

export function frozenPage(parts: FederationParts, view: { readonly userName?: string; readonly error?: string }): VNode {
  const { messages, identity } = parts;
  return framed(parts.frame, {
    title: messages('frozenTitle'),
    errors: view.error === undefined ? [] : [{ message: view.error, field: 'userName' }],
    children: (
      <>
        <Heading lead={messages('frozenLead')}>{messages('frozenTitle')}</Heading>
        <Form action="/frozen">
          <Field
            name="userName"
            label={messages('userName')}
            autoComplete="username"
            text="code"
            maxLength={254}
            {...(view.userName === undefined ? {} : { value: view.userName })}
          />
          <PasswordField name="password" label={messages('password')} autoComplete="current-password" maxLength={1024} />
          <CodeInput
            name="otp"
            kind={identity.policy.otp.digits === 6 ? 'otp6' : 'otp'}
            label={messages('oneTimePassword')}
            hint={messages('frozenOtpHint')}
          />
          <Actions>
            <Button>{messages('frozenOpen')}</Button>
          </Actions>
        </Form>
        <Notice>
          <p>{messages('frozenCannot')}</p>
          <p>
            <a href={`${identity.origins.selfAdministration}/support`}>{messages('frozenSupport')}</a>
          </p>
        </Notice>
      </>
    ),
  });
}

export function openAgainPage(parts: FederationParts): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('openAgainTitle'),
    children: (
      <>
        <Heading lead={messages('openAgainLead')}>{messages('openAgainTitle')}</Heading>
        <ActionList
          label={messages('homeApplications')}
          items={Object.values(parts.applications).map((application) => ({ href: application.home, title: application.name }))}
        />
      </>
    ),
  });
}

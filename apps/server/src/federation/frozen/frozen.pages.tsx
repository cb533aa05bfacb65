import { Actions, Button, Form, Heading, Notice, PasswordField } from '@sallyport/ui';
import type { VNode } from 'preact';
import { OtpField } from '../../http/otp-field.tsx';
import { framed } from '../../http/page.tsx';
import { applicationsPage } from '../applications.page.tsx';
import type { FederationParts } from '../federation-parts.ts';
import { UserNameField } from '../user-name-field.tsx';

export function frozenPage(parts: FederationParts, view: { readonly userName?: string; readonly error?: string }): VNode {
  const { messages, identity } = parts;
  return framed(parts.frame, {
    title: messages('frozenTitle'),
    errors: view.error === undefined ? [] : [{ message: view.error, field: 'userName' }],
    children: (
      <>
        <Heading lead={messages('frozenLead')}>{messages('frozenTitle')}</Heading>
        <Form action="/frozen">
          <UserNameField label={messages('userName')} value={view.userName} error={view.error} autoComplete="username" />
          <PasswordField name="password" label={messages('password')} autoComplete="current-password" maxLength={1024} />
          <OtpField digits={identity.policy.otp.digits} label={messages('oneTimePassword')} hint={messages('frozenOtpHint')} />
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
  return applicationsPage(parts, { title: messages('openAgainTitle'), lead: messages('openAgainLead') });
}

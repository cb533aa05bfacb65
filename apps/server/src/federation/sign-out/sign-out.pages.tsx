import { Actions, ActionList, Button, Form, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import { type Frame, framed } from '../../http/page.tsx';
import type { FederationParts } from '../federation-parts.ts';

/** The library's sign-out, in our words: `secret` proves that the form is the one this browser was shown. */
export type SignOutParts = Pick<FederationParts, 'messages' | 'applications'> & { readonly frame: Frame };

export function signOutPage(parts: SignOutParts, form: { readonly action: string; readonly secret: string }): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('signOutTitle'),
    children: (
      <>
        <Heading lead={messages('signOutLead')}>{messages('signOutTitle')}</Heading>
        <Form action={form.action} hidden={{ xsrf: form.secret }}>
          <Actions>
            <Button name="logout" value="yes">
              {messages('signOutConfirm')}
            </Button>
            <Button kind="secondary">{messages('signOutStay')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function signedOutPage(parts: SignOutParts): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('signedOutTitle'),
    children: (
      <>
        <Heading lead={messages('signedOutLead')}>{messages('signedOutTitle')}</Heading>
        <ActionList
          label={messages('homeApplications')}
          items={Object.values(parts.applications).map((application) => ({ href: application.home, title: application.name }))}
        />
      </>
    ),
  });
}

export function requestFaultPage(parts: SignOutParts, reason: string): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('faultTitle'),
    children: <Heading lead={messages('faultRequest', { reason })}>{messages('faultTitle')}</Heading>,
  });
}

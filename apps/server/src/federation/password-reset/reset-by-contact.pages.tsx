import type { ContactView, VouchingView } from '@sallyport/identity';
import { Actions, Button, ButtonLink, CodeDisplay, EmptyState, Form, Heading, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { framed } from '../../http/page.tsx';
import type { FederationParts } from '../federation-parts.ts';

/** A recovery contact asked by somebody who cannot sign in, but reads their mail. */

export function contactChoicePage(
  parts: FederationParts,
  { code, contacts }: { readonly code: string; readonly contacts: readonly ContactView[] },
): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('resetContactChoose'),
    children: (
      <>
        <Heading lead={messages('resetContactChooseLead')}>{messages('resetContactChoose')}</Heading>
        {contacts.length === 0 ? (
          <EmptyState title={messages('resetContactNone')}>{messages('resetContactNoneText')}</EmptyState>
        ) : (
          contacts.map(({ contactId, displayName }) => (
            <Form key={contactId} action="/password/contact" hidden={{ code, contact: contactId }}>
              <Actions>
                <Button kind="secondary">{messages('resetContactAskOne', { name: displayName })}</Button>
              </Actions>
            </Form>
          ))
        )}
      </>
    ),
  });
}

export function contactAskedPage(parts: FederationParts, vouching: VouchingView | undefined): VNode {
  const { messages } = parts;
  const again = (
    <Actions>
      <ButtonLink href="/password/forgotten" kind={vouching?.standing === 'asked' ? 'secondary' : 'primary'}>
        {messages('forgottenAgain')}
      </ButtonLink>
    </Actions>
  );
  if (!vouching) {
    return framed(parts.frame, {
      title: messages('resetContactNothing'),
      children: (
        <>
          <Heading lead={messages('resetContactNothingLead')}>{messages('resetContactNothing')}</Heading>
          {again}
        </>
      ),
    });
  }
  const { contactName: name, code, standing, expiresAt } = vouching;
  const title = messages(standing === 'vouched' ? 'resetContactVouched' : 'resetContactAsked', { name });
  return framed(parts.frame, {
    title,
    children: (
      <>
        <Heading lead={messages(standing === 'vouched' ? 'resetContactVouchedLead' : 'resetContactAskedLead')}>{title}</Heading>
        {standing === 'vouched' ? null : (
          <>
            <CodeDisplay code={code} kind="otp6" label={messages('resetContactCode', { name })} copyable={false} />
            <p>
              {messages('resetContactThen')} <Time at={expiresAt} />.
            </p>
          </>
        )}
        {again}
      </>
    ),
  });
}

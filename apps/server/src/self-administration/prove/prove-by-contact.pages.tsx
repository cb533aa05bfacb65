import type { ContactView, VouchingView } from '@sallyport/identity';
import { Actions, BackLink, Button, ButtonLink, CodeDisplay, EmptyState, Form, Heading, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

export interface ProveByContactView {
  readonly person: Person;
  /** Those who can answer now. */
  readonly contacts: readonly ContactView[];
  /** What was asked in this browser. */
  readonly vouching: VouchingView | undefined;
  readonly error?: string | undefined;
}

export function proveByContactPage(parts: SelfAdministrationParts, view: ProveByContactView): VNode {
  switch (view.vouching?.standing) {
    case 'vouched':
      return vouchedPage(parts, view, view.vouching);
    case 'asked':
      return askedPage(parts, view, view.vouching);
    case undefined:
      return choicePage(parts, view);
  }
}

function choicePage(parts: SelfAdministrationParts, { person, contacts, error }: ProveByContactView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('askContactTitle'),
    errors: error === undefined ? [] : [{ message: error }],
    children: (
      <>
        <BackLink href={PATHS.prove}>{messages('questionsOtherWay')}</BackLink>
        <Heading lead={messages('askContactLead')}>{messages('askContactTitle')}</Heading>
        {contacts.length === 0 ? (
          <EmptyState title={messages('askContactNone')}>{messages('askContactNoneText')}</EmptyState>
        ) : (
          <AskButtons parts={parts} contacts={contacts} />
        )}
      </>
    ),
  });
}

function AskButtons({ parts, contacts }: { readonly parts: SelfAdministrationParts; readonly contacts: readonly ContactView[] }): VNode {
  return (
    <>
      {contacts.map(({ contactId, displayName }) => (
        <Form key={contactId} action={PATHS.proveContactAsk} hidden={{ contact: contactId }}>
          <Actions>
            <Button kind="secondary">{parts.messages('askContactAsk', { name: displayName })}</Button>
          </Actions>
        </Form>
      ))}
    </>
  );
}

function askedPage(parts: SelfAdministrationParts, { person, contacts, error }: ProveByContactView, vouching: VouchingView): VNode {
  const { messages } = parts;
  const name = vouching.contactName;
  return personalPage(parts, person, {
    title: messages('askedContactTitle', { name }),
    errors: error === undefined ? [] : [{ message: error }],
    children: (
      <>
        <BackLink href={PATHS.prove}>{messages('questionsOtherWay')}</BackLink>
        <Heading lead={messages('askedContactLead')}>{messages('askedContactTitle', { name })}</Heading>
        <CodeDisplay code={vouching.code} kind="otp6" label={messages('askedContactCode', { name })} copyable={false} />
        <p>
          {messages('askedContactUntil')} <Time at={vouching.expiresAt} />. {messages('askedContactThen')}
        </p>
        <Actions>
          <ButtonLink href={PATHS.proveContact}>{messages('askedContactReload')}</ButtonLink>
        </Actions>
        <h2>{messages('askedContactAgain')}</h2>
        <AskButtons parts={parts} contacts={contacts} />
      </>
    ),
  });
}

function vouchedPage(parts: SelfAdministrationParts, { person, error }: ProveByContactView, vouching: VouchingView): VNode {
  const { messages } = parts;
  const name = vouching.contactName;
  return personalPage(parts, person, {
    title: messages('vouchedContactTitle', { name }),
    errors: error === undefined ? [] : [{ message: error }],
    children: (
      <>
        <BackLink href={PATHS.prove}>{messages('questionsOtherWay')}</BackLink>
        <Heading lead={messages('vouchedContactLead')}>{messages('vouchedContactTitle', { name })}</Heading>
        <Form action={PATHS.proveContactAccept}>
          <Actions>
            <Button>{messages('vouchedContactGoOn')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

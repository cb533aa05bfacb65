import type { ContactLists, ContactView } from '@sallyport/identity';
import {
  ActionList,
  Actions,
  BackLink,
  Button,
  ButtonLink,
  EmptyState,
  Field,
  Form,
  Heading,
  Notice,
  Panel,
  SummaryList,
  Table,
  Time,
} from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorOn, personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

/** Both ends of every bond: whom this person named, and who named them. */

export interface ContactsView {
  readonly person: Person;
  readonly contacts: ContactLists;
  /** How many ask this person to vouch now. */
  readonly asking: number;
  readonly typed?: string | undefined;
  readonly error?: string | undefined;
}

export function contactsPage(parts: SelfAdministrationParts, { person, contacts, asking, typed, error }: ContactsView): VNode {
  const { messages } = parts;
  const asked = contacts.others.filter(({ standing }) => standing === 'asked');
  const agreed = contacts.others.filter(({ standing }) => standing !== 'asked');
  const vouching = { href: PATHS.vouching, title: messages('contactsVouching'), description: messages('contactsVouchingHint') };
  return personalPage(parts, person, {
    title: messages('contactsTitle'),
    errors: errorOn('contact', error),
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading caption={messages('actionsHeading')} lead={messages('contactsLead')}>
          {messages('contactsTitle')}
        </Heading>
        {asking === 0 ? null : <ActionList label={messages('contactsVouching')} items={[vouching]} />}
        {asked.map((contact) => (
          <AsksYou key={contact.contactId} parts={parts} contact={contact} />
        ))}
        <ContactTable parts={parts} caption={messages('contactsMine')} contacts={contacts.mine} />
        {contacts.mine
          .filter(({ bond }) => bond === 'mutual')
          .map(({ contactId, displayName }) => (
            <Notice key={contactId} kind="warning">
              <p>{messages('contactsMutual', { name: displayName })}</p>
            </Notice>
          ))}
        <Panel title={messages('contactsAddTitle')}>
          <Form action={PATHS.contacts}>
            <Field
              name="contact"
              label={messages('contactsAddLabel')}
              hint={messages('contactsAddHint')}
              text="code"
              maxLength={254}
              {...fieldError(error)}
              {...(typed === undefined ? {} : { value: typed })}
            />
            <Actions>
              <Button kind={asked.length === 0 ? 'primary' : 'secondary'}>{messages('contactsAdd')}</Button>
            </Actions>
          </Form>
        </Panel>
        {agreed.length === 0 ? null : <ContactTable parts={parts} caption={messages('contactsOthers')} contacts={agreed} />}
      </>
    ),
  });
}

interface ContactTableProps {
  readonly parts: SelfAdministrationParts;
  readonly caption: string;
  readonly contacts: readonly ContactView[];
}

function ContactTable({ parts, caption, contacts }: ContactTableProps): VNode {
  const { messages } = parts;
  return (
    <Table
      caption={caption}
      columns={[
        { title: messages('contactsName'), cell: (row: ContactView) => row.displayName },
        { title: messages('contactsState'), cell: (row) => messages(`contactStanding.${row.standing}`) },
        { title: messages('contactsSince'), cell: (row) => <Time at={row.namedAt} /> },
        {
          title: messages('contactsAction'),
          cell: (row) => (
            <a href={`${PATHS.contactsRemove}?contact=${row.contactId}`}>
              {messages('contactsEnd')}
              <span class="visually-hidden"> {row.displayName}</span>
            </a>
          ),
        },
      ]}
      rows={contacts}
      rowKey={(row) => row.contactId}
      empty={<EmptyState title={messages('contactsNone')}>{messages('contactsNoneText')}</EmptyState>}
    />
  );
}

function AsksYou({ parts, contact }: { readonly parts: SelfAdministrationParts; readonly contact: ContactView }): VNode {
  const { messages } = parts;
  const name = contact.displayName;
  return (
    <Panel title={messages('contactsAsks', { name })}>
      <p>{messages('contactsAsksText', { name })}</p>
      <Form action={PATHS.contactsAnswer} hidden={{ contact: contact.contactId }}>
        <Actions>
          <Button name="answer" value="agree">
            {messages('contactsAgree')}
          </Button>
          <Button name="answer" value="decline" kind="secondary">
            {messages('contactsDecline')}
          </Button>
        </Actions>
      </Form>
    </Panel>
  );
}

export function removeContactPage(
  parts: SelfAdministrationParts,
  { person, contact }: { readonly person: Person; readonly contact: ContactView },
): VNode {
  const { messages } = parts;
  const name = contact.displayName;
  return personalPage(parts, person, {
    title: messages('contactRemoveTitle'),
    children: (
      <>
        <BackLink href={PATHS.contacts} />
        <Heading caption={messages('contactsTitle')} lead={messages('contactRemoveLead', { name })}>
          {messages('contactRemoveTitle')}
        </Heading>
        <SummaryList
          rows={[
            { label: messages('contactsName'), value: name },
            { label: messages('contactsState'), value: messages(`contactStanding.${contact.standing}`) },
          ]}
        />
        <Form action={PATHS.contactsRemove} hidden={{ contact: contact.contactId }}>
          <Actions>
            <Button kind="danger">{messages('contactRemoveYes', { name })}</Button>
            <ButtonLink kind="secondary" href={PATHS.contacts}>
              {messages('contactRemoveNo')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  });
}

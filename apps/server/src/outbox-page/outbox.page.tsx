import type { OutboxMail } from '@sallyport/platform';
import { BackLink, EmptyState, Heading, type Messages, Panel, SummaryList, Table, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { type Frame, framed } from '../http/page.tsx';
import type { OutboxCatalogue } from './outbox.messages.ts';

export interface OutboxPageParts {
  readonly frame: Frame;
  readonly messages: Messages<OutboxCatalogue>;
}

export function outboxPage({ frame, messages }: OutboxPageParts, mails: readonly OutboxMail[]): VNode {
  return framed(frame, {
    title: messages('title'),
    width: 'wide',
    children: (
      <>
        <Heading lead={messages('lead')}>{messages('title')}</Heading>
        <Table
          caption={messages('caption')}
          columns={[
            { title: messages('subject'), cell: (mail: OutboxMail) => <a href={`/mails/${mail.id}`}>{mail.subject}</a> },
            { title: messages('to'), cell: (mail) => mail.to },
            { title: messages('at'), cell: (mail) => <Time at={mail.at} /> },
          ]}
          rows={mails}
          rowKey={(mail) => mail.id}
          empty={<EmptyState title={messages('emptyTitle')}>{messages('empty')}</EmptyState>}
        />
      </>
    ),
  });
}

const LINK = /(https?:\/\/[^\s<>"]+)/;

/** The plain text of the mail, its links alive; the HTML part came from a file and is not shown. */
export function mailPage({ frame, messages }: OutboxPageParts, mail: OutboxMail): VNode {
  return framed(frame, {
    title: mail.subject,
    children: (
      <>
        <BackLink href="/">{messages('back')}</BackLink>
        <Heading>{mail.subject}</Heading>
        <SummaryList
          rows={[
            { label: messages('to'), value: mail.to },
            { label: messages('at'), value: <Time at={mail.at} /> },
          ]}
        />
        <Panel>
          <p class="mail-text">
            {mail.text.split(LINK).map((piece) =>
              LINK.test(piece) ? (
                <a key={piece} href={piece}>
                  {piece}
                </a>
              ) : (
                piece
              ),
            )}
          </p>
        </Panel>
      </>
    ),
  });
}

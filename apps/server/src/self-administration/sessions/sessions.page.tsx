import { wideNetworkOf } from '@sallyport/identity';
import { Actions, Button, EmptyState, Form, Heading, Notice, Panel, Table, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { ListedSession } from '../../federation/federation-sessions.ts';
import { personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

export interface SessionsView {
  readonly person: Person;
  readonly sessions: readonly ListedSession[];
  readonly error?: string;
}

export function sessionsPage(parts: SelfAdministrationParts, { person, sessions, error }: SessionsView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('sessionsTitle'),
    width: 'wide',
    errors: error === undefined ? [] : [{ message: error }],
    children: (
      <>
        <Heading lead={messages('sessionsLead')}>{messages('sessionsTitle')}</Heading>
        <Table
          caption={messages('sessionsTitle')}
          columns={[
            {
              title: messages('sessionsDevice'),
              cell: (session: ListedSession) => <Device parts={parts} person={person} session={session} />,
            },
            { title: messages('sessionsNetwork'), cell: ({ network }) => networkInWords(parts, network) },
            { title: messages('sessionsStarted'), cell: ({ startedAt }) => <Time at={startedAt} /> },
            { title: messages('sessionsSeen'), cell: ({ seenAt }) => <Time at={seenAt} /> },
            { title: messages('sessionsEndTitle'), cell: (session) => <End parts={parts} session={session} /> },
          ]}
          rows={sessions}
          rowKey={({ label }) => label}
          empty={<EmptyState title={messages('sessionsNone')}>{messages('sessionsNoneText')}</EmptyState>}
        />
        <Panel title={messages('sessionsEverywhereTitle')}>
          <p>{messages('sessionsEverywhereText')}</p>
          <Form action={PATHS.sessionsEndAll}>
            <Actions>
              <Button kind="danger">{messages('sessionsEverywhere')}</Button>
            </Actions>
          </Form>
        </Panel>
        <Notice title={messages('sessionsNotMeTitle')}>
          <p>{messages('sessionsNotMe')}</p>
        </Notice>
      </>
    ),
  });
}

function Device({
  parts,
  person,
  session,
}: {
  readonly parts: SelfAdministrationParts;
  readonly person: Person;
  readonly session: ListedSession;
}): VNode {
  const words = deviceInWords(parts, session);
  return session.ref === person.federationSession ? (
    <>
      {words} <strong>({parts.messages('sessionsThis')})</strong>
    </>
  ) : (
    <>{words}</>
  );
}

function End({ parts, session }: { readonly parts: SelfAdministrationParts; readonly session: ListedSession }): VNode {
  const { messages } = parts;
  const since = new Date(session.startedAt).toISOString();
  return (
    <Form action={PATHS.sessionsEnd} hidden={{ session: session.label }}>
      <Button kind="secondary">
        {messages('sessionsEnd')}
        <span class="visually-hidden"> {messages('sessionsEndOf', { device: deviceInWords(parts, session), since })}</span>
      </Button>
    </Form>
  );
}

function deviceInWords({ messages }: SelfAdministrationParts, { browser, system }: ListedSession): string {
  if (browser !== null && system !== null) return messages('sessionsDeviceBoth', { browser, system });
  if (browser !== null) return messages('sessionsDeviceBrowser', { browser });
  return system === null ? messages('sessionsDeviceNone') : messages('sessionsDeviceSystem', { system });
}

function networkInWords({ messages }: SelfAdministrationParts, network: string): string {
  const wide = wideNetworkOf(network);
  return wide === 'unknown' ? messages('sessionsNetworkUnknown') : wide;
}

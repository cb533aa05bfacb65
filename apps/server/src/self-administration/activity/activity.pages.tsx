import type { ActionProof, ActivityEntry } from '@sallyport/identity';
import { Actions, BackLink, Button, ButtonLink, EmptyState, Form, Heading, SummaryList, Table, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { WhatItTakes } from '../actions/what-it-takes.tsx';
import { personalPage } from '../frame.tsx';
import { FreezeEffects } from '../not-me/not-me.pages.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

export interface ActivityView {
  readonly person: Person;
  readonly entries: readonly ActivityEntry[];
  readonly next: number | undefined;
  readonly page: number;
  /** Of whoever says "this was not me" here, and not out of the mail. */
  readonly takes: ActionProof;
}

export function activityPage(parts: SelfAdministrationParts, view: ActivityView): VNode {
  const { messages } = parts;
  const { person, entries, next, page, takes } = view;
  return personalPage(parts, person, {
    title: messages('activityTitle'),
    width: 'wide',
    children: (
      <>
        <Heading lead={messages('activityLead')}>{messages('activityTitle')}</Heading>
        {takes.kind === 'given' ? null : <HowToSayNotMe parts={parts} takes={takes} />}
        <Table
          caption={messages('activityTitle')}
          columns={[
            { title: messages('activityWhat'), cell: (entry: ActivityEntry) => sentenceOf(parts, entry) },
            { title: messages('activityWhen'), cell: ({ at }) => <Time at={at} /> },
            { title: messages('activityWhere'), cell: ({ network }) => network ?? messages('activityServer') },
            ...(takes.kind === 'given'
              ? [{ title: messages('activityNotMeColumn'), cell: (entry: ActivityEntry) => notMeLink(parts, entry) }]
              : []),
          ]}
          rows={entries}
          rowKey={(entry) => String(entries.indexOf(entry))}
          empty={<EmptyState title={messages('activityNone')}>{messages('activityNoneText')}</EmptyState>}
        />
        <Actions>
          {next === undefined ? null : <ButtonLink href={`${PATHS.activity}?page=${String(next)}`}>{messages('activityOlder')}</ButtonLink>}
          {page === 1 ? null : <ButtonLink href={PATHS.activity}>{messages('activityNewest')}</ButtonLink>}
        </Actions>
      </>
    ),
  });
}

function sentenceOf({ messages }: SelfAdministrationParts, { action, outcome }: ActivityEntry): string {
  return messages(`activity.${action}.${outcome}`);
}

function HowToSayNotMe({ parts, takes }: { readonly parts: SelfAdministrationParts; readonly takes: ActionProof }): VNode {
  const { messages } = parts;
  return (
    <WhatItTakes parts={parts} action="say-not-me" takes={takes} title={messages('activityToldTitle')}>
      <p>{messages('activityTold')}</p>
    </WhatItTakes>
  );
}

function notMeLink(parts: SelfAdministrationParts, entry: ActivityEntry): VNode | null {
  if (entry.standing !== 'repudiable') return null;
  const about = { sentence: sentenceOf(parts, entry), when: new Date(entry.at).toISOString() };
  return (
    <a href={`${PATHS.activityNotMe}?at=${String(entry.at)}`}>
      {parts.messages('activityNotMe')}
      <span class="visually-hidden"> {parts.messages('activityNotMeOf', about)}</span>
    </a>
  );
}

export interface ConfirmFreezeView {
  readonly person: Person;
  readonly at: number;
  readonly error?: string;
}

/** Says what freezing does, before it is done. */
export function confirmFreezePage(parts: SelfAdministrationParts, { person, at, error }: ConfirmFreezeView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('activityConfirmTitle'),
    errors: error === undefined ? [] : [{ message: error }],
    children: (
      <>
        <BackLink href={PATHS.activity} />
        <Heading lead={messages('activityConfirmLead')}>{messages('activityConfirmTitle')}</Heading>
        <SummaryList rows={[{ label: messages('activityWhen'), value: <Time at={at} /> }]} />
        <FreezeEffects parts={parts} />
        <Form action={PATHS.activityNotMe} hidden={{ at: String(at) }}>
          <Actions>
            <Button kind="danger">{messages('notMeYes')}</Button>
            <ButtonLink href={PATHS.activity} kind="secondary">
              {messages('activityConfirmNo')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  });
}

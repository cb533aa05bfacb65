import {
  type Holding,
  type LastRehearsal,
  type RehearsalView,
  type RehearsedProof,
  type RehearsedStep,
  SITUATIONS,
} from '@sallyport/identity';
import { ActionList, Actions, BackLink, Button, ButtonLink, EmptyState, Form, Heading, Notice, RadioCards, Table } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorOn, personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';
import { isRehearsed, MENDED_AT, REHEARSED_AT, wayOf } from './rehearsed-ways.ts';

export interface RehearseView {
  readonly person: Person;
  readonly rehearsals: readonly LastRehearsal[];
  readonly error?: string | undefined;
}

/** Which of the situations shall be rehearsed. */
export function rehearsePage(parts: SelfAdministrationParts, { person, rehearsals, error }: RehearseView): VNode {
  const { messages } = parts;
  const choices = SITUATIONS.map((situation) => {
    const last = rehearsals.find((one) => one.situation === situation);
    return { value: situation, label: messages(`situation.${situation}`), ...(last ? { hint: lastWords(parts, last) } : {}) };
  });
  return personalPage(parts, person, {
    title: messages('rehearseTitle'),
    errors: errorOn('situation', error),
    children: (
      <>
        <BackLink href={PATHS.waysBack} />
        <Heading caption={messages('rehearsalCaption')} lead={messages('rehearseLead')}>
          {messages('rehearseTitle')}
        </Heading>
        <Notice>
          <p>{messages('rehearsePromise')}</p>
          <p>{messages('rehearseBudget')}</p>
        </Notice>
        <Form action={PATHS.rehearse}>
          <RadioCards name="situation" legend={messages('rehearseChoose')} choices={choices} {...fieldError(error)} />
          <Actions>
            <Button>{messages('rehearseBegin')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

function lastWords({ messages, frame }: SelfAdministrationParts, { end, endedAt }: LastRehearsal): string {
  const when = new Intl.DateTimeFormat(frame.language.locale, { dateStyle: 'long', timeZone: frame.language.timeZone }).format(endedAt);
  return messages('rehearsedOn', { when, end: messages(`rehearsalEnd.${end}`) });
}

const NOTICE_KINDS = { worked: 'success', partly: 'warning', stranded: 'warning' } as const;

export interface RehearsalPageView {
  readonly person: Person;
  readonly rehearsal: RehearsalView;
}

/** How far the rehearsal has come, what can be given next, and at the end what worked and what to mend. */
export function rehearsalPage(parts: SelfAdministrationParts, { person, rehearsal }: RehearsalPageView): VNode {
  const { messages } = parts;
  const { situation, end, next, besides, proofs, steps } = rehearsal;
  const title = messages(`situation.${situation}`);
  const aside = messages(`rehearsalAside.${situation}`);
  const lead = end === undefined ? messages('rehearsalLead.under-way', { aside }) : messages(`rehearsalLead.${end}`);
  return personalPage(parts, person, {
    title,
    children: (
      <>
        <BackLink href={PATHS.waysBack}>{messages('rehearsalToWaysBack')}</BackLink>
        <Heading caption={messages('rehearsalCaption')} {...(end === undefined ? { lead } : {})}>
          {title}
        </Heading>
        {end === undefined ? null : (
          <Notice kind={NOTICE_KINDS[end]}>
            <p>{lead}</p>
          </Notice>
        )}
        <Ways parts={parts} title={messages('rehearsalNext')} ways={next} />
        <Table
          caption={messages('rehearsalSteps')}
          columns={[
            { title: messages('rehearsalStep'), cell: ({ remedy }: RehearsedStep) => messages(`remedy.${remedy}`) },
            { title: messages('rehearsalStanding'), cell: (step) => standingWords(parts, step) },
          ]}
          rows={steps}
          rowKey={({ remedy }) => remedy}
          empty={null}
        />
        <Table
          caption={messages('rehearsalGiven')}
          columns={[
            { title: messages('rehearsalWay'), cell: ({ factor }: RehearsedProof) => messages(`rehearsedWay.${factor}`) },
            { title: messages('rehearsalResult'), cell: ({ outcome }) => messages(`rehearsedOutcome.${outcome}`) },
            { title: messages('rehearsalMend'), cell: (proof) => <Mend parts={parts} proof={proof} /> },
          ]}
          rows={proofs}
          rowKey={({ factor }) => factor}
          empty={<EmptyState title={messages('rehearsalGivenNothing')}>{messages('rehearsalGivenNothingText')}</EmptyState>}
        />
        <Ways parts={parts} title={messages('rehearsalBesides')} ways={besides} />
        <Actions>
          <ButtonLink href={PATHS.rehearse} kind="secondary">
            {messages('rehearsalAnother')}
          </ButtonLink>
          {end === undefined || end === 'worked' ? null : <a href={PATHS.support}>{messages('supportTitle')}</a>}
        </Actions>
      </>
    ),
  });
}

function Ways({
  parts,
  title,
  ways,
}: {
  readonly parts: SelfAdministrationParts;
  readonly title: string;
  readonly ways: readonly Holding[];
}): VNode | null {
  if (ways.length === 0) return null;
  const items = ways.filter(isRehearsed).map((way) => ({
    href: REHEARSED_AT[way],
    title: parts.messages(`rehearsedWay.${way}`),
    description: parts.messages(`rehearsedWayHint.${way}`),
  }));
  return (
    <>
      <h2>{title}</h2>
      <ActionList label={title} items={items} />
    </>
  );
}

function standingWords({ messages }: SelfAdministrationParts, { standing }: RehearsedStep): string {
  if (standing.kind === 'closed') return messages('rehearsalClosed');
  if (standing.waitMs === 0) return messages('rehearsalOpen');
  return messages('rehearsalOpenAfter', { hours: Math.round(standing.waitMs / 3_600_000) });
}

function Mend({ parts, proof }: { readonly parts: SelfAdministrationParts; readonly proof: RehearsedProof }): VNode | null {
  const { messages } = parts;
  if (proof.outcome === 'worked' || proof.outcome === 'said') return null;
  const way = wayOf(proof.factor);
  return (
    <>
      <a href={MENDED_AT[way]}>{messages(`rehearsedMend.${way}`)}</a> · <a href={REHEARSED_AT[way]}>{messages('rehearsalAgain')}</a>
    </>
  );
}

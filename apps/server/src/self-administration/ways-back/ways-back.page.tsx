import type { AccountReadiness, LastRehearsal, Situation, Step } from '@sallyport/identity';
import { Actions, BackLink, ButtonLink, Heading, Table, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';
import { ReadinessSummary } from './readiness-summary.tsx';

export function waysBackPage(
  parts: SelfAdministrationParts,
  { person, readiness }: { readonly person: Person; readonly readiness: AccountReadiness },
): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('waysBackTitle'),
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading lead={messages('waysBackLead')}>{messages('waysBackTitle')}</Heading>
        <ReadinessSummary parts={parts} readiness={readiness} />
        <Actions>
          <ButtonLink href={PATHS.rehearse}>{messages('waysBackRehearse')}</ButtonLink>
        </Actions>
        <Table
          caption={messages('waysBackTable')}
          columns={[
            {
              title: messages('waysBackIf'),
              cell: ({ situation }: AccountReadiness['prospects'][number]) => messages(`situation.${situation}`),
            },
            { title: messages('waysBackThen'), cell: ({ way }) => wayWords(parts, way) },
            { title: messages('waysBackRehearsed'), cell: ({ situation }) => rehearsedWords(parts, rehearsalOf(readiness, situation)) },
          ]}
          rows={readiness.prospects}
          rowKey={({ situation }) => situation}
          empty={null}
        />
      </>
    ),
  });
}

function rehearsalOf({ rehearsals }: AccountReadiness, situation: Situation): LastRehearsal | undefined {
  return rehearsals.find((one) => one.situation === situation);
}

function rehearsedWords({ messages }: SelfAdministrationParts, last: LastRehearsal | undefined): VNode {
  if (!last) return <span class="quiet">{messages('waysBackRehearsedNever')}</span>;
  return (
    <>
      <Time at={last.endedAt} show="date" />: {messages(`rehearsalEnd.${last.end}`)}
    </>
  );
}

function wayWords(parts: SelfAdministrationParts, { steps, ends }: AccountReadiness['prospects'][number]['way']): string {
  const { messages } = parts;
  const words = steps.map((step) => stepWords(parts, step));
  return [...words, ...(ends === 'support' ? [messages('waysBackSupport')] : [])].join(' ');
}

function stepWords({ messages }: SelfAdministrationParts, { remedy, waitMs }: Step): string {
  const word = messages(`remedy.${remedy}`);
  return waitMs === 0 ? word : `${word} ${messages('waysBackWait', { hours: Math.round(waitMs / 3_600_000) })}`;
}

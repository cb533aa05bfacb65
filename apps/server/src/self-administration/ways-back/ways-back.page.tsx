import type { AccountReadiness, Step } from '@sallyport/identity';
import { BackLink, Heading, Table } from '@sallyport/ui';
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
        <Table
          caption={messages('waysBackTable')}
          columns={[
            {
              title: messages('waysBackIf'),
              cell: ({ situation }: AccountReadiness['prospects'][number]) => messages(`situation.${situation}`),
            },
            { title: messages('waysBackThen'), cell: ({ way }) => wayWords(parts, way) },
          ]}
          rows={readiness.prospects}
          rowKey={({ situation }) => situation}
          empty={null}
        />
      </>
    ),
  });
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

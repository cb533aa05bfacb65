import { type ListedCertificate, type Overview, SPAN_DAYS, STATUSES } from '@sallyport/certificates';
import {
  type ActionItem,
  ActionList,
  Actions,
  AssuranceBadge,
  ButtonLink,
  Heading,
  Notice,
  Panel,
  Panels,
  SummaryList,
  Table,
  Time,
} from '@sallyport/ui';
import type { VNode } from 'preact';
import { nameOf, personalPage } from '../frame.tsx';
import { addressOf } from '../inventory/inventory-wish.ts';
import { ListedName } from '../listed-name.tsx';
import { PATHS, certificatePath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { StatusBadge } from '../status-badge.tsx';
import { EndingDrawing } from './ending.drawing.tsx';

export interface DashboardView {
  readonly person: PortalPerson;
  /** Undefined for somebody without a role. */
  readonly overview: Overview | undefined;
}

export function dashboardPage(parts: PortalParts, { person, overview }: DashboardView): VNode {
  const { messages } = parts;
  return personalPage(
    parts,
    { person, section: PATHS.dashboard },
    {
      title: messages('dashboardTitle'),
      width: 'wide',
      children: (
        <>
          <Heading
            caption={messages('dashboardGreeting', { name: person.name })}
            lead={messages(person.level === 2 ? 'dashboardLeadTwo' : 'dashboardLeadOne')}
          >
            {messages('dashboardTitle')}
          </Heading>
          {overview === undefined ? (
            <Notice title={messages('dashboardNoRole')}>
              <p>{messages('dashboardNoRoleText')}</p>
            </Notice>
          ) : (
            <Overall parts={parts} overview={overview} />
          )}
          <Panels>
            <Panel title={messages('dashboardSession')}>
              <SummaryList
                rows={[
                  { label: messages('dashboardAssurance'), value: <AssuranceBadge level={person.level} /> },
                  { label: messages('dashboardSignedInAs'), value: person.userName },
                  { label: messages('dashboardOrganisation'), value: person.organisation },
                  { label: messages('dashboardPasswordGiven'), value: <Time at={person.passwordGivenAt} /> },
                ]}
              />
            </Panel>
            <Panel title={messages('dashboardNext')}>
              <ActionList
                label={messages('dashboardNext')}
                items={[
                  {
                    href: PATHS.account,
                    title: messages('dashboardManage'),
                    description: messages(person.level === 2 ? 'settingsManageOpen' : 'dashboardManageHint'),
                  },
                  {
                    href: parts.selfAdministrationOrigin,
                    title: messages('dashboardRepair'),
                    description: messages('dashboardRepairHint'),
                  },
                ]}
              />
            </Panel>
          </Panels>
        </>
      ),
    },
  );
}

function Overall({ parts, overview }: { readonly parts: PortalParts; readonly overview: Overview }): VNode {
  const { messages } = parts;
  const attention = attentionOf(parts, overview);
  return (
    <>
      <Panels>
        <Panel title={messages('attentionTitle')}>
          {attention.length === 0 ? (
            <p>{messages('attentionNone')}</p>
          ) : (
            <ActionList label={messages('attentionTitle')} items={attention} />
          )}
        </Panel>
        <Panel title={messages('statesTitle')}>
          <States parts={parts} overview={overview} />
          <Actions>
            <ButtonLink href={PATHS.request}>{messages('statesRequest')}</ButtonLink>
            <ButtonLink href={PATHS.inventory} kind="secondary">
              {messages('statesAll')}
            </ButtonLink>
          </Actions>
        </Panel>
      </Panels>
      <Panel title={messages('endingTitle')}>
        <Ending parts={parts} counts={overview.ending} />
      </Panel>
      {overview.latest.length === 0 ? null : (
        <Panel>
          <Latest parts={parts} certificates={overview.latest} />
        </Panel>
      )}
    </>
  );
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

const THIRTY_DAYS = 30 / SPAN_DAYS;

function attentionOf({ messages }: PortalParts, overview: Overview): readonly ActionItem[] {
  const { undecided = 0, failed, ending, next } = overview;
  const soon = sum(ending.slice(0, THIRTY_DAYS));
  const [first] = next;
  return [
    ...(undecided === 0
      ? []
      : [
          {
            href: PATHS.approvals,
            title: messages('attentionApprovals', { count: undecided }),
            description: messages('attentionApprovalsHint'),
          },
        ]),
    ...failed.map((certificate) => ({
      href: certificatePath(certificate.certificateId),
      title: messages('attentionFailed', { name: nameOf(certificate) }),
      description: certificate.reason ?? '',
    })),
    ...(soon === 0 || first === undefined
      ? []
      : [
          {
            href: addressOf(PATHS.inventory, { status: 'ACTIVE', order: 'ends' }),
            title: messages('attentionEnding', { count: soon }),
            description: messages('attentionEndingHint', { name: nameOf(first) }),
          },
        ]),
  ];
}

/** How many there are of each state, each the way to them. */
function States({ parts, overview }: { readonly parts: PortalParts; readonly overview: Overview }): VNode {
  const { messages, frame } = parts;
  const number = new Intl.NumberFormat(frame.language.locale);
  const states = STATUSES.flatMap((status) => {
    const count = overview.counts[status] ?? 0;
    return count === 0 ? [] : [{ status, count }];
  });
  if (states.length === 0) return <p>{messages('statesNone')}</p>;
  return (
    <ul class="states">
      {states.map(({ status, count }) => (
        <li key={status}>
          <a href={addressOf(PATHS.inventory, { status })}>
            <span class="states-count">{number.format(count)}</span> <StatusBadge parts={parts} status={status} />
          </a>
        </li>
      ))}
    </ul>
  );
}

function Ending({ parts, counts }: { readonly parts: PortalParts; readonly counts: readonly number[] }): VNode {
  const { messages } = parts;
  const marks = [30, 60, 90].map((days) => ({ span: days / SPAN_DAYS, text: messages('endingDays', { days }) }));
  const thirds = (['endingThirty', 'endingSixty', 'endingNinety'] as const).map((word, index) => ({
    word,
    count: sum(counts.slice(index * THIRTY_DAYS, (index + 1) * THIRTY_DAYS)),
  }));
  return (
    <div class="ending">
      <EndingDrawing
        counts={counts}
        label={messages('endingDrawing', { counts: counts.join(', ') })}
        marks={[{ span: 0, text: messages('endingSoon') }, ...marks]}
      />
      <Table
        caption={messages('endingTable')}
        columns={[
          { title: messages('endingSpan'), cell: ({ word }: (typeof thirds)[number]) => messages(word) },
          { title: messages('endingCount'), cell: ({ count }) => count, numeric: true },
        ]}
        rows={thirds}
        rowKey={({ word }) => word}
        empty={null}
      />
    </div>
  );
}

function Latest({ parts, certificates }: { readonly parts: PortalParts; readonly certificates: readonly ListedCertificate[] }): VNode {
  const { messages } = parts;
  return (
    <Table
      caption={messages('latestTitle')}
      columns={[
        {
          title: messages('inventoryName'),
          cell: (certificate: ListedCertificate) => <ListedName parts={parts} certificate={certificate} />,
        },
        { title: messages('inventoryStatus'), cell: ({ status }) => <StatusBadge parts={parts} status={status} /> },
        { title: messages('inventoryAsked'), cell: ({ requestedAt }) => <Time at={requestedAt} show="date" /> },
      ]}
      rows={certificates}
      rowKey={({ certificateId }) => certificateId}
      empty={null}
    />
  );
}

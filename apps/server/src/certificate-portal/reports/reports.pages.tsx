import {
  type ImportReport,
  type LeftOut,
  type ListedCertificate,
  type ManyReport,
  REPORT_DAYS,
  type Report,
} from '@sallyport/certificates';
import { Actions, ButtonLink, EmptyState, Table } from '@sallyport/ui';
import type { VNode } from 'preact';
import { nameOf, pageBelow } from '../frame.tsx';
import { PATHS, certificatePath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';

export interface ReportView {
  readonly person: PortalPerson;
  readonly report: Report;
  /** Those it speaks of, as they are now. */
  readonly certificates: readonly ListedCertificate[];
}

export function reportPage(parts: PortalParts, { person, report, certificates }: ReportView): VNode {
  const { messages } = parts;
  const title = messages(report.kind === 'import' ? 'importReportTitle' : `reportTitle.${report.act}`);
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back: PATHS.inventory },
    {
      title,
      lead: messages('reportLead', countsOf(report)),
      width: 'wide',
      children: (
        <>
          {report.kind === 'import' ? (
            <Brought parts={parts} report={report} />
          ) : (
            <OneByOne parts={parts} report={report} certificates={certificates} />
          )}
          <p class="quiet">{messages('reportKept', { days: REPORT_DAYS })}</p>
          <Actions>
            <ButtonLink href={PATHS.inventory}>{messages('toInventory')}</ButtonLink>
          </Actions>
        </>
      ),
    },
  );
}

function countsOf(report: Report): { readonly done: number; readonly asked: number; readonly left: number } {
  if (report.kind === 'import') return { done: report.taken.length, asked: 0, left: report.left.length };
  const left = report.outcomes.filter(({ refusal }) => refusal !== undefined).length;
  const asked = report.outcomes.filter(({ became }) => became === 'asked').length;
  return { done: report.outcomes.length - asked - left, asked, left };
}

function OneByOne({
  parts,
  report,
  certificates,
}: {
  readonly parts: PortalParts;
  readonly report: ManyReport;
  readonly certificates: readonly ListedCertificate[];
}): VNode {
  const { messages } = parts;
  type Outcome = ManyReport['outcomes'][number];
  const known = new Map(certificates.map((certificate) => [certificate.certificateId, certificate]));
  return (
    <Table
      caption={messages('reportTable')}
      columns={[
        {
          title: messages('reportWhich'),
          cell: ({ certificateId }: Outcome) => {
            const certificate = known.get(certificateId);
            return certificate === undefined ? (
              <span class="quiet">{messages('reportGone')}</span>
            ) : (
              <a class="certificate-name" href={certificatePath(certificateId)}>
                {nameOf(certificate)}
              </a>
            );
          },
        },
        {
          title: messages('reportOutcome'),
          cell: (outcome) => becameOf(parts, outcome),
        },
      ]}
      rows={report.outcomes}
      rowKey={({ certificateId }) => certificateId}
      empty={null}
    />
  );
}

function becameOf(parts: PortalParts, { refusal, became }: ManyReport['outcomes'][number]): string {
  const { messages, refusals } = parts;
  if (refusal === undefined) return messages(became === 'asked' ? 'reportAsked' : 'reportDone');
  const { status } = refusal.details;
  // Chosen among many it may have been so all along: nobody needs to look at it again.
  if (refusal.code === 'status-changed' && status !== undefined) return messages('reportStatus', { status: messages(`status.${status}`) });
  return refusals.sentence(refusal);
}

type Taken = ImportReport['taken'][number];

function Brought({ parts, report }: { readonly parts: PortalParts; readonly report: ImportReport }): VNode {
  const { messages } = parts;
  return (
    <>
      <Table
        caption={messages('importTakenTable')}
        columns={[
          {
            title: messages('inventoryName'),
            cell: ({ certificateId, name }: Taken) => (
              <a class="certificate-name" href={certificatePath(certificateId)}>
                {name}
              </a>
            ),
          },
          { title: messages('importFile'), cell: (one) => placeOf(parts, one) },
        ]}
        rows={report.taken}
        rowKey={({ certificateId }) => certificateId}
        empty={<EmptyState title={messages('importNothing')}>{messages('importNothingText')}</EmptyState>}
      />
      <Table
        caption={messages('importLeftTable')}
        columns={[
          { title: messages('inventoryName'), cell: ({ name }: LeftOut) => name || <span class="quiet">{messages('importUnnamed')}</span> },
          { title: messages('importFile'), cell: (one) => placeOf(parts, one) },
          { title: messages('importReason'), cell: ({ fault }) => messages(`fault.${fault}`) },
        ]}
        rows={report.left}
        rowKey={(one) => String(report.left.indexOf(one))}
        empty={null}
      />
    </>
  );
}

function placeOf({ messages }: PortalParts, { file, place }: Pick<LeftOut, 'file' | 'place'>): string {
  const named = file === '' ? messages('importPasted') : file;
  return place === 0 ? messages('importWhole', { file: named }) : messages('importPlace', { file: named, place });
}

import type { Report as Kept, ReportId } from '@sallyport/certificates';
import type { Static } from 'typebox';
import { detailsOf } from './problem.ts';
import type { Report } from './schemas.ts';

/** What became of many, as the API says it: a row for each. */
export function reportAnswer(reportId: ReportId, report: Kept): Static<typeof Report> {
  if (report.kind === 'many') return { id: reportId, act: report.act, rows: report.outcomes.map(actedRow) };
  const taken = report.taken.map(({ certificateId, ...where }) => ({ outcome: 'done' as const, certificate: certificateId, ...where }));
  const left = report.left.map(({ fault, ...where }) => ({ outcome: 'refused' as const, code: fault, ...where }));
  return { id: reportId, act: 'import', rows: [...taken, ...left] };
}

type Row = Static<typeof Report>['rows'][number];

function actedRow({ certificateId, became, refusal }: Extract<Kept, { kind: 'many' }>['outcomes'][number]): Row {
  if (refusal === undefined) return { outcome: became ?? 'done', certificate: certificateId };
  const details = detailsOf(refusal.details);
  const more = Object.keys(details).length === 0 ? {} : { details };
  return { outcome: 'refused', certificate: certificateId, code: refusal.code, ...more };
}

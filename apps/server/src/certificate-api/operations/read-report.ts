import { type ReportId, viewReport } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { reportAnswer } from '../report-answers.ts';
import { CLOSED, Id, Instant, moment, Report } from '../schemas.ts';

export const readReportOperation = operation({
  id: 'readReport',
  method: 'GET',
  path: '/reports/:reportId',
  tag: 'Inventory',
  summary: 'What became of many that the key’s maker acted on or brought in',
  scope: 'look',
  params: Type.Object({ reportId: Id }, CLOSED),
  answers: { status: 200, means: 'The report.', schema: Type.Object({ madeAt: Instant, report: Report }, CLOSED) },
  run: async ({ certificates, person, params }) => {
    const reportId = params.reportId as ReportId;
    return answer(await viewReport(certificates, { person, reportId }), ({ madeAt, report }) => ({
      madeAt: moment(madeAt),
      report: reportAnswer(reportId, report),
    }));
  },
});

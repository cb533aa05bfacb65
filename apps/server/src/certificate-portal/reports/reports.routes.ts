import { type Report, isRefusal, parseReportId, viewChosen, viewReport } from '@sallyport/certificates';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { notTherePage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { reportPage } from './reports.pages.tsx';

/** What became of many at once, for whoever did it. */
export function reportsRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.report,
    behind(parts, 1, async (visitor) => {
      const reportId = parseReportId((visitor.request.params as { readonly reportId: string }).reportId);
      if (reportId === undefined) return sendPage(visitor.reply, notTherePage(parts, visitor.person, 'certificate'), 404);
      const outcome = await viewReport(parts.certificates, { person: actor(visitor), reportId });
      return shownUnlessRefused(parts, visitor, { outcome, show: ({ report }) => show(visitor, report) });
    }),
  );

  async function show(visitor: Visitor, report: Report) {
    const certificateIds = report.kind === 'many' ? report.outcomes.map(({ certificateId }) => certificateId) : [];
    const chosen =
      certificateIds.length === 0 ? { certificates: [] } : await viewChosen(parts.certificates, { person: actor(visitor), certificateIds });
    if (isRefusal(chosen)) return refused(parts, visitor, chosen);
    return sendPage(visitor.reply, reportPage(parts, { person: visitor.person, report, ...chosen }));
  }
}

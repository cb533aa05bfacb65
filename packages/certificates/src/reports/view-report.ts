import type { Instant } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import type { ReportId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Report } from './rules.ts';
import { findReport } from './store.ts';

/** What became of the many that this person acted on or brought in; of nobody else's. */
export async function viewReport(
  { database }: Pick<CertificatesPorts, 'database'>,
  { person, reportId }: ByPerson & { readonly reportId: ReportId },
): Promise<{ readonly report: Report; readonly madeAt: Instant } | Refusal<'step-up-needed' | 'role-missing' | 'report-not-found'>> {
  const { query } = database;
  const may = await permit(database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  return (await findReport(query, { reportId, person })) ?? refuse('report-not-found', 'none of theirs');
}

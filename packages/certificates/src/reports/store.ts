import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { Person } from '../actor.ts';
import type { ReportId } from '../identifiers.ts';
import type { CertificatesSchema } from '../schema.ts';
import { REPORT_DAYS, type Report } from './rules.ts';

const DAY_MS = 86_400_000;

/** Those of the organisation that are too old go with it. */
export async function insertReport(
  tx: Transaction<CertificatesSchema>,
  given: { readonly reportId: ReportId; readonly person: Person; readonly report: Report; readonly now: Instant },
): Promise<void> {
  const { organisationId, personId } = given.person;
  await tx.query
    .deleteFrom('certificate_report')
    .where('organisation_id', '=', organisationId)
    .where('made_at', '<', given.now - REPORT_DAYS * DAY_MS)
    .execute();
  await tx.query
    .insertInto('certificate_report')
    .values({
      report_id: given.reportId,
      organisation_id: organisationId,
      made_by: personId,
      made_at: given.now,
      report: JSON.stringify(given.report),
    })
    .execute();
}

export async function findReport(
  query: ReadOnlyQuery<CertificatesSchema>,
  { reportId, person }: { readonly reportId: ReportId; readonly person: Pick<Person, 'organisationId' | 'personId'> },
): Promise<{ readonly report: Report; readonly madeAt: Instant } | undefined> {
  const row = await query
    .selectFrom('certificate_report')
    .select(['report', 'made_at'])
    .where('report_id', '=', reportId)
    .where('organisation_id', '=', person.organisationId)
    .where('made_by', '=', person.personId)
    .executeTakeFirst();
  return row && { report: JSON.parse(row.report) as Report, madeAt: row.made_at };
}

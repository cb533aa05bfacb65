import { type Instant, type ReadOnlyQuery, statement, type Transaction } from '@sallyport/platform';
import type { CertificateId } from '../identifiers.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import type { IssueRecord } from './ca-provider.ts';

type Tx = Transaction<CertificatesSchema>;

/** Who works on an issue, told by the moment until which: two processes that claim at the same millisecond claim one after the other. */
export interface Claim {
  readonly certificateId: CertificateId;
  readonly until: Instant;
}

/** Clocks of several processes are this close. */
const CLOCKS_APART_MS = 60_000;

const ORDER_COLUMNS = [
  'certificate_id',
  'organisation_id',
  'predecessor_id',
  'overlap_hours',
  'profile_id',
  'csr',
  'names',
  'first_name',
  'subject',
  'lifetime_days',
  'keeps_not_after',
  'serial',
  'to_be_signed',
  'lint',
  'authority_id',
] as const;

/** What a certificate is issued by. */
export type ClaimedRow = Pick<CertificateTable, (typeof ORDER_COLUMNS)[number]>;

const claimStatement = statement<CertificatesSchema, Claim & { readonly now: Instant; readonly ahead: Instant }>('claim-issue')(
  (query, given) =>
    query
      .updateTable('certificate')
      .set({ status: 'ISSUING', status_since: given.now, claimed_until: given.until })
      .where('certificate_id', '=', given.certificateId)
      .where((where) =>
        where.or([
          where('status', '=', 'APPROVED'),
          where.and([
            where('status', '=', 'ISSUING'),
            where.or([
              where('claimed_until', 'is', null),
              where('claimed_until', '<=', given.now),
              where('status_since', '>', given.ahead),
            ]),
          ]),
        ]),
      )
      .returning(ORDER_COLUMNS),
);

/** APPROVED, or left behind by somebody whose claim has run out, or was made by a clock that was ahead: ISSUING from now on, and ours. */
export function claimIssue(tx: Tx, { claim, now }: { readonly claim: Claim; readonly now: Instant }): Promise<ClaimedRow | undefined> {
  return tx.first(claimStatement, { ...claim, now, ahead: now + CLOCKS_APART_MS });
}

/** Another process has taken the issue over; this one must stop before it signs anything. */
export class ClaimLost extends Error {
  constructor({ certificateId }: Claim) {
    super(`the issue of ${certificateId} was taken over by another process`);
  }
}

const recordStatement = statement<CertificatesSchema, Claim & Pick<CertificateTable, 'serial' | 'authority_id' | 'to_be_signed' | 'lint'>>(
  'write-issue-record',
)((query, given) =>
  query
    .updateTable('certificate')
    .set({ serial: given.serial, authority_id: given.authority_id, to_be_signed: given.to_be_signed, lint: given.lint })
    .where('certificate_id', '=', given.certificateId)
    .where('status', '=', 'ISSUING')
    .where('claimed_until', '=', given.until),
);

/** @throws ClaimLost */
export async function writeRecord(tx: Tx, { claim, record }: { readonly claim: Claim; readonly record: IssueRecord }): Promise<void> {
  const { serial, authorityId, toBeSigned, findings } = record;
  const columns = { serial, authority_id: authorityId, to_be_signed: toBeSigned, lint: JSON.stringify(findings) };
  if ((await tx.change(recordStatement, { ...claim, ...columns })) !== 1) throw new ClaimLost(claim);
}

/** False when another process has taken it over. */
export async function postponeIssue(tx: Tx, { certificateId, until: claimed }: Claim, until: Instant): Promise<boolean> {
  const row = await tx.query
    .updateTable('certificate')
    .set({ claimed_until: until })
    .where('certificate_id', '=', certificateId)
    .where('status', '=', 'ISSUING')
    .where('claimed_until', '=', claimed)
    .returning('certificate_id')
    .executeTakeFirst();
  return row !== undefined;
}

const AT_ONCE = 100;

export async function dueForIssue(query: ReadOnlyQuery<CertificatesSchema>, now: Instant): Promise<readonly CertificateId[]> {
  const rows = await query
    .selectFrom('certificate')
    .select('certificate_id')
    .where('status', 'in', ['APPROVED', 'ISSUING'])
    .where((where) =>
      where.or([where('claimed_until', 'is', null), where('claimed_until', '<=', now), where('status_since', '>', now + CLOCKS_APART_MS)]),
    )
    .orderBy('status_since')
    .limit(AT_ONCE)
    .execute();
  return rows.map(({ certificate_id }) => certificate_id);
}

import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
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

/** APPROVED, or left behind by somebody whose claim has run out, or was made by a clock that was ahead: ISSUING from now on, and ours. */
export async function claimIssue(
  tx: Tx,
  { claim, now }: { readonly claim: Claim; readonly now: Instant },
): Promise<CertificateTable | undefined> {
  return tx.query
    .updateTable('certificate')
    .set({ status: 'ISSUING', status_since: now, claimed_until: claim.until })
    .where('certificate_id', '=', claim.certificateId)
    .where((where) =>
      where.or([
        where('status', '=', 'APPROVED'),
        where.and([
          where('status', '=', 'ISSUING'),
          where.or([
            where('claimed_until', 'is', null),
            where('claimed_until', '<=', now),
            where('status_since', '>', now + CLOCKS_APART_MS),
          ]),
        ]),
      ]),
    )
    .returningAll()
    .executeTakeFirst();
}

/** Another process has taken the issue over; this one must stop before it signs anything. */
export class ClaimLost extends Error {
  constructor({ certificateId }: Claim) {
    super(`the issue of ${certificateId} was taken over by another process`);
  }
}

/** @throws ClaimLost */
export async function writeRecord(
  tx: Tx,
  { claim, record }: { readonly claim: Claim; readonly record: Partial<IssueRecord> },
): Promise<void> {
  const { serial, authorityId, toBeSigned, findings } = record;
  const row = await tx.query
    .updateTable('certificate')
    .set({
      ...(serial === undefined ? {} : { serial }),
      ...(authorityId === undefined ? {} : { authority_id: authorityId }),
      ...(toBeSigned === undefined ? {} : { to_be_signed: toBeSigned }),
      ...(findings === undefined ? {} : { lint: JSON.stringify(findings) }),
    })
    .where('certificate_id', '=', claim.certificateId)
    .where('status', '=', 'ISSUING')
    .where('claimed_until', '=', claim.until)
    .returning('certificate_id')
    .executeTakeFirst();
  if (row === undefined) throw new ClaimLost(claim);
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

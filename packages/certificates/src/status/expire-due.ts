import type { Instant, Transaction } from '@sallyport/platform';
import type { OrganisationId } from '../identifiers.ts';
import { nextNotice } from '../notices/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { changeStatus } from '../requests/store.ts';
import type { CertificatesSchema } from '../schema.ts';
import { next, startsOf } from './rules.ts';

type Tx = Transaction<CertificatesSchema>;

interface OfOrganisation {
  readonly organisationId: OrganisationId;
  readonly now: Instant;
}

/**
 * Writes down what time alone has done (`statusAt` says it meanwhile), so that an inventory is counted and filtered by what is kept, and takes back what a
 * clock that was ahead has written down. For a loop in every process: done twice it does nothing. Answers how many have ended.
 */
export async function expireDue({ database, clock }: Pick<CertificatesPorts, 'database' | 'clock'>): Promise<number> {
  const now = clock.now();
  // One organisation after the other: that is how the index stands.
  const organisations = await database.query.selectFrom('certificate_organisation').select('organisation_id').execute();
  let expired = 0;
  for (const { organisation_id: organisationId } of organisations) {
    expired += await database.transact(async (tx) => {
      await resume(tx, { organisationId, now });
      return expire(tx, { organisationId, now });
    });
  }
  return expired;
}

async function expire(tx: Tx, { organisationId, now }: OfOrganisation): Promise<number> {
  let rows = 0;
  for (const from of startsOf('expire')) {
    const changed = await tx.query
      .updateTable('certificate')
      .set({ status: next(from, 'expire') ?? from, status_since: now })
      .where('organisation_id', '=', organisationId)
      .where('status', '=', from)
      .where('not_after', '<', now)
      .returning('certificate_id')
      .execute();
    rows += changed.length;
  }
  return rows;
}

/** After years of a wrong clock there may be very many; the others have their turn in the next round. */
const MOST_RESUMED = 200;

/** It is in use again, answered for and watched to its end; one that was replaced meanwhile is replaced. */
async function resume(tx: Tx, { organisationId, now }: OfOrganisation): Promise<void> {
  const rows = await tx.query
    .selectFrom('certificate')
    .select(['certificate_id', 'not_before', 'not_after'])
    .where('organisation_id', '=', organisationId)
    .where('status', '=', 'EXPIRED')
    .where('not_after', '>=', now)
    .limit(MOST_RESUMED)
    .execute();
  for (const { certificate_id: certificateId, not_before, not_after } of rows) {
    const along = { answer_due_at: now, notice_due_at: nextNotice({ notBefore: not_before ?? 0, notAfter: not_after ?? 0 }, now) };
    const status = await changeStatus(tx, { certificateId, from: 'EXPIRED', change: 'resume', now, along });
    const successor = await tx.query
      .selectFrom('certificate')
      .select('certificate_id')
      .where('predecessor_id', '=', certificateId)
      .where('sha256', 'is not', null)
      .limit(1)
      .executeTakeFirst();
    if (status !== undefined && successor !== undefined) await changeStatus(tx, { certificateId, from: status, change: 'supersede', now });
  }
}

import type { CertificatesPorts } from '../ports.ts';
import { next, startsOf } from './rules.ts';

/**
 * Writes down what time alone has done (`statusAt` says it meanwhile), so that an inventory is counted and filtered by what is kept. For a loop in
 * every process: done twice it does nothing. Answers how many there were.
 */
export async function expireDue({ database, clock }: CertificatesPorts): Promise<number> {
  const now = clock.now();
  // One organisation after the other: that is how the index stands.
  const organisations = await database.query.selectFrom('certificate_organisation').select('organisation_id').execute();
  let expired = 0;
  for (const { organisation_id } of organisations) {
    expired += await database.transact(async (tx) => {
      let rows = 0;
      for (const from of startsOf('expire')) {
        const changed = await tx.query
          .updateTable('certificate')
          .set({ status: next(from, 'expire') ?? from, status_since: now })
          .where('organisation_id', '=', organisation_id)
          .where('status', '=', from)
          .where('not_after', '<', now)
          .returning('certificate_id')
          .execute();
        rows += changed.length;
      }
      return rows;
    });
  }
  return expired;
}

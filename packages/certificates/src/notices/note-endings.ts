import { newId } from '@sallyport/platform';
import type { CertificatesPorts } from '../ports.ts';
import { insertEvent } from '../requests/store.ts';
import { judgeEnding } from './rules.ts';
import { type EndingRow, claimEnding, endingsDue, silenceEnding } from './store.ts';

/** After an upgrade every certificate is looked at once; so many a round leave others their turn. */
const MOST_A_ROUND = 2000;

/**
 * Writes down that what is in use will end, at each of the moments at which people are told of it; what is written down is told by `tellOccasions`. For a
 * loop in every process: the moment and what is written down are one transaction, of one process. Answers how many were.
 */
export async function noteEndings(ports: Pick<CertificatesPorts, 'database' | 'clock' | 'randomness'>): Promise<number> {
  let noted = 0;
  for (let looked = 0; looked < MOST_A_ROUND; ) {
    const rows = await endingsDue(ports.database.query, ports.clock.now());
    if (rows.length === 0) break;
    noted += await noteSome(ports, rows);
    looked += rows.length;
  }
  return noted;
}

function noteSome(
  { database, clock, randomness }: Pick<CertificatesPorts, 'database' | 'clock' | 'randomness'>,
  rows: readonly EndingRow[],
): Promise<number> {
  const eventIds = rows.map(() => newId(randomness));
  return database.transact(async (tx) => {
    const now = clock.now();
    let noted = 0;
    for (const [at, row] of rows.entries()) {
      const { certificate_id: certificateId, not_before, not_after, notice_due_at } = row;
      const lifetime = { notBefore: not_before ?? 0, notAfter: not_after ?? 0 };
      const { daysLeft, next } = judgeEnding(lifetime, { dueAt: notice_due_at ?? now, now });
      const isOurs = await claimEnding(tx, { row, next });
      if (!isOurs) await silenceEnding(tx, row);
      if (!isOurs || daysLeft === undefined) continue;
      const eventId = eventIds[at] ?? '';
      await insertEvent(tx, { certificateId, eventId, at: now, personId: undefined, what: 'ending', note: String(daysLeft) });
      noted += 1;
    }
    return noted;
  });
}

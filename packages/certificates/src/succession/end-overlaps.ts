import { newId } from '@sallyport/platform';
import type { CertificateId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import { REVOCATION_REASONS } from '../revocation/reasons.ts';
import { revokeAsMachine } from '../revocation/revoke-as-machine.ts';
import { endOverlap, overlapsOver } from './store.ts';

/**
 * Revokes what has been reissued once its overlap is over, whatever became of the new one since: that was said when it was asked for. For a loop in every
 * process: the end of an overlap and the revocation are one transaction. Answers how many were revoked.
 */
export async function endOverlaps(ports: Pick<CertificatesPorts, 'database' | 'clock' | 'randomness'>): Promise<number> {
  let revoked = 0;
  for (const certificateId of await overlapsOver(ports.database.query, ports.clock.now())) {
    if (await endOne(ports, certificateId)) revoked += 1;
  }
  return revoked;
}

function endOne(
  { database, clock, randomness }: Pick<CertificatesPorts, 'database' | 'clock' | 'randomness'>,
  certificateId: CertificateId,
): Promise<boolean> {
  const eventId = newId(randomness);
  return database.transact(async (tx) => {
    const now = clock.now();
    const successor = await endOverlap(tx, { certificateId, now });
    if (successor === undefined || successor.predecessor_id === null) return false;
    return revokeAsMachine(tx, {
      certificate: { certificate_id: successor.predecessor_id, organisation_id: successor.organisation_id },
      eventId,
      now,
      reason: REVOCATION_REASONS.superseded,
      details: { successor: certificateId },
    });
  });
}

import { newId } from '@sallyport/platform';
import { audit } from '../../audit.ts';
import { carryValues } from '../../fields/store.ts';
import type { CertificateId } from '../../identifiers.ts';
import { insertTerms, termsOf } from '../../inventory/terms.ts';
import { issueCertificate } from '../../issuance/issue-certificate.ts';
import type { CertificatesPorts } from '../../ports.ts';
import { insertCertificate, insertEvent } from '../../requests/store.ts';
import type { CertificateEmergencyTable, CertificateTable } from '../../schema.ts';
import { revokeAsMachine } from '../revoke-as-machine.ts';
import { type EmergencyChoice, successorRow } from './rules.ts';
import { countChosenRows, finishEmergencyRow, nextChosen, runningEmergency, successorOf } from './store.ts';

const AT_ONCE = 50;

export interface EmergencyProgress {
  readonly done: number;
  readonly total: number;
  /** Of those done since it was taken up, what could not be issued anew; it is revoked all the same. */
  readonly notReissued: number;
  /** What a CA elsewhere is at work on: it is not revoked before there is another, and the emergency not over. */
  readonly waiting: number;
}

/**
 * Goes on with the emergency that was begun, to its end: each certificate is issued anew where that was ordered, and then revoked. Every step is durable
 * before the next, and what was done is seen by the certificates themselves; so it may be killed at any point and taken up again. Undefined when none runs.
 */
export async function continueEmergency(
  ports: CertificatesPorts,
  { tell }: { readonly tell: (progress: EmergencyProgress) => void },
): Promise<EmergencyProgress | undefined> {
  const emergency = await runningEmergency(ports.database.query);
  if (emergency === undefined) return undefined;
  const choice = JSON.parse(emergency.choice) as EmergencyChoice;
  const { total, begun_at: begunAt } = emergency;
  const left = await countChosenRows(ports.database.query, { choice, begunAt, now: ports.clock.now() });
  let progress: EmergencyProgress = { done: Math.max(0, total - left), total, notReissued: 0, waiting: 0 };
  let after = '';
  for (;;) {
    tell(progress);
    const rows = await nextChosen(ports.database.query, { choice, begunAt, now: ports.clock.now(), after, limit: AT_ONCE });
    for (const row of rows) {
      const reissued = emergency.afterwards === 'reissue' ? await reissue(ports, row) : 'not-needed';
      if (reissued === 'waiting') {
        progress = { ...progress, waiting: progress.waiting + 1 };
        continue;
      }
      await revoke(ports, row, emergency);
      const { done, notReissued } = progress;
      progress = { ...progress, done: Math.min(total, done + 1), notReissued: notReissued + (reissued === 'failed' ? 1 : 0) };
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.certificate_id;
  }
  if (progress.waiting > 0) return progress;
  const { emergency_id: emergencyId } = emergency;
  await ports.database.transact((tx) => finishEmergencyRow(tx, { emergencyId, now: ports.clock.now() }));
  return progress;
}

async function reissue(ports: CertificatesPorts, row: CertificateTable): Promise<'issued' | 'failed' | 'waiting' | 'not-needed'> {
  const successor = (await successorOf(ports.database.query, row.certificate_id)) ?? (await keepSuccessor(ports, row));
  if (successor === undefined) return 'not-needed';
  const outcome = await issueCertificate(ports, successor);
  if (outcome === 'failed' || outcome === 'waiting') return outcome;
  // Not due: issued before, or another process is about to. Of a CA elsewhere only the first counts.
  return outcome === 'not-due' && (await isWaiting(ports, successor)) ? 'waiting' : 'issued';
}

async function isWaiting({ database }: CertificatesPorts, certificateId: CertificateId): Promise<boolean> {
  const row = await database.query
    .selectFrom('certificate')
    .innerJoin('certificate_acme_order', 'certificate_acme_order.certificate_id', 'certificate.certificate_id')
    .select('certificate.certificate_id')
    .where('certificate.certificate_id', '=', certificateId)
    .where('certificate.status', '=', 'ISSUING')
    .executeTakeFirst();
  return row !== undefined;
}

async function keepSuccessor(ports: CertificatesPorts, row: CertificateTable): Promise<CertificateId | undefined> {
  const certificateId = newId(ports.randomness) as CertificateId;
  const eventId = newId(ports.randomness);
  const now = ports.clock.now();
  const successor = successorRow(row, { certificateId, now });
  if (successor === undefined) return undefined;
  await ports.database.transact(async (tx) => {
    await insertCertificate(tx, successor);
    const names = JSON.parse(row.names) as string[];
    await insertTerms(tx, { certificate: successor, terms: termsOf({ names, serial: undefined }) });
    await carryValues(tx, { from: row.certificate_id, to: successor });
    await insertEvent(tx, { certificateId, eventId, at: now, personId: undefined, what: 'asked' });
    await audit(tx, { at: now, action: 'certificate.request', by: undefined, subject: `certificate:${certificateId}` });
  });
  return certificateId;
}

async function revoke(ports: CertificatesPorts, certificate: CertificateTable, emergency: CertificateEmergencyTable): Promise<void> {
  const eventId = newId(ports.randomness);
  const { reason, emergency_id } = emergency;
  await ports.database.transact((tx) =>
    revokeAsMachine(tx, { certificate, eventId, now: ports.clock.now(), reason, details: { emergency: emergency_id } }),
  );
}

import type { AuditDetails, Instant, Transaction } from '@sallyport/platform';
import { audit } from '../audit.ts';
import { changeStatus, insertEvent, lockCertificate } from '../requests/store.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import { reasonOf } from './rules.ts';

export interface MachineRevocation {
  readonly certificate: Pick<CertificateTable, 'certificate_id' | 'organisation_id'>;
  readonly eventId: string;
  readonly now: Instant;
  /** CRLReason by its number. */
  readonly reason: number;
  readonly details: AuditDetails;
}

/** Revokes what an operator or a person has ordered for now. False when it cannot be revoked any more: somebody did so meanwhile, or it is over. */
export async function revokeAsMachine(
  tx: Transaction<CertificatesSchema>,
  { certificate, eventId, now, reason, details }: MachineRevocation,
): Promise<boolean> {
  const { certificate_id: certificateId, organisation_id: organisationId } = certificate;
  // Whatever it has become since it was read, such as replaced: under the lock it stays.
  const row = await lockCertificate(tx, { certificateId, organisationId, change: 'revoke' });
  if (row === undefined) return false;
  const along = { revoked_at: now, revocation_reason: reason, answer_due_at: now };
  await changeStatus(tx, { certificateId, from: row.status, change: 'revoke', now, along });
  const word = reasonOf(reason);
  await insertEvent(tx, { certificateId, eventId, at: now, personId: undefined, what: 'revoked', note: word });
  await audit(tx, {
    at: now,
    action: 'certificate.revoke',
    by: undefined,
    subject: `certificate:${certificateId}`,
    details: { reason: word, serial: row.serial, ...details },
  });
  return true;
}

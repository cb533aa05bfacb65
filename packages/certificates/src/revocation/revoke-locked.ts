import type { AuditDetails, Instant, Transaction } from '@sallyport/platform';
import type { Person } from '../actor.ts';
import type { Act } from '../audit.ts';
import { changeStatus, insertEvent } from '../requests/store.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import { reasonOf } from './rules.ts';

export interface LockedRevocation {
  /** Locked where a revocation starts. */
  readonly row: CertificateTable;
  /** CRLReason by its number. */
  readonly reason: number;
  /** Undefined: what an operator or a person has ordered for now. */
  readonly by: Person | undefined;
  readonly eventId: string;
  readonly now: Instant;
  readonly details?: AuditDetails;
}

/** The one way a certificate is revoked, whoever has said so. Answers what the caller appends to the audit log at the end of its transaction. */
export async function revokeLocked(
  tx: Transaction<CertificatesSchema>,
  { row, reason, by, eventId, now, details }: LockedRevocation,
): Promise<Act> {
  const { certificate_id: certificateId, status: from, serial } = row;
  const along = { revoked_at: now, revocation_reason: reason, answer_due_at: now };
  await changeStatus(tx, { certificateId, from, change: 'revoke', now, along });
  const word = reasonOf(reason);
  await insertEvent(tx, { certificateId, eventId, at: now, personId: by?.personId, what: 'revoked', note: word });
  const subject = `certificate:${certificateId}` as const;
  return { at: now, action: 'certificate.revoke', by, subject, details: { reason: word, serial, ...details } };
}

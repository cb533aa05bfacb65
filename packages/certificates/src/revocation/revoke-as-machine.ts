import type { AuditDetails, Instant, Transaction } from '@sallyport/platform';
import { audit } from '../audit.ts';
import { lockCertificate } from '../requests/store.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import { revokeLocked } from './revoke-locked.ts';

export interface MachineRevocation {
  readonly certificate: Pick<CertificateTable, 'certificate_id' | 'organisation_id'>;
  readonly eventId: string;
  readonly now: Instant;
  /** CRLReason by its number. */
  readonly reason: number;
  readonly details: AuditDetails;
}

/**
 * Revokes what an operator or a person has ordered for now, which waits for nobody's word. False when it cannot be revoked any more: somebody did so
 * meanwhile, or it is over.
 */
export async function revokeAsMachine(tx: Transaction<CertificatesSchema>, { certificate, ...order }: MachineRevocation): Promise<boolean> {
  const { certificate_id: certificateId, organisation_id: organisationId } = certificate;
  // Whatever it has become since it was read, such as replaced: under the lock it stays.
  const row = await lockCertificate(tx, { certificateId, organisationId, change: 'revoke' });
  if (row === undefined) return false;
  await audit(tx, await revokeLocked(tx, { row, by: undefined, ...order }));
  return true;
}

import { type RevocationReason, isRevocationReason, reasonNumber } from '@sallyport/pki';
import { newId } from '@sallyport/platform';
import { audit } from '../../audit.ts';
import { currentOf } from '../../authority/own-authorities.ts';
import type { CertificatesPorts } from '../../ports.ts';
import { type Afterwards, type EmergencyChoice, type EmergencyMistake, mistakeInEmergency } from './rules.ts';
import { countChosenRows, insertEmergency } from './store.ts';

export interface EmergencyOrder {
  readonly choice: Omit<EmergencyChoice, 'issuedUntil'> & { readonly issuedUntil?: number };
  readonly reason: string;
  readonly afterwards: Afterwards;
}

export type EmergencyRefusal = EmergencyMistake | 'reason-unknown' | 'another-runs';

/** How many certificates an order would revoke; nothing is done. */
export async function countEmergency(
  ports: CertificatesPorts,
  order: EmergencyOrder,
): Promise<{ readonly total: number } | { readonly refused: EmergencyRefusal }> {
  const judged = judge(ports, order);
  if ('refused' in judged) return judged;
  const now = ports.clock.now();
  return { total: await countChosenRows(ports.database.query, { choice: judged.choice, begunAt: now, now }) };
}

/** Writes down what is to be revoked, before anything is: `continueEmergency` does it, as often as it takes. By the operator at the machine. */
export async function beginEmergency(
  ports: CertificatesPorts,
  order: EmergencyOrder,
): Promise<{ readonly total: number } | { readonly refused: EmergencyRefusal }> {
  const judged = judge(ports, order);
  if ('refused' in judged) return judged;
  const { choice, reason } = judged;
  const begunAt = ports.clock.now();
  const total = await countChosenRows(ports.database.query, { choice, begunAt, now: begunAt });
  const emergencyId = newId(ports.randomness);
  const row = {
    emergency_id: emergencyId,
    state: 'RUNNING',
    choice: JSON.stringify(choice),
    reason: reasonNumber(reason),
    afterwards: order.afterwards,
    total,
    begun_at: begunAt,
    finished_at: null,
  } as const;
  return ports.database.transact(async (tx): Promise<{ readonly total: number } | { readonly refused: EmergencyRefusal }> => {
    if (!(await insertEmergency(tx, row))) return { refused: 'another-runs' };
    const details = { reason, afterwards: order.afterwards, total, choice: row.choice };
    await audit(tx, { at: begunAt, action: 'certificate.revoke-many', by: undefined, subject: 'system', details });
    return { total };
  });
}

function judge(
  ports: CertificatesPorts,
  { choice: given, reason, afterwards }: EmergencyOrder,
): { readonly choice: EmergencyChoice; readonly reason: RevocationReason } | { readonly refused: EmergencyRefusal } {
  if (!isRevocationReason(reason)) return { refused: 'reason-unknown' };
  const now = ports.clock.now();
  const choice = { ...given, issuedUntil: Math.min(given.issuedUntil ?? now, now) };
  const currentAuthorityId = currentOf(ports.authorities)?.authorityId;
  const mistake = mistakeInEmergency({ choice, reason, afterwards, currentAuthorityId });
  return mistake === undefined ? { choice, reason } : { refused: mistake };
}

import { newId } from '@sallyport/platform';
import type { OnCertificate } from '../actor.ts';
import { audit } from '../audit.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { notThere } from '../requests/not-there.ts';
import { changeStatus, insertEvent, lockCertificate } from '../requests/store.ts';
import { REVOCATION_REASONS, parseChosenReason } from './reasons.ts';

type RevocationRefusal = Refusal<
  'step-up-needed' | 'role-missing' | 'certificate-not-found' | 'status-changed' | 'revocation-reason-unknown'
>;

/** For ever. Nobody may rely on it from this moment on; a key that others have is not certified again. */
export function revokeCertificate(
  ports: CertificatesPorts,
  input: OnCertificate & { readonly reason: string },
): Promise<{ readonly kind: 'revoked' } | RevocationRefusal> {
  const eventId = newId(ports.randomness);
  const reason = parseChosenReason(input.reason);
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'revoked' } | RevocationRefusal> => {
    const { person, certificateId } = input;
    const { organisationId } = person;
    const now = ports.clock.now();
    const act = { at: now, action: 'certificate.revoke', by: person, subject: `certificate:${certificateId}` } as const;
    const may = await permit(tx.query, { person, permission: 'revoke' });
    const row = isRefusal(may) ? may : await lockCertificate(tx, { certificateId, organisationId, change: 'revoke' });
    const refusal = await refusalFor();
    if (refusal !== undefined) await audit(tx, { ...act, refusal });
    return refusal ?? { kind: 'revoked' };

    async function refusalFor(): Promise<RevocationRefusal | undefined> {
      if (row === undefined) return notThere(tx.query, input);
      if (isRefusal(row)) return row;
      if (reason === undefined) return refuse('revocation-reason-unknown', 'not of the list');
      const along = { revoked_at: now, revocation_reason: REVOCATION_REASONS[reason], answer_due_at: now };
      await changeStatus(tx, { certificateId, from: row.status, change: 'revoke', now, along });
      await insertEvent(tx, { certificateId, eventId, at: now, personId: person.personId, what: 'revoked', note: reason });
      await audit(tx, { ...act, details: { reason, serial: row.serial } });
      return undefined;
    }
  });
}

import type { OnCertificate } from '../actor.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { type ActRefusal, actOnCertificate } from '../status/act-on-certificate.ts';
import { REVOCATION_REASONS, parseChosenReason } from './reasons.ts';

/** For ever. Nobody may rely on it from this moment on; a key that others have is not certified again. */
export async function revokeCertificate(
  ports: CertificatesPorts,
  input: OnCertificate & { readonly reason: string },
): Promise<{ readonly kind: 'revoked' } | ActRefusal | Refusal<'revocation-reason-unknown' | 'not-ours'>> {
  const reason = parseChosenReason(input.reason);
  const refusal = await actOnCertificate<'revocation-reason-unknown' | 'not-ours'>(ports, input, {
    permission: 'revoke',
    change: 'revoke',
    action: 'certificate.revoke',
    what: 'revoked',
    judge: ({ serial, origin }, now) => {
      // Whoever brings in a copy of somebody's certificate has not become its subscriber.
      if (origin === 'import') return refuse('not-ours', 'imported');
      if (reason === undefined) return refuse('revocation-reason-unknown', 'not of the list');
      const columns = { revoked_at: now, revocation_reason: REVOCATION_REASONS[reason], answer_due_at: now };
      return { columns, note: reason, details: { reason, serial } };
    },
  });
  return refusal ?? { kind: 'revoked' };
}

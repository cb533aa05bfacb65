import type { OnCertificate } from '../actor.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type ActRefusal, actOnCertificate } from './act-on-certificate.ts';

/** It leaves management: no notices, no place among the active ones. Whoever has it can go on using it, which is what revocation is for. */
export async function deactivateCertificate(
  ports: CertificatesPorts,
  input: OnCertificate,
): Promise<{ readonly kind: 'deactivated' } | ActRefusal> {
  const refusal = await actOnCertificate(ports, input, {
    permission: 'deactivate',
    change: 'deactivate',
    action: 'certificate.deactivate',
    what: 'deactivated',
  });
  return refusal ?? { kind: 'deactivated' };
}

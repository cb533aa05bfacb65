import type { OnCertificate } from '../actor.ts';
import type { CertificatesPorts } from '../ports.ts';
import { refuse } from '../refusals.ts';
import { type ActRefusal, actOnCertificate } from '../status/act-on-certificate.ts';

/** By whoever asked, as long as it has not been begun. What others asked for is declined instead. */
export async function withdrawRequest(
  ports: CertificatesPorts,
  input: OnCertificate,
): Promise<{ readonly kind: 'withdrawn' } | ActRefusal> {
  const refusal = await actOnCertificate<'role-missing'>(ports, input, {
    permission: 'request',
    change: 'decline',
    action: 'certificate.withdraw',
    what: 'withdrawn',
    judge: (asked) =>
      asked.requested_by === input.person.personId ? {} : refuse('role-missing', 'asked for by somebody else', { roles: ['approver'] }),
  });
  return refusal ?? { kind: 'withdrawn' };
}

import type { OnCertificate } from '../actor.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type ActRefusal, actOnCertificate } from '../status/act-on-certificate.ts';

/** What its last try wrote down is void: it begins anew, with another serial. */
const AFRESH = { reason: null, serial: null, to_be_signed: null, lint: null, claimed_until: null };

/** An issue that failed is due again, for `issueCertificate` at once or for whoever looks after what was left behind. */
export async function retryIssue(ports: CertificatesPorts, input: OnCertificate): Promise<{ readonly kind: 'due' } | ActRefusal> {
  const refusal = await actOnCertificate(ports, input, {
    permission: 'retry',
    change: 'begin',
    action: 'certificate.retry',
    what: 'retried',
    judge: () => ({ columns: AFRESH }),
  });
  return refusal ?? { kind: 'due' };
}

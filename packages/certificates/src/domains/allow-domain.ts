import { audit } from '../audit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { type DomainKey, forgetDeclined } from './store.ts';

/** By the operator at the machine, who had declined it: the organisation may name it again, and prove it anew. */
export function allowDomainByOperator(
  ports: Pick<CertificatesPorts, 'database' | 'clock'>,
  domain: DomainKey,
): Promise<{ readonly kind: 'allowed' } | Refusal<'domain-not-found'>> {
  return ports.database.transact(async (tx) => {
    const act = { at: ports.clock.now(), action: 'certificate-domain.allow', by: undefined, subject: `domain:${domain.domainId}` } as const;
    const row = await forgetDeclined(tx, domain);
    const outcome = row === undefined ? refuse('domain-not-found', 'none that an operator declined') : ({ kind: 'allowed' } as const);
    await audit(tx, isRefusal(outcome) ? { ...act, refusal: outcome } : { ...act, details: { name: row?.name ?? '' } });
    return outcome;
  });
}

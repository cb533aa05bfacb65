import type { Transaction } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import type { DomainId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { CertificatesSchema } from '../schema.ts';
import { type DomainKey, findDomain, markDeclined } from './store.ts';

const REASON_MAX_CHARACTERS = 500;

type DeclineRefusal = Refusal<'domain-not-found' | 'domain-declined' | 'reason-missing' | 'note-too-long'>;
type Declined = { readonly kind: 'declined' };

/** It vouches for nothing any more; certificates that exist go on. The organisation may name it again, and prove it anew. */
export function declineDomain(
  ports: CertificatesPorts,
  input: ByPerson & { readonly domainId: DomainId; readonly reason: string },
): Promise<Declined | DeclineRefusal | Refusal<'step-up-needed' | 'role-missing'>> {
  const { person, domainId, reason } = input;
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    const act = { at: now, action: 'certificate-domain.decline', by: person, subject: `domain:${domainId}` } as const;
    const may = await permit(tx, { person, permission: 'manage-domains' });
    const domain = { domainId, organisationId: person.organisationId };
    const declined = isRefusal(may) ? may : await decline(tx, { domain, reason, by: person.personId, now });
    await audit(tx, {
      ...act,
      ...(isRefusal(declined) && { refusal: declined }),
      details: { reason: reason.slice(0, REASON_MAX_CHARACTERS) },
    });
    return declined;
  });
}

/** By the operator at the machine: nobody else takes that back (`allowDomainByOperator`). */
export function declineDomainByOperator(
  ports: CertificatesPorts,
  { reason, ...domain }: DomainKey & { readonly reason: string },
): Promise<Declined | DeclineRefusal> {
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    const act = { at: now, action: 'certificate-domain.decline', by: undefined, subject: `domain:${domain.domainId}` } as const;
    const declined = await decline(tx, { domain, reason, by: undefined, now });
    await audit(tx, {
      ...act,
      ...(isRefusal(declined) && { refusal: declined }),
      details: { reason: reason.slice(0, REASON_MAX_CHARACTERS) },
    });
    return declined;
  });
}

async function decline(
  tx: Transaction<CertificatesSchema>,
  given: {
    readonly domain: DomainKey;
    readonly reason: string;
    readonly by: ByPerson['person']['personId'] | undefined;
    readonly now: number;
  },
): Promise<Declined | DeclineRefusal> {
  const { domain, by, now } = given;
  const reason = given.reason.trim();
  if (reason === '') return refuse('reason-missing', 'declined without a reason');
  if (reason.length > REASON_MAX_CHARACTERS) return refuse('note-too-long', 'reason', { limit: REASON_MAX_CHARACTERS });
  const row = await markDeclined(tx, { domain, declined: { declined_at: now, declined_by: by ?? null, decline_reason: reason } });
  if (row !== undefined) return { kind: 'declined' };
  const isThere = (await findDomain(tx.query, domain)) !== undefined;
  return isThere ? refuse('domain-declined', 'before') : refuse('domain-not-found', 'none of this organisation');
}

import { formatIdentifier } from '@sallyport/pki';
import { newId, type Transaction } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import type { DomainId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import { lockOrganisation } from '../people/store.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { CertificateDomainTable, CertificatesSchema } from '../schema.ts';
import { newChallenge } from './new-challenge.ts';
import { judgeDomain, parseProofMethod } from './rules.ts';
import { countDomains, findDomainByName, keepDomain } from './store.ts';
import { type DomainView, viewOf } from './views.ts';

export interface DomainToAdd extends ByPerson {
  /** A name in A-labels, or an address. */
  readonly name: string;
  readonly method: string;
}

type AddRefusal = Refusal<
  | 'step-up-needed'
  | 'role-missing'
  | 'domain-malformed'
  | 'proof-method-refused'
  | 'domain-there-already'
  | 'domain-declined'
  | 'domains-too-many'
>;

/**
 * An organisation says that a name is its own, and is told how to prove it. Another one may have said or even proven the same: that helps nobody and hinders
 * nobody, since each has a challenge of its own.
 */
export function addDomain(
  ports: CertificatesPorts,
  input: DomainToAdd,
): Promise<{ readonly kind: 'added'; readonly domain: DomainView } | AddRefusal> {
  const { person } = input;
  const { organisationId } = person;
  const method = parseProofMethod(input.method);
  const identifier = judgeDomain(input.name, method);
  const domainId = newId(ports.randomness) as DomainId;
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    await lockOrganisation(tx, organisationId);
    const kept = await keep();
    const act = { at: now, action: 'certificate-domain.add', by: person } as const;
    if (isRefusal(kept)) {
      await audit(tx, { ...act, subject: `organisation:${organisationId}`, refusal: kept });
      return kept;
    }
    await audit(tx, { ...act, subject: `domain:${kept.domain_id}`, details: { name: kept.name, method: kept.challenge_method } });
    return { kind: 'added', domain: viewOf(kept, { profiles: ports.profiles, now }) } as const;

    async function keep(): Promise<CertificateDomainTable | AddRefusal> {
      const may = await permit(tx, { person, permission: 'manage-domains' });
      if (isRefusal(may)) return may;
      if ('kind' in identifier) return identifier;
      if (method === undefined) return refuse('proof-method-refused', 'not of the list');
      const name = formatIdentifier(identifier);
      const earlier = await earlierOf(tx, { ports, input, name });
      if (isRefusal(earlier)) return earlier;
      const challenge = newChallenge(ports, { method, now });
      const row: CertificateDomainTable = {
        domain_id: earlier.domainId ?? domainId,
        organisation_id: organisationId,
        name,
        added_by: person.personId,
        added_at: now,
        challenge: challenge.value,
        challenge_method: method,
        challenge_until: challenge.until,
        checked_at: null,
        findings: null,
        verified_at: null,
        verified_method: null,
        declined_at: null,
        declined_by: null,
        decline_reason: null,
      };
      await keepDomain(tx, row);
      return row;
    }
  });
}

async function earlierOf(
  tx: Transaction<CertificatesSchema>,
  { ports, input, name }: { readonly ports: CertificatesPorts; readonly input: DomainToAdd; readonly name: string },
): Promise<{ readonly domainId: DomainId | undefined } | Refusal<'domain-there-already' | 'domain-declined' | 'domains-too-many'>> {
  const { organisationId } = input.person;
  const earlier = await findDomainByName(tx.query, { organisationId, name });
  if (earlier !== undefined) {
    if (earlier.declined_at === null) return refuse('domain-there-already', name);
    return earlier.declined_by === null ? refuse('domain-declined', name) : { domainId: earlier.domain_id };
  }
  const { maximum } = ports.policy.domains;
  const isFull = (await countDomains(tx.query, organisationId)) >= maximum;
  return isFull ? refuse('domains-too-many', name, { limit: maximum }) : { domainId: undefined };
}

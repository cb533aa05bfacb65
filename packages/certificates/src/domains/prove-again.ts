import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import type { DomainId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { newChallenge } from './new-challenge.ts';
import { judgeDomain, parseProofMethod } from './rules.ts';
import { findDomain, setChallenge } from './store.ts';
import { type DomainView, viewOf } from './views.ts';

type ProveRefusal = Refusal<
  'step-up-needed' | 'role-missing' | 'domain-not-found' | 'domain-declined' | 'domain-malformed' | 'proof-method-refused'
>;

/** Begins a new proof, perhaps by another method. Until it is found, what was verified before counts as long as it would have; an old challenge is void. */
export function proveDomainAgain(
  ports: CertificatesPorts,
  input: ByPerson & { readonly domainId: DomainId; readonly method: string },
): Promise<{ readonly kind: 'begun'; readonly domain: DomainView } | ProveRefusal> {
  const { person, domainId } = input;
  const key = { domainId, organisationId: person.organisationId };
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    const act = { at: now, action: 'certificate-domain.prove-again', by: person, subject: `domain:${domainId}` } as const;
    const domain = await begin();
    if (isRefusal(domain)) {
      await audit(tx, { ...act, refusal: domain });
      return domain;
    }
    await audit(tx, { ...act, details: { name: domain.name, method: input.method } });
    return { kind: 'begun', domain } as const;

    async function begin(): Promise<DomainView | ProveRefusal> {
      const may = await permit(tx, { person, permission: 'manage-domains' });
      if (isRefusal(may)) return may;
      const row = await findDomain(tx.query, key);
      if (row === undefined) return refuse('domain-not-found', 'none of this organisation');
      const method = parseProofMethod(input.method);
      const identifier = judgeDomain(row.name, method);
      if ('kind' in identifier) return identifier;
      if (method === undefined) return refuse('proof-method-refused', 'not of the list');
      const challenge = newChallenge(ports, { method, now });
      if (!(await setChallenge(tx, { domain: key, challenge }))) return refuse('domain-declined', row.name);
      const begun = { challenge: challenge.value, challenge_method: method, challenge_until: challenge.until, findings: null };
      return viewOf({ ...row, ...begun }, { profiles: ports.profiles, now });
    }
  });
}

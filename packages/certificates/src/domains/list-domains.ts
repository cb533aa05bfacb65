import { formatIdentifier } from '@sallyport/pki';
import type { ByPerson } from '../actor.ts';
import { permit } from '../people/permit.ts';
import { grants } from '../people/rules.ts';
import { ownSuffixesOf } from '../policy.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { domainsOf } from './store.ts';
import { type DomainView, viewOf } from './views.ts';

export interface ListedDomains {
  readonly kind: 'listed';
  /** By name, with those that were declined. */
  readonly domains: readonly DomainView[];
  /** Names and addresses that need no proof here: the operator vouches for them, and for everything below a name. */
  readonly vouchedByOperator: readonly string[];
  /** Whether this person may name, prove and decline them. */
  readonly mayManage: 'yes' | 'no';
}

/** Who vouches for which names of the organisation. */
export async function listDomains(
  ports: CertificatesPorts,
  { person }: ByPerson,
): Promise<ListedDomains | Refusal<'step-up-needed' | 'role-missing'>> {
  const { query } = ports.database;
  const may = await permit(ports.database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const now = ports.clock.now();
  const rows = await domainsOf(query, person.organisationId);
  return {
    kind: 'listed',
    domains: rows.map((row) => viewOf(row, { profiles: ports.profiles, now })),
    vouchedByOperator: ownSuffixesOf(ports.policy, person.organisationId).map(formatIdentifier),
    mayManage: grants(may.roles, 'manage-domains') ? 'yes' : 'no',
  };
}

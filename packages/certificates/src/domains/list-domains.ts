import type { ByPerson } from '../actor.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { domainsOf } from './store.ts';
import { type DomainView, viewOf } from './views.ts';

/** Every domain of the organisation, by name, with those that were declined. */
export async function listDomains(
  ports: CertificatesPorts,
  { person }: ByPerson,
): Promise<{ readonly kind: 'listed'; readonly domains: readonly DomainView[] } | Refusal<'step-up-needed' | 'role-missing'>> {
  const { query } = ports.database;
  const may = await permit(query, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const now = ports.clock.now();
  const rows = await domainsOf(query, person.organisationId);
  return { kind: 'listed', domains: rows.map((row) => viewOf(row, { profiles: ports.profiles, now })) };
}

import type { ByPerson } from '../actor.ts';
import type { DomainId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import { grants } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { findDomain } from './store.ts';
import { type DomainView, viewOf } from './views.ts';

export interface DomainToView extends ByPerson {
  readonly domainId: DomainId;
  /** `manage`: refused to whoever may only look, before a form is shown that would be. */
  readonly to: 'look' | 'manage';
}

export interface ViewedDomain {
  readonly kind: 'viewed';
  readonly domain: DomainView;
  readonly mayManage: 'yes' | 'no';
}

/** One domain, with what is to be published for it and what was seen of that. */
export async function viewDomain(
  ports: CertificatesPorts,
  { person, domainId, to }: DomainToView,
): Promise<ViewedDomain | Refusal<'step-up-needed' | 'role-missing' | 'domain-not-found'>> {
  const { query } = ports.database;
  const may = await permit(ports.database, { person, permission: to === 'manage' ? 'manage-domains' : 'look' });
  if (isRefusal(may)) return may;
  const row = await findDomain(query, { domainId, organisationId: person.organisationId });
  if (row === undefined) return refuse('domain-not-found', 'none of this organisation');
  const domain = viewOf(row, { profiles: ports.profiles, now: ports.clock.now() });
  return { kind: 'viewed', domain, mayManage: grants(may.roles, 'manage-domains') ? 'yes' : 'no' };
}

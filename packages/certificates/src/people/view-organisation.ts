import { type ApprovalRule, formatIdentifier, limitsAt } from '@sallyport/pki';
import type { ByPerson } from '../actor.ts';
import { ownSuffixesOf } from '../policy.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { ListedPerson } from './list-people.ts';
import { permit } from './permit.ts';
import { findOrganisation, peopleOf } from './store.ts';
import { type VerifiedData, verifiedDataOf } from './verified-data.ts';

/** What an organisation may ask for at this moment. */
export interface OfferedProfile {
  readonly profileId: string;
  readonly usualLifetimeDays: number;
  readonly maximumLifetimeDays: number;
  readonly approvals: { readonly issue: ApprovalRule; readonly revoke: ApprovalRule };
}

export interface OrganisationView {
  readonly kind: 'viewed';
  readonly name: string;
  readonly verified: VerifiedData | undefined;
  readonly profiles: readonly OfferedProfile[];
  readonly vouchedByOperator: readonly string[];
  /** Those who give roles, for whoever needs one. */
  readonly administrators: readonly Pick<ListedPerson, 'name' | 'mail'>[];
}

/** What an organisation may put into certificates, who must agree, and whom to ask. */
export async function viewOrganisation(
  { database, profiles, policy, clock }: CertificatesPorts,
  { person }: ByPerson,
): Promise<OrganisationView | Refusal<'step-up-needed' | 'role-missing' | 'organisation-not-found'>> {
  const { query } = database;
  const may = await permit(database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const { organisationId } = person;
  const row = await findOrganisation(database, organisationId);
  if (row === undefined) return refuse('organisation-not-found', 'nobody of it has come in');
  const people = await peopleOf(query, organisationId);
  const now = clock.now();
  return {
    kind: 'viewed',
    name: row.name,
    verified: verifiedDataOf(row),
    profiles: profiles.flatMap((profile) => {
      const limits = limitsAt(profile, now);
      return limits.ok ? [{ profileId: profile.id, ...limits.value, approvals: profile.approvals }] : [];
    }),
    vouchedByOperator: ownSuffixesOf(policy, organisationId).map(formatIdentifier),
    administrators: people
      .filter(({ roles }) => roles.includes('organisation-administrator'))
      .map(({ name, mail }) => ({ name, mail: mail ?? undefined })),
  };
}

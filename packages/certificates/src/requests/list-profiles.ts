import { type CertificateProfile, type ProfileLimits, limitsAt } from '@sallyport/pki';
import type { ByPerson } from '../actor.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';

export interface ProfileAndLimits {
  readonly profile: CertificateProfile;
  readonly limits: ProfileLimits;
}

/** What can be asked for today, in the order in which it is offered. */
export async function listProfiles(
  { database, profiles, clock }: Pick<CertificatesPorts, 'clock' | 'database' | 'profiles'>,
  { person }: ByPerson,
): Promise<{ readonly kind: 'listed'; readonly profiles: readonly ProfileAndLimits[] } | Refusal<'step-up-needed' | 'role-missing'>> {
  const may = await permit(database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const now = clock.now();
  return {
    kind: 'listed',
    profiles: profiles.flatMap((profile) => {
      const limits = limitsAt(profile, now);
      return limits.ok ? [{ profile, limits: limits.value }] : [];
    }),
  };
}

import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { loadStanding } from './account-standing.ts';
import { type SecondFactorWay, type SignInPurpose, secondFactorWays } from './rules.ts';

/** The ways this account has set up and that can work now, the one to show first in front. */
export async function findSecondFactorWays(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly purpose: SignInPurpose },
): Promise<readonly SecondFactorWay[]> {
  return secondFactorWays(await loadStanding(ports, input.accountId), input.purpose);
}

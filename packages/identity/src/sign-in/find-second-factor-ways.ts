import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { loadStanding } from './account-standing.ts';
import { type SecondFactorWay, secondFactorWays } from './rules.ts';

/** The second factors this account has set up and that can work now, the one to show first in front. */
export async function findSecondFactorWays(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId },
): Promise<readonly SecondFactorWay[]> {
  return secondFactorWays(await loadStanding(ports, input.accountId));
}

import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { SecondFactorWay, SignInPurpose } from './rules.ts';

/** The ways this account has set up and that can work now, the one to show first in front. */
export declare function findSecondFactorWays(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly purpose: SignInPurpose },
): Promise<readonly SecondFactorWay[]>;

import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { loadStanding } from '../sign-in/account-standing.ts';
import type { SetUpStep } from './rules.ts';

/** Which step of set-up this account stands at; `password` also for one that does not exist. */
export async function findSetUpStep(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<SetUpStep> {
  return (await loadStanding(ports, input.accountId)).nextSetUpStep;
}

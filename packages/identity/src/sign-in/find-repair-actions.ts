import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { loadStanding } from './account-standing.ts';
import { type RepairAction, repairActions } from './rules.ts';

/** What applies to this account now, in the order in which it is shown. */
export async function findRepairActions(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<readonly RepairAction[]> {
  return repairActions(await loadStanding(ports, input.accountId));
}

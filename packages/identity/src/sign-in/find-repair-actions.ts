import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { RepairAction } from './rules.ts';

/** What applies to this account now, in the order in which it is shown. */
export declare function findRepairActions(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<readonly RepairAction[]>;

import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { SetUpStep } from './rules.ts';

/** Which step of set-up this account stands at; `done` also for one that does not exist. */
export declare function findSetUpStep(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<SetUpStep>;

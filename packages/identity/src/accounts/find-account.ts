import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Account } from './account.ts';

/** By id, as a session does; or by the user name as typed, as an operator does. Sign-in pages never ask by name: they would tell. */
export declare function findAccount(
  ports: IdentityPorts,
  by: { readonly accountId: AccountId } | { readonly userName: string },
): Promise<Account | undefined>;

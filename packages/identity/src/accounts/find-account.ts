import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Account } from './account.ts';
import { userNameKey } from './rules.ts';
import { findAccountBy } from './store.ts';

/** By id, as a session does; or by the user name as typed, as an operator does. Sign-in pages never ask by name: they would tell. */
export async function findAccount(
  ports: IdentityPorts,
  by: { readonly accountId: AccountId } | { readonly userName: string },
): Promise<Account | undefined> {
  const found = await findAccountBy(ports.database.query, 'accountId' in by ? by : { userNameKey: userNameKey(by.userName) });
  if (!found) return undefined;
  const { passwordHash: _, ...account } = found;
  return account;
}

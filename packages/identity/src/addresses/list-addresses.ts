import type { EmailAddress } from '@sallyport/platform';
import { findAccountBy } from '../accounts/store.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type PendingAddress, pendingAddresses } from './store.ts';

export interface AddressList {
  /** The primary one first. */
  readonly confirmed: readonly EmailAddress[];
  readonly pending: readonly PendingAddress[];
}

export async function listAddresses(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<AddressList> {
  const { query } = ports.database;
  const account = await findAccountBy(query, input);
  return { confirmed: account?.addresses ?? [], pending: await pendingAddresses(query, input.accountId, ports.clock.now()) };
}

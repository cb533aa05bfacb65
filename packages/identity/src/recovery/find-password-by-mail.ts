import type { Instant } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { passwordByMailAt } from './store.ts';

/** When a mail last set the password of this account; undefined: never. */
export function findPasswordByMail(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<Instant | undefined> {
  return passwordByMailAt(ports.database.query, input.accountId);
}

import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type RecoveryCodeCount, countCodes } from './store.ts';

/** How many codes are left; undefined when the account has never made any. */
export function countRecoveryCodes(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<RecoveryCodeCount | undefined> {
  return countCodes(ports.database.query, input.accountId);
}

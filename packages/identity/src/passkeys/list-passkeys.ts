import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type PasskeyView, passkeysOf } from './store.ts';

/** The passkeys of an account, the oldest first. */
export function listPasskeys(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<readonly PasskeyView[]> {
  return passkeysOf(ports.database.query, input.accountId);
}

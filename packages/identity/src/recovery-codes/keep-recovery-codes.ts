import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { forgetCodes, forgetCodesShownUntil } from './store.ts';

/** *I have saved them*: from now on nobody can look at the codes again. */
export async function keepRecoveryCodes(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<void> {
  await ports.database.transact((tx) => forgetCodes(tx, input.accountId));
}

/** Housekeeping: the codes of every page that was left open too long. */
export async function forgetShownRecoveryCodes(ports: IdentityPorts): Promise<void> {
  await ports.database.transact((tx) => forgetCodesShownUntil(tx, ports.clock.now()));
}

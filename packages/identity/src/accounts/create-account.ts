import type { AccountId, OrganisationId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';

export interface NewAccount {
  readonly organisationId: OrganisationId;
  readonly userName: string;
  readonly displayName: string;
  /** At least one. */
  readonly addresses: readonly string[];
}

/** An account in state INVITED. Nobody can sign in to it before an invitation was accepted. */
export declare function createAccount(
  ports: IdentityPorts,
  input: NewAccount,
): Promise<
  { readonly accountId: AccountId } | Refusal<'user-name-malformed' | 'user-name-taken' | 'display-name-malformed' | 'address-malformed'>
>;

import { newId, parseEmailAddress } from '@sallyport/platform';
import { audit } from '../audit.ts';
import { type AccountId, type OrganisationId, asAccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { parseDisplayName, parseUserName, userNameKey } from './rules.ts';
import { insertAccount } from './store.ts';

export interface NewAccount {
  readonly organisationId: OrganisationId;
  readonly userName: string;
  readonly displayName: string;
  /** At least one. */
  readonly addresses: readonly string[];
}

/** An account in state INVITED. Nobody can sign in to it before an invitation was accepted. */
export async function createAccount(
  ports: IdentityPorts,
  input: NewAccount,
): Promise<
  { readonly accountId: AccountId } | Refusal<'user-name-malformed' | 'user-name-taken' | 'display-name-malformed' | 'address-malformed'>
> {
  const userName = parseUserName(input.userName);
  if (userName === undefined) return refuse('user-name-malformed', 'not a user name');
  const displayName = parseDisplayName(input.displayName);
  if (displayName === undefined) return refuse('display-name-malformed', 'not a display name');
  const addresses = input.addresses.flatMap((text) => parseEmailAddress(text) ?? []);
  if (addresses.length === 0 || addresses.length < input.addresses.length) {
    const positions = input.addresses.flatMap((text, position) => (parseEmailAddress(text) ? [] : [position]));
    return refuse('address-malformed', 'not an e-mail address', { positions });
  }
  const now = ports.clock.now();
  const accountId = asAccountId(newId(ports.randomness));
  const row = {
    account_id: accountId,
    organisation_id: input.organisationId,
    user_name: userName,
    user_name_key: userNameKey(userName),
    display_name: displayName,
    state: 'INVITED' as const,
    epoch: 0,
    password_hash: null,
    created_at: now,
  };
  return ports.database.transact(async (tx) => {
    if (!(await insertAccount(tx, row, addresses))) return refuse('user-name-taken', 'an account of that name exists');
    await audit(tx, { at: now, action: 'account.create', account: accountId, actor: 'system' });
    return { accountId };
  });
}

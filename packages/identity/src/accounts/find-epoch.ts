import { statement } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { IdentitySchema } from '../schema.ts';

const findActiveEpoch = statement<IdentitySchema, { accountId: AccountId }>('find-active-epoch')((query, given) =>
  query.selectFrom('account').select('epoch').where('account_id', '=', given.accountId).where('state', '=', 'ACTIVE'),
);

/** The epoch that sessions of this account must remember to go on; undefined when none may, since the account is not active. */
export async function findEpoch(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<number | undefined> {
  return (await ports.database.first(findActiveEpoch, input))?.epoch;
}

import type { ReadOnlyQuery } from '@sallyport/platform';
import { fromBase64url } from '@sallyport/protocol';
import type { TokenGrant } from '@sallyport/protocol/activation';
import { findAccountBy } from '../accounts/store.ts';
import type { AccountId, TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { IdentitySchema } from '../schema.ts';
import { listTokens } from './store.ts';

/** What the app is given with its new token, whichever way it is activated. */
export async function grantOf(
  ports: IdentityPorts,
  query: ReadOnlyQuery<IdentitySchema>,
  of: { readonly account_id: AccountId; readonly token_id: TokenId },
): Promise<TokenGrant | undefined> {
  const account = await findAccountBy(query, { accountId: of.account_id });
  const token = (await listTokens(query, of.account_id)).find((candidate) => candidate.tokenId === of.token_id);
  if (!account || !token) return undefined;
  const { algorithm, digits, periodSeconds } = token.otp;
  return {
    tokenId: fromBase64url(token.tokenId),
    serial: token.serial,
    otp: { type: 'totp', algorithm, digits, period: periodSeconds, t0: 0, counter: 0, suite: undefined },
    policy: { ...ports.policy.token, unlockDigits: token.unlockDigits },
    issuer: ports.policy.issuerName,
    label: account.userName,
    portal: ports.origins.selfAdministration,
    issuerKey: ports.issuerKey.publicKey,
  };
}

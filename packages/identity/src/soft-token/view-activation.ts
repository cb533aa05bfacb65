import type { AccountId, Serial } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { TokenProvisioning } from '../schema.ts';
import { type ActivationOffer, activationOfferOf } from './activation-offer.ts';
import { findUnfinishedActivation } from './activation-store.ts';
import { listTokens } from './store.ts';
import { grantOf } from './token-grant.ts';

/** How far the account's activation has come, for the page that shows the ways and then asks for the first one-time password. */
export type ActivationProgress =
  | { readonly at: 'none' }
  | { readonly at: 'waiting-for-app'; readonly offer: ActivationOffer }
  /** The keys are there; the app's confirmation, or the one-time password typed into the portal, makes the token ACTIVE. */
  | { readonly at: 'waiting-for-otp'; readonly serial: Serial; readonly provisioned: TokenProvisioning };

export async function viewActivation(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<ActivationProgress> {
  const now = ports.clock.now();
  const { query } = ports.database;
  const activation = await findUnfinishedActivation(query, input.accountId);
  if (!activation || activation.expires_at <= now) return { at: 'none' };
  if (activation.state === 'ANSWERED') {
    const token = (await listTokens(query, input.accountId)).find(({ tokenId }) => tokenId === activation.token_id);
    return token ? { at: 'waiting-for-otp', serial: token.serial, provisioned: token.provisioned } : { at: 'none' };
  }
  const grant = await grantOf(ports, query, activation);
  if (!grant) return { at: 'none' };
  const offer = activation.tries_used < ports.policy.activationTries ? activationOfferOf(ports, activation, grant) : undefined;
  return offer ? { at: 'waiting-for-app', offer } : { at: 'none' };
}

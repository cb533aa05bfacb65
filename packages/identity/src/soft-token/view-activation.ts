import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { activationLinkOf } from './activation-link.ts';
import { findUnfinishedActivation } from './activation-store.ts';
import type { ActivationOffer } from './start-activation.ts';
import { listTokens } from './store.ts';

/** How far the account's activation has come, for the page that shows the link and then asks for the first one-time password. */
export type ActivationProgress =
  | { readonly at: 'none' }
  | { readonly at: 'waiting-for-app'; readonly offer: ActivationOffer }
  /** The app has answered; its confirmation, or the one-time password typed into the portal, makes the token ACTIVE. */
  | { readonly at: 'waiting-for-otp'; readonly serial: ActivationOffer['serial'] };

export async function viewActivation(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<ActivationProgress> {
  const now = ports.clock.now();
  const { query } = ports.database;
  const activation = await findUnfinishedActivation(query, input.accountId);
  if (!activation || activation.expires_at <= now) return { at: 'none' };
  const { activation_id: activationId, token_id: tokenId, sealed_psk: sealedPsk, receiver_public_key: receiverPublicKey } = activation;
  const serial = (await listTokens(query, input.accountId)).find((token) => token.tokenId === tokenId)?.serial;
  if (serial === undefined) return { at: 'none' };
  if (activation.state === 'ANSWERED') return { at: 'waiting-for-otp', serial };
  if (sealedPsk === null || activation.tries_used >= ports.policy.activationTries) return { at: 'none' };
  const link = activationLinkOf(ports, { activationId, sealedPsk, receiverPublicKey });
  return { at: 'waiting-for-app', offer: { tokenId, serial, link, expiresAt: activation.expires_at } };
}

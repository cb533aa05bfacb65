import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { ActivationOffer } from './start-activation.ts';

/** How far the account's activation has come, for the page that shows the link and then asks for the first one-time password. */
export type ActivationProgress =
  | { readonly at: 'none' }
  | { readonly at: 'waiting-for-app'; readonly offer: ActivationOffer }
  /** The app has answered; its confirmation, or the one-time password typed into the portal, makes the token ACTIVE. */
  | { readonly at: 'waiting-for-otp'; readonly serial: ActivationOffer['serial'] };

export declare function viewActivation(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<ActivationProgress>;

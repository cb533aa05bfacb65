import type { Instant, Secret } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import type { AccountId, Serial, TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';

export interface ActivationOffer {
  readonly tokenId: TokenId;
  readonly serial: Serial;
  /** `<Soft Token>/a#v=1&…` for the link and the QR code. */
  readonly link: Secret<string>;
  readonly expiresAt: Instant;
}

/** Who asks: the person in a session, or the operator who sets accounts up from the machine itself. */
export type ActivationActor =
  | { readonly kind: 'owner'; readonly proofs: readonly Proof[]; readonly visit: Visit }
  | { readonly kind: 'operator' };

/**
 * A new token in state PENDING and its link: 24 hours, 5 tries, once. The first token of an account needs level 1; any other level 2, since it
 * moves a credential to another device. An activation of the same account that was not finished is replaced.
 */
export declare function startActivation(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly actor: ActivationActor },
): Promise<ActivationOffer | Refusal<'step-up-needed'>>;

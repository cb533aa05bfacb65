import type { Instant } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import type { AccountId, FederationSessionRef, TokenId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { Visit } from '../visit.ts';

/** A one-time password as it comes in at the Federation or at Self-Administration, and what it gives when it is taken. */

export interface OtpSubmission {
  readonly accountId: AccountId;
  /** As typed: digits of any script, spaces allowed. */
  readonly otp: string;
  /** The browser's session at the Federation, which both doors know. */
  readonly session: FederationSessionRef;
  readonly visit: Visit;
}

export interface OtpAccepted {
  readonly proof: Proof;
  readonly tokenId: TokenId;
}

export function otpProof(given: { readonly tokenId: TokenId; readonly visit: Visit; readonly now: Instant }): Proof {
  return { factor: 'soft-token-otp', at: given.now, network: networkOf(given.visit.address), tokenId: given.tokenId };
}

import type { Proof } from '../assurance/rules.ts';
import type { AccountId, FederationSessionRef, TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';

export interface OtpAccepted {
  readonly proof: Proof;
  readonly tokenId: TokenId;
}

/**
 * The second factor: a one-time password of any ACTIVE token of the account. Five tries in five minutes, spent before looking; each time
 * step is accepted once, for ever, on every node. A token whose unlock waits for confirmation is refused, unless this is the session that
 * unlocked it: then the password is that confirmation, from the confirmation's own three tries.
 */
export declare function submitOtp(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly otp: string; readonly session: FederationSessionRef; readonly visit: Visit },
): Promise<OtpAccepted | Refusal<'otp-malformed' | 'otp-refused' | 'too-many-attempts'>>;

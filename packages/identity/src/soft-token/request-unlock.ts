import type { Instant, Secret } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import type { AccountId, FederationSessionRef, Serial, TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';

export interface IssuedUnlockCode {
  readonly tokenId: TokenId;
  readonly serial: Serial;
  /** As typed: groups of five digits separated by single spaces. */
  readonly code: Secret<string>;
  /** `<Soft Token>/u#c=…&s=…` for the one tap and the QR code. */
  readonly link: Secret<string>;
  /** Until when the token waits for its confirmation. */
  readonly confirmBy: Instant;
  /** Possession of the locked token; never raises a session's level. */
  readonly proof: Proof;
}

export type UnlockRefusalCode =
  | 'step-up-needed'
  | 'prc-typo'
  | 'prc-version'
  | 'prc-no-match'
  | 'prc-old'
  | 'prc-rollback'
  | 'prc-fork'
  | 'prc-reissue-limit'
  | 'token-suspended'
  | 'token-revoked'
  | 'too-many-attempts';

/**
 * Section 11. Needs a fresh password and, as fresh, the questions or better; a typing error costs nothing. From here until the confirmation
 * the token's one-time passwords open nothing but this session. Every address of the account is told, never the code.
 */
export declare function requestUnlock(
  ports: IdentityPorts,
  input: {
    readonly accountId: AccountId;
    /** As typed, scanned or carried in the link. */
    readonly code: Secret<string>;
    /** From the link of the short road: which token it is about. One that is not this account's is answered as a code that does not match. */
    readonly serial?: string | undefined;
    readonly proofs: readonly Proof[];
    readonly session: FederationSessionRef;
    readonly visit: Visit;
  },
): Promise<IssuedUnlockCode | Refusal<UnlockRefusalCode>>;

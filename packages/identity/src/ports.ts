import type {
  Clock,
  Database,
  Ed25519Signer,
  KeyHasher,
  Mailer,
  PasskeyVerifier,
  PasswordHasher,
  Randomness,
  Sealer,
} from '@sallyport/platform';
import type { OtpAlgorithm, OtpMac } from '@sallyport/protocol';
import type { IdentityPolicy } from './policy.ts';
import type { IdentitySchema } from './schema.ts';

/** Everything the verbs of this room need from outside. The composition root makes one; tests bring fakes for the parts they watch. */
export interface IdentityPorts {
  readonly database: Database<IdentitySchema>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly sealer: Sealer;
  readonly mailer: Mailer;
  /** For passwords and answers: slow, and equal work for a hash that is not there. */
  readonly passwordHasher: PasswordHasher;
  /** For what is derived from activation codes: slower still, with salt and costs that the protocol names. */
  readonly keyHasher: KeyHasher;
  readonly otpMac: OtpMacOf;
  readonly passkeyVerifier: PasskeyVerifier;
  /**
   * The issuer's own key: its public half is pinned in every token at activation, and it signs what a token must believe while it is closed
   * (protocol, section 16).
   */
  readonly issuerKey: Ed25519Signer;
  readonly policy: IdentityPolicy;
  readonly origins: IdentityOrigins;
}

/**
 * HMAC under one seed: on Node a `KeyObject` made once for the few time steps that are tried. Synchronous, because a one-time password
 * is judged inside a transaction. It must copy what it keeps, since the seed is wiped as soon as it has answered.
 */
export type OtpMacOf = (algorithm: OtpAlgorithm, seed: Uint8Array) => OtpMac;

/** The configured origins, without a trailing slash. Every link is made from them, never from a request. */
export interface IdentityOrigins {
  readonly federation: string;
  readonly selfAdministration: string;
  readonly softToken: string;
}

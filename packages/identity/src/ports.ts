import type { Clock, Database, PasswordHasher, Randomness, Sealer } from '@sallyport/platform';
import type { Aead, Bytes, OtpAlgorithm } from '@sallyport/protocol';
import type { IdentityPolicy } from './policy.ts';
import type { IdentitySchema } from './schema.ts';

/** Everything the verbs of this room need from outside. The composition root makes one; tests bring fakes for the parts they watch. */
export interface IdentityPorts {
  readonly database: Database<IdentitySchema>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly sealer: Sealer;
  /** For passwords and answers: slow, and equal work for a hash that is not there. */
  readonly passwordHasher: PasswordHasher;
  /** Synchronous, because a one-time password is judged inside a transaction. */
  readonly hmac: Hmac;
  readonly aead: Aead;
  readonly policy: IdentityPolicy;
  readonly origins: IdentityOrigins;
}

export type Hmac = (input: { readonly algorithm: OtpAlgorithm; readonly key: Uint8Array; readonly message: Uint8Array }) => Bytes;

/** The configured origins, without a trailing slash. Every link is made from them, never from a request. */
export interface IdentityOrigins {
  readonly federation: string;
  readonly selfAdministration: string;
  readonly softToken: string;
}

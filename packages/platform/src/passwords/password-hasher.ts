import type { Secret } from '../secret.ts';
import type { Randomness } from '../randomness.ts';

/** A PHC string: `$argon2id$v=19$m=19456,t=2,p=1$…`. */
export type PasswordHash = string & { readonly brand: 'PasswordHash' };

/** Argon2id (RFC 9106) with 19 MiB and two passes, on other threads, behind a bounded queue. Also for answers and recovery codes. Never inside `transact`. */
export interface PasswordHasher {
  /** `busy` when the queue is full: answer "try again in a moment", spend nothing. */
  hash(password: Secret<string>): Promise<PasswordHash | 'busy'>;
  /** The same work whether there is a hash or not, so that an unknown account answers as slowly as a known one. */
  verify(password: Secret<string>, hash: string | undefined): Promise<'match' | 'mismatch' | 'busy'>;
  /** True when the hash was made with other parameters than today's; hash again after the next match. */
  needsRehash(hash: string): boolean;
}

export declare function createPasswordHasher(input: {
  readonly randomness: Randomness;
  /** Hashes at the same time. Default: the number of cores. */
  readonly atOnce?: number;
  /** Callers who may wait. Default: 200 for each that runs, about two seconds. */
  readonly waiting?: number;
}): PasswordHasher;

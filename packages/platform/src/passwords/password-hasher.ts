import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import type { Randomness } from '../randomness.ts';
import type { Secret } from '../secret.ts';
import { createBoundedQueue } from './bounded-queue.ts';
import type { Asker } from './fair-line.ts';

/** A PHC string: `$argon2id$v=19$m=19456,t=2,p=1$…`. */
export type PasswordHash = string & { readonly brand: 'PasswordHash' };

export interface PasswordToVerify {
  readonly password: Secret<string>;
  /** What is stored; undefined for an account that is not there. */
  readonly hash: string | undefined;
}

/** Argon2id (RFC 9106) with 19 MiB and two passes, on other threads, behind a bounded queue that is fair to those who ask. Also for answers and recovery codes. Never inside `transact`. */
export interface PasswordHasher {
  /** `busy` when the queue is full: answer "try again in a moment", spend nothing. */
  hash(password: Secret<string>, asker: Asker): Promise<PasswordHash | 'busy'>;
  /**
   * The same work whether there is a hash or not, so that an unknown account answers as slowly as a known one.
   *
   * @throws when `hash` is not a PHC string: the database was altered.
   */
  verify(given: PasswordToVerify, asker: Asker): Promise<'match' | 'mismatch' | 'busy'>;
  /** True when the hash was made with other parameters than today's; hash again after the next match. */
  needsRehash(hash: string): boolean;
}

/** OWASP Password Storage Cheat Sheet, second row: 19 MiB, two passes, one lane. Measured: 205–225 a second on two cores. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;
const SALT_OCTETS = 16;

/** How every hash of today begins: the algorithm, its version 0x13, the parameters in the one order the PHC string format has for them. */
const BEGINNING = `$argon2id$v=19$m=${String(PARAMETERS.memoryCost)},t=${String(PARAMETERS.timeCost)},p=${String(PARAMETERS.parallelism)}$`;
/** Salt and tag, in base64 without padding. */
const END = new RegExp(
  `^[A-Za-z0-9+/]{${String(base64Characters(SALT_OCTETS))}}\\$[A-Za-z0-9+/]{${String(base64Characters(PARAMETERS.outputLen))}}$`,
);

/** In each lane; both together are about two seconds of waiting at 100 hashes a second and core. */
const WAITING_FOR_EACH = 100;
const CORES = availableParallelism();

export function createPasswordHasher(input: {
  readonly randomness: Randomness;
  /**
   * Hashes at the same time. Default: two more than there are cores, so that no core stands idle while the event loop waits for the disk, and the one that is
   * kept from strangers. With one more than cores a core was idle a twentieth of the time; with three more nothing was gained.
   */
  readonly atOnce?: number;
  /** Callers who may wait in each lane. Default: 100 for each core. */
  readonly waiting?: number;
}): PasswordHasher {
  const { randomness, atOnce = CORES + 3, waiting = WAITING_FOR_EACH * CORES } = input;
  const queue = createBoundedQueue({ atOnce, besideKnown: CORES, waiting });
  const nobodysHash = hashOfNobody(randomness);
  return {
    hash: (password, asker) =>
      queue.run(asker, async () => (await hash(password.reveal(), { ...PARAMETERS, salt: randomness.bytes(SALT_OCTETS) })) as PasswordHash),
    verify: ({ password, hash: stored }, asker) =>
      queue.run(asker, async () =>
        (await verify(stored ?? nobodysHash, password.reveal())) && stored !== undefined ? 'match' : 'mismatch',
      ),
    needsRehash,
  };
}

/** By its text: to have the library read the parameters of every hash that matched took longer than to compare them. */
function needsRehash(stored: string): boolean {
  return !(stored.startsWith(BEGINNING) && END.test(stored.slice(BEGINNING.length)));
}

function base64Characters(octets: number): number {
  return Math.ceil((octets * 4) / 3);
}

/** A well-formed hash that no password has: its tag was drawn, not computed. Checking against it costs what checking a real one costs. */
export function hashOfNobody(randomness: Randomness): string {
  const encode = (length: number): string => Buffer.from(randomness.bytes(length)).toString('base64').replaceAll('=', '');
  return `${BEGINNING}${encode(SALT_OCTETS)}$${encode(PARAMETERS.outputLen)}`;
}

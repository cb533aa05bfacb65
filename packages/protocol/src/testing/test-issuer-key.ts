import { ed25519 } from '@noble/curves/ed25519.js';
import type { Bytes } from '../bytes.ts';
import { seededRandomness } from './surroundings.ts';

const secret = seededRandomness('issuer key').bytes(32);

let publicKey: Bytes | undefined;

/** An issuer's Ed25519 key pair: its public half is pinned at activation, the other signs revocations. */
export const TEST_ISSUER_KEY = {
  /** Computed when it is asked for: 40 ms, and most processes of tests never do. */
  get publicKey(): Bytes {
    publicKey ??= new Uint8Array(ed25519.getPublicKey(secret));
    return publicKey;
  },
  sign: (message: Uint8Array): Bytes => new Uint8Array(ed25519.sign(message, secret)),
} as const;

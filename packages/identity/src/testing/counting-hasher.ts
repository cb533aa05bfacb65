import { createHash } from 'node:crypto';
import type { PasswordHash, PasswordHasher, Secret } from '@sallyport/platform';

/** A hasher that costs nothing and counts its work, for tests in which hashing is not what is tested. */
export interface CountingHasher extends PasswordHasher {
  /** Every call since the last `reset`, in order: what it did and whether it had a hash to compare with. */
  readonly calls: readonly ('hash' | 'verify' | 'verify without a hash')[];
  reset(): void;
  /** From now on the queue is full, or free again. */
  setBusy(state: 'busy' | 'free'): void;
}

export function countingHasher(): CountingHasher {
  let calls: CountingHasher['calls'] = [];
  let isBusy = false;
  const hashOf = (secret: Secret<string>): PasswordHash =>
    `test$${createHash('sha256').update(secret.reveal()).digest('base64url')}` as PasswordHash;
  return {
    get calls() {
      return calls;
    },
    reset() {
      calls = [];
    },
    setBusy(state) {
      isBusy = state === 'busy';
    },
    async hash(secret) {
      calls = [...calls, 'hash'];
      await nextTurn();
      return isBusy ? 'busy' : hashOf(secret);
    },
    async verify({ password, hash }) {
      calls = [...calls, hash === undefined ? 'verify without a hash' : 'verify'];
      await nextTurn();
      if (isBusy) return 'busy';
      return hash === hashOf(password) ? 'match' : 'mismatch';
    },
    needsRehash: (hash) => !hash.startsWith('test$'),
  };
}

/** As the real one, it answers later: whoever races gets the chance to. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

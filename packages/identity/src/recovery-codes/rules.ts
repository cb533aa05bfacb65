import { type KeyHashing, Secret } from '@sallyport/platform';
import { type RecoveryCode, asRecoveryCode, utf8 } from '@sallyport/protocol';

/** Recovery codes: saved look-up secrets (NIST SP 800-63B-4 §3.1.2), 66 bits each, in groups that say when they were mistyped. */

const GROUPS = 5;
const VALUES_OF_A_GROUP = 10_000;

/** `randomBelow(n)` answers an integer from 0 to n - 1, each as likely. */
export function drawRecoveryCodes(count: number, randomBelow: (limit: number) => number): readonly Secret<RecoveryCode>[] {
  const codes = new Set<string>();
  while (codes.size < count) {
    const groups = Array.from({ length: GROUPS }, () => String(randomBelow(VALUES_OF_A_GROUP)).padStart(4, '0'));
    codes.add(groups.join(''));
  }
  return [...codes].map((code) => new Secret(asRecoveryCode(code)));
}

/** One salt for the codes of a set: so one slow hash tells which of them was typed, if any. */
export function recoveryCodeHashing(input: {
  readonly code: Secret<RecoveryCode>;
  readonly salt: Uint8Array;
  readonly costs: Pick<KeyHashing, 'memoryKiB' | 'passes'>;
}): KeyHashing {
  const { memoryKiB, passes } = input.costs;
  return { password: utf8(input.code.reveal()), salt: input.salt, memoryKiB, passes };
}

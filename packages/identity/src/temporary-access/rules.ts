import { Secret } from '@sallyport/platform';
import { type TemporaryAccessCode, asTemporaryAccessCode } from '@sallyport/protocol';
import type { Proof } from '../assurance/rules.ts';

/** Temporary access codes: issued for a bounded time (NIST SP 800-63B-4 §4.2.1.2), good for a few sign-ins, in groups that say when they were mistyped. */

const GROUPS = 3;
const VALUES_OF_A_GROUP = 10_000;

/** `randomBelow(n)` answers an integer from 0 to n - 1, each as likely. */
export function drawTemporaryAccessCode(randomBelow: (limit: number) => number): Secret<TemporaryAccessCode> {
  const groups = Array.from({ length: GROUPS }, () => String(randomBelow(VALUES_OF_A_GROUP)).padStart(4, '0'));
  return new Secret(asTemporaryAccessCode(groups.join('')));
}

/** What counts for a new code. An earlier one does not: otherwise one code would be prolonged for ever, and no time would be bounded. */
export function proofsForAccess(proofs: readonly Proof[]): readonly Proof[] {
  return proofs.filter((proof) => proof.factor !== 'temporary-access-code');
}

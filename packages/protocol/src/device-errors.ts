import type { CodeRefusal } from './codes.ts';
import type { ChallengeForm } from './ocra-suite.ts';

/**
 * Section 17, the device's half: every refusal a soft token can give, as one closed union. The app switches over `code`;
 * its words are in the app's message catalogue.
 *
 * Two names are reused where the page has no narrower one: `HEADER_UNKNOWN` is any header this version cannot read, and `SLOT_DAMAGED`
 * is any sealed record (slot or body) that does not open under the right key. `VAULT_CLOSED` and `CHALLENGE_FORM` are added to the page's list; the first:
 * the object in hand was closed, or another window has moved the token on (new PIN, lock, revocation) since it was opened.
 */
export type DeviceError =
  /** CODE_LENGTH, CODE_TYPO, CODE_WRONG_KIND: nothing was spent. */
  | CodeRefusal
  /** A recovery key of the right length that does not hold together: one of its groups has a typing error, and nothing tells which. */
  | { readonly code: 'CODE_CHECK' }
  | { readonly code: 'WRONG_SECRET' }
  | { readonly code: 'SLOT_DAMAGED' }
  | { readonly code: 'PARAM_RANGE' }
  | { readonly code: 'HEADER_UNKNOWN' }
  | { readonly code: 'STATE_MAC' }
  | { readonly code: 'STORAGE_EVICTED' }
  | { readonly code: 'STORAGE_NOT_PERSISTENT' }
  | { readonly code: 'LOCK_BUSY' }
  | { readonly code: 'BACKOFF'; readonly seconds: number }
  | { readonly code: 'PIN_POLICY'; readonly reason: PinRefusal }
  | { readonly code: 'PRF_UNAVAILABLE' }
  | { readonly code: 'PRF_CANCELLED' }
  | { readonly code: 'OPRF_OFFLINE' }
  | { readonly code: 'OPRF_LOCKED' }
  | { readonly code: 'OPRF_PROOF_BAD' }
  | { readonly code: 'CLOCK_SKEW'; readonly milliseconds: number }
  | { readonly code: 'ACT_EXPIRED' }
  | { readonly code: 'ACT_USED' }
  | { readonly code: 'ACT_MISMATCH' }
  | { readonly code: 'WASM_BLOCKED' }
  /** What was typed is no challenge of the token's suite: nothing was spent. */
  | { readonly code: 'CHALLENGE_FORM'; readonly form: ChallengeForm; readonly maxLength: number }
  | { readonly code: 'VAULT_CLOSED' };

/** Why a PIN is not taken: what was typed is no PIN at all, or it is one everybody guesses, or the two entries differ. */
export type PinRefusal =
  | 'not-digits'
  | 'too-short'
  | 'too-long'
  | 'all-equal'
  | 'run'
  | 'repeated-pattern'
  | 'year'
  | 'common'
  | 'entries-differ';

export interface Refused {
  readonly kind: 'refused';
  readonly error: DeviceError;
}

export function refused(error: DeviceError): Refused {
  return { kind: 'refused', error };
}

import { type Instant, newId } from '@sallyport/platform';
import type { CertificatesPorts } from '../ports.ts';
import type { ProofMethod } from './rules.ts';
import type { Challenge } from './store.ts';

const DAY_MS = 86_400_000;

/** 128 random bits, drawn for one domain of one organisation: what another one publishes is no proof, and neither is yesterday's. */
export function newChallenge(
  { randomness, policy }: CertificatesPorts,
  { method, now }: { readonly method: ProofMethod; readonly now: Instant },
): Challenge {
  return { value: newId(randomness), method, until: now + policy.domains.challengeDays * DAY_MS };
}

import type { Instant } from '@sallyport/platform';
import type { OtpCode } from '@sallyport/protocol';
import type { IdentityPorts } from '../ports.ts';
import { acceptableStep } from './rules.ts';
import type { StoredToken } from './store.ts';
import { otpMacOf } from './token-secrets.ts';

/**
 * A token has its present keys, and for a while after the answer to a re-key also those it was promised: whether the answer arrived,
 * only the token knows, until it says something under the new ones. Until then everything is tried under both.
 */

/** The token under its present keys, and under the promised ones when there are any. */
export function underEitherKeys(token: StoredToken): readonly StoredToken[] {
  const { promised } = token;
  if (promised === undefined) return [token];
  const { sealedSeed, sealedRecoveryKey, sealedServerKey, at } = promised;
  return [token, { ...token, sealedSeed, sealedRecoveryKey, sealedServerKey, keyedAt: at, keySet: 'promised' }];
}

/** Under which keys a one-time password is right, and the time step it burns; undefined when it is wrong or spent. */
export function matchingKeys(
  ports: IdentityPorts,
  token: StoredToken,
  given: { readonly code: OtpCode; readonly now: Instant },
): { readonly under: StoredToken; readonly step: number } | undefined {
  for (const under of underEitherKeys(token)) {
    const mac = otpMacOf(ports, under);
    const step = mac && acceptableStep({ ...given, mac, token: token.otp, driftSteps: ports.policy.otp.driftSteps });
    if (step !== undefined) return { under, step };
  }
  return undefined;
}

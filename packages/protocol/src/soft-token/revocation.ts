import { type Bytes, concat, domain } from '../bytes.ts';
import { type Refused, refused } from '../device-errors.ts';
import type { TokenPorts } from '../ports.ts';
import { type StoredToken, saveState } from './load.ts';
import { destroyOtherEpochs } from './lock.ts';

/**
 * What a revocation notice is over: MACed under K_srv, or signed by the pinned issuer key. A revocation is for ever, so that
 * the notice needs no epoch and no time: replaying it changes nothing.
 */
export function revocationMessage(tokenId: Uint8Array): Bytes {
  return concat(domain('revoke'), tokenId);
}

/** OPEN → REVOKED (section 16), the mutex held and the notice verified. Mark first, destroy second; the next start finishes what was begun. */
export async function revokeToken(context: TokenPorts, token: StoredToken): Promise<{ readonly kind: 'revoked' } | Refused> {
  const marked = await saveState(context, token, { state: 'revoked' });
  if (marked.kind === 'refused') return refused(marked.error);
  return finishRevocation(context, marked);
}

/** Idempotent: E, PIN slots, then in one transaction D, K_dev, recovery slot, body and state. */
export async function finishRevocation(context: TokenPorts, token: StoredToken): Promise<{ readonly kind: 'revoked' }> {
  await destroyOtherEpochs(context, undefined);
  await context.storage.bury({ header: token.records.header });
  return { kind: 'revoked' };
}

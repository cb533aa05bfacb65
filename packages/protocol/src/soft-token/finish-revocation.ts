import type { TokenPorts } from '../ports.ts';
import type { StoredToken } from './load.ts';
import { destroyOtherEpochs } from './lock.ts';

/** Idempotent: E, PIN slots, then in one transaction D, K_dev, recovery slot, body and state. */
export async function finishRevocation(context: TokenPorts, token: StoredToken): Promise<{ readonly kind: 'revoked' }> {
  await destroyOtherEpochs(context, undefined);
  await context.storage.bury({ header: token.records.header });
  return { kind: 'revoked' };
}

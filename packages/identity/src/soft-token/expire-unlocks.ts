import { expireUnlock } from '@sallyport/protocol';
import { audit } from '../audit.ts';
import type { TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { applyDecision } from './apply-effects.ts';
import { takeToken, unconfirmedSince } from './store.ts';

const AT_ONCE = 100;

/** UNLOCK_PENDING → SUSPENDED for those not confirmed in time, with notice. To be run every few minutes; the verbs judge by the clock in any case. */
export async function expireUnlocks(ports: IdentityPorts): Promise<{ readonly expired: number }> {
  const moment = ports.clock.now() - ports.policy.unlock.confirmationMs;
  let expired = 0;
  for (const tokenId of await unconfirmedSince(ports.database.query, moment, AT_ONCE)) {
    if (await expire(ports, tokenId)) expired += 1;
  }
  return { expired };
}

/** False when somebody was faster: a confirmation, or another server's sweep. */
async function expire(ports: IdentityPorts, tokenId: TokenId): Promise<boolean> {
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const token = await takeToken(tx, tokenId);
    const transition = token && expireUnlock({ record: token.record, policy: ports.policy.unlock, now });
    if (!transition) return false;
    await applyDecision(ports, tx, { token, ...transition, at: now, visit: undefined });
    await audit(tx, { at: now, action: 'soft-token.expire-unlock', account: token.accountId, actor: 'system', details: { tokenId } });
    return true;
  });
}

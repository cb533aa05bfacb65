import { deviceSignatureHolds, fromBase64url, removalMessage, revokeRecord } from '@sallyport/protocol';
import { findAccountBy } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import { refundAll, spendAll } from '../budgets.ts';
import { parseTokenId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { abandonActivation } from './activation-store.ts';
import { deviceKeyOf } from './device-key.ts';
import { dropSeeds, saveRemovedAt } from './rekey-store.ts';
import { type StoredToken, saveRecord, takeToken } from './store.ts';

/**
 * Section 16: the owner has removed the token from its device, where nothing of it is left. It is REVOKED, which it can
 * only be once, and the owner's pages say where it happened. Signed with K_dev; a repeat of one already taken is taken again.
 */
export async function receiveRemoval(
  ports: IdentityPorts,
  input: { readonly tokenId: string; readonly signature: Uint8Array; readonly visit: Visit },
): Promise<{ readonly kind: 'taken' } | Refusal<'removal-refused' | 'too-many-attempts'>> {
  const { visit, signature } = input;
  const tokenId = parseTokenId(input.tokenId);
  if (tokenId === undefined) return refuse('removal-refused', 'malformed token id');
  const now = ports.clock.now();
  const found = await ports.database.transact(async (tx) => {
    const network = await spendAll(tx, { policy: ports.policy, kind: 'token-api-network', subject: networkOf(visit.address), now });
    if (!network.tickets) return refuse('too-many-attempts', 'token-api-network', { until: network.until });
    const token = await takeToken(tx, tokenId);
    return token ? { token, tickets: network.tickets } : refuse('removal-refused', 'no such token');
  });
  if ('kind' in found) return found;
  const holds = signatureHolds(found.token, signature);
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'taken' } | Refusal<'removal-refused'>> => {
    // Budgets before tokens, as everywhere: a repeat at the same moment holds the one and waits for the other.
    if (holds) await refundAll(tx, found.tickets);
    const token = (await takeToken(tx, tokenId)) ?? found.token;
    const { accountId, serial } = token;
    const act = { at: now, action: 'soft-token.remove', account: accountId, actor: 'anonymous', visit, details: { tokenId } } as const;
    if (!holds) {
      const refusal = refuse('removal-refused', 'signature');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    const transition = revokeRecord(token.record);
    if (!transition) return { kind: 'taken' };
    await abandonActivation(tx, tokenId);
    await saveRecord(tx, tokenId, transition.next);
    await saveRemovedAt(tx, tokenId, now);
    await dropSeeds(tx, tokenId);
    const account = await findAccountBy(tx.query, { accountId });
    if (account) await queueNotice(ports, tx, { account, about: 'token-removed', at: now, visit, serial });
    await audit(tx, act);
    return { kind: 'taken' };
  });
}

function signatureHolds(token: StoredToken, signature: Uint8Array): boolean {
  const publicKey = deviceKeyOf(token);
  if (!publicKey) return false;
  return deviceSignatureHolds({ publicKey, message: removalMessage(fromBase64url(token.tokenId)), signature });
}

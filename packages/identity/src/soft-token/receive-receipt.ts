import { type ReceivedReceipt, fromBase64url, judgeReceipt, receiptHolds } from '@sallyport/protocol';
import { audit } from '../audit.ts';
import { refundAll, spendAll } from '../budgets.ts';
import { parseTokenId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { returnToService } from '../temporary-access/return-to-service.ts';
import type { Visit } from '../visit.ts';
import { applyDecision } from './apply-effects.ts';
import { underEitherKeys } from './key-sets.ts';
import { keepPromise } from './renew-keys.ts';
import { type StoredToken, takeToken } from './store.ts';
import { recoveryKeysOf, wipeRecoveryKeys } from './token-secrets.ts';

/** Section 15: what an online token reports after a COMMIT. A newer epoch confirms an unlock. A repeat of one already taken is taken again. */
export async function receiveReceipt(
  ports: IdentityPorts,
  input: { readonly tokenId: string; readonly receipt: ReceivedReceipt; readonly visit: Visit },
): Promise<{ readonly kind: 'taken' } | Refusal<'receipt-refused' | 'too-many-attempts'>> {
  const { receipt, visit } = input;
  const tokenId = parseTokenId(input.tokenId);
  if (tokenId === undefined) return refuse('receipt-refused', 'malformed token id');
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const network = await spendAll(tx, { policy: ports.policy, kind: 'token-api-network', subject: networkOf(visit.address), now });
    if (!network.tickets) return refuse('too-many-attempts', 'token-api-network', { until: network.until });
    const token = await takeToken(tx, tokenId);
    if (!token) return refuse('receipt-refused', 'no such token');
    const act = { at: now, action: 'soft-token.receipt', account: token.accountId, actor: 'anonymous', visit } as const;
    const details = { tokenId, epoch: receipt.epoch };
    const under = underEitherKeys(token).find((keys) => isGenuine(ports, keys, receipt));
    const judgement = under ? judgeReceipt({ record: token.record, policy: ports.policy.unlock, now, epoch: receipt.epoch }) : undefined;
    if (!under || !judgement || judgement.kind === 'refuse') {
      const refusal = refuse('receipt-refused', judgement ? 'not newer, or token out of use' : 'MAC');
      await audit(tx, { ...act, details, refusal });
      return refusal;
    }
    await refundAll(tx, network.tickets);
    await keepPromise(ports, tx, { under, now, visit });
    if (judgement.kind !== 'repeated') {
      await applyDecision(ports, tx, { token, next: judgement.next, effects: judgement.effects, at: now, visit });
      await audit(tx, { ...act, details });
      if (token.misplacedAt !== undefined) await returnToService(ports, tx, { tokenId, now, visit });
    }
    return { kind: 'taken' as const };
  });
}

function isGenuine(ports: IdentityPorts, token: StoredToken, receipt: ReceivedReceipt): boolean {
  const keys = recoveryKeysOf(ports, token);
  if (!keys) return false;
  const holds = receiptHolds({ receiptKey: keys.receiptKey, tokenId: fromBase64url(token.tokenId), receipt });
  wipeRecoveryKeys(keys);
  return holds;
}

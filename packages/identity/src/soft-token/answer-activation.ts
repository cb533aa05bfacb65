import type { Instant } from '@sallyport/platform';
import { type ActivationReply, concat, fromBase64url, lv, sha256, toBase64url, wipe } from '@sallyport/protocol';
import { type ReceivedRequest, type TokenGrant, openActivation } from '@sallyport/protocol/activation';
import { audit } from '../audit.ts';
import { refundAll, spendAll } from '../budgets.ts';
import { parseActivationId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { activationPlace } from './activation-offer.ts';
import { answeredBefore } from './answered-before.ts';
import { type StoredActivation, findActivation, saveAnswer, spendTry } from './activation-store.ts';
import { saveTokenKeys } from './save-token-keys.ts';
import { takeToken } from './store.ts';
import { grantOf } from './token-grant.ts';

export interface ActivationMessage {
  readonly activationId: string;
  readonly request: ReceivedRequest;
  readonly visit: Visit;
}

type AnswerRefusal = Refusal<
  'activation-not-found' | 'activation-expired' | 'activation-used' | 'activation-mismatch' | 'too-many-attempts'
>;

/** What was found and paid for before the message is opened. */
interface OpenActivation {
  readonly stored: StoredActivation;
  readonly grant: TokenGrant;
  readonly left: number;
}

/**
 * The app's first message (section 14 A). The try is spent before the message is opened. The very same message sent again, because the
 * answer was lost, gets the very same answer; any other is refused once one was answered.
 */
export async function answerActivation(ports: IdentityPorts, input: ActivationMessage): Promise<ActivationReply | AnswerRefusal> {
  const requestHash = toBase64url(sha256(concat(lv(input.request.enc), lv(input.request.ct))));
  const paid = await payForTry(ports, { ...input, requestHash });
  if (isRefusal(paid) || 'ct2' in paid) return paid;
  const { stored, grant, left } = paid;
  const opened = await open(ports, stored, input.request);
  const now = ports.clock.now();
  if (!opened) {
    const refusal = refuse('activation-mismatch', 'not made with this link', { left });
    await ports.database.transact((tx) => audit(tx, { ...actOf(stored, input.visit, now), refusal }));
    return refusal;
  }
  const answered = await opened.answer({ grant, now, randomness: ports.randomness });
  const outcome = await ports.database.transact(async (tx): Promise<ActivationReply | AnswerRefusal> => {
    // In the order in which every other verb locks them: the token, then its activation.
    await takeToken(tx, stored.token_id);
    const answer = { activationId: stored.activation_id, requestHash, reply: answered.reply.ct2 };
    if (!(await saveAnswer(tx, answer))) return answeredBefore(await findActivation(tx.query, stored.activation_id), requestHash);
    await saveTokenKeys(ports, tx, { tokenId: stored.token_id, keys: answered.keys, device: opened.device });
    await audit(tx, actOf(stored, input.visit, now));
    return answered.reply;
  });
  wipe(answered.keys.seed, answered.keys.recoveryKey, answered.keys.serverKey);
  return outcome;
}

async function payForTry(
  ports: IdentityPorts,
  message: ActivationMessage & { readonly requestHash: string },
): Promise<OpenActivation | ActivationReply | AnswerRefusal> {
  const activationId = parseActivationId(message.activationId);
  if (activationId === undefined) return refuse('activation-not-found', 'malformed id');
  const { visit } = message;
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<OpenActivation | ActivationReply | AnswerRefusal> => {
    const network = await spendAll(tx, { policy: ports.policy, kind: 'token-api-network', subject: networkOf(visit.address), now });
    if (!network.tickets) return refuse('too-many-attempts', 'token-api-network', { until: network.until });
    const stored = await findActivation(tx.query, activationId);
    if (!stored) return refuse('activation-not-found', 'no such activation');
    await refundAll(tx, network.tickets);
    if (stored.state !== 'OPEN') return answeredBefore(stored, message.requestHash);
    const used = await spendTry(tx, { activationId, state: 'OPEN', allowed: ports.policy.activationTries, now });
    const grant = used === undefined ? undefined : await grantOf(ports, tx.query, stored);
    if (used !== undefined && grant) return { stored, grant, left: ports.policy.activationTries - used };
    // Out of time, out of tries, or the same message was answered a moment ago.
    const latest = await findActivation(tx.query, activationId);
    if (latest?.state !== 'OPEN') return answeredBefore(latest, message.requestHash);
    const refusal = stored.expires_at <= now ? refuse('activation-expired', 'expired') : refuse('activation-used', 'tries spent');
    await audit(tx, { ...actOf(stored, visit, now), refusal });
    return refusal;
  });
}

async function open(ports: IdentityPorts, stored: StoredActivation, request: ReceivedRequest) {
  const { activation_id: activationId, sealed_psk: sealedPsk, sealed_receiver_key: sealedKey } = stored;
  if (sealedPsk === null || sealedKey === null) return undefined;
  const presharedKey = ports.sealer.open({ sealed: sealedPsk, place: activationPlace('sealed_psk', activationId) });
  const privateKey = ports.sealer.open({ sealed: sealedKey, place: activationPlace('sealed_receiver_key', activationId) });
  const opened = await openActivation({
    activationId: fromBase64url(activationId),
    presharedKey,
    apiOrigin: ports.origins.softToken,
    receiver: { publicKey: new Uint8Array(stored.receiver_public_key), privateKey },
    request,
  });
  wipe(presharedKey, privateKey);
  return opened.ok ? opened.value : undefined;
}

function actOf(stored: StoredActivation, visit: Visit, now: Instant) {
  const details = { tokenId: stored.token_id };
  return { at: now, action: 'soft-token.answer-activation', account: stored.account_id, actor: 'anonymous', visit, details } as const;
}

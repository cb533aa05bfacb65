import type { Instant, Transaction } from '@sallyport/platform';
import { type ActivationReply, concat, fromBase64url, lv, sha256, toBase64url, wipe } from '@sallyport/protocol';
import {
  type AnsweredActivation,
  type DeviceDescription,
  type ReceivedRequest,
  type TokenGrant,
  openActivation,
} from '@sallyport/protocol/activation';
import { findAccountBy } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import { refundAll, spendAll } from '../budgets.ts';
import { parseActivationId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { activationPlace } from './activation-link.ts';
import { type StoredActivation, findActivation, saveAnswer, spendTry } from './activation-store.ts';
import { listTokens, saveDevice, takeToken } from './store.ts';
import { tokenPlace } from './token-secrets.ts';

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
    await saveKeys(ports, tx, { stored, answered, device: opened.device });
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
    const grant = used === undefined ? undefined : await grantOf(ports, tx, stored);
    if (used !== undefined && grant) return { stored, grant, left: ports.policy.activationTries - used };
    // Out of time, out of tries, or the same message was answered a moment ago.
    const latest = await findActivation(tx.query, activationId);
    if (latest?.state !== 'OPEN') return answeredBefore(latest, message.requestHash);
    const refusal = stored.expires_at <= now ? refuse('activation-expired', 'expired') : refuse('activation-used', 'tries spent');
    await audit(tx, { ...actOf(stored, visit, now), refusal });
    return refusal;
  });
}

function answeredBefore(stored: StoredActivation | undefined, requestHash: string): ActivationReply | Refusal<'activation-used'> {
  const isRepeat = stored?.request_hash === requestHash && (stored.state === 'ANSWERED' || stored.state === 'CONFIRMED');
  return isRepeat && stored.reply !== null ? { ct2: stored.reply } : refuse('activation-used', stored?.state ?? 'gone');
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

async function grantOf(ports: IdentityPorts, tx: Transaction<IdentitySchema>, stored: StoredActivation): Promise<TokenGrant | undefined> {
  const account = await findAccountBy(tx.query, { accountId: stored.account_id });
  const token = (await listTokens(tx.query, stored.account_id)).find((candidate) => candidate.tokenId === stored.token_id);
  if (!account || !token) return undefined;
  const { algorithm, digits, periodSeconds } = token.otp;
  return {
    tokenId: fromBase64url(token.tokenId),
    serial: token.serial,
    otp: { type: 'totp', algorithm, digits, period: periodSeconds, t0: 0, counter: 0, suite: undefined },
    policy: { ...ports.policy.token, unlockDigits: token.unlockDigits },
    issuer: ports.policy.issuerName,
    label: account.userName,
    portal: ports.origins.selfAdministration,
    issuerKey: undefined,
  };
}

async function saveKeys(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  made: { readonly stored: StoredActivation; readonly answered: AnsweredActivation; readonly device: DeviceDescription },
): Promise<void> {
  const tokenId = made.stored.token_id;
  const { seed, recoveryKey, serverKey } = made.answered.keys;
  const { publicKey, name } = made.device;
  await saveDevice(tx, tokenId, {
    sealed_seed: ports.sealer.seal({ plaintext: seed, place: tokenPlace('sealed_seed', tokenId) }),
    sealed_recovery_key: ports.sealer.seal({ plaintext: recoveryKey, place: tokenPlace('sealed_recovery_key', tokenId) }),
    sealed_server_key: ports.sealer.seal({ plaintext: serverKey, place: tokenPlace('sealed_server_key', tokenId) }),
    device_key: JSON.stringify({ kty: 'EC', crv: 'P-256', x: toBase64url(publicKey.x), y: toBase64url(publicKey.y) }),
    device_name: name,
  });
}

function actOf(stored: StoredActivation, visit: Visit, now: Instant) {
  const details = { tokenId: stored.token_id };
  return { at: now, action: 'soft-token.answer-activation', account: stored.account_id, actor: 'anonymous', visit, details } as const;
}

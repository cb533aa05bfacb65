import type { Instant, Transaction } from '@sallyport/platform';
import {
  type DevicePublicKey,
  type RekeyReply,
  type TokenKeys,
  concat,
  deriveRenewedKeys,
  fromBase64url,
  lv,
  parseOtpCode,
  sha256,
  toBase64url,
  wipe,
  wipeMaterial,
} from '@sallyport/protocol';
import { type ReceivedRekey, openRekeyRequest, rekeyRequestHolds } from '@sallyport/protocol/rekey';
import { audit } from '../audit.ts';
import { refundAll, spendAll } from '../budgets.ts';
import { type TokenId, parseTokenId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema, RekeyOfferTable } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { storedDeviceKey } from './device-key.ts';
import { lastStepForRekey, mayRenewKeys } from './rekey-rules.ts';
import { findOffer, savePromise, saveRekeyAnswer, spendOfferTry } from './rekey-store.ts';
import { acceptableStep } from './rules.ts';
import { type StoredToken, takeToken } from './store.ts';
import { offerPlace, otpMacOf, promisedPlace, serverKeyOf } from './token-secrets.ts';

type Tx = Transaction<IdentitySchema>;
type RekeyRefusal = Refusal<'rekey-refused' | 'too-many-attempts'>;

export interface RekeyMessage {
  readonly tokenId: string;
  readonly request: ReceivedRekey;
  readonly visit: Visit;
}

interface Asked extends Omit<RekeyMessage, 'tokenId'> {
  readonly tokenId: TokenId;
  readonly requestHash: string;
  readonly now: Instant;
}

/** An offer whose try is paid, and the key under which the request was made. */
interface PaidOffer {
  readonly token: StoredToken;
  readonly offer: RekeyOfferTable;
  readonly serverKey: Uint8Array;
}

/**
 * Section 15, re-key: promises new keys to a token in service that proves itself under its present K_srv and with the one-time password of now.
 * The present keys stay good until the token says something under the promised ones: whether this answer arrives, only the token
 * will know. The very same request gets the very same answer; any other is refused once one was answered.
 */
export async function answerRekey(ports: IdentityPorts, input: RekeyMessage): Promise<RekeyReply | RekeyRefusal> {
  const tokenId = parseTokenId(input.tokenId);
  if (tokenId === undefined) return refuse('rekey-refused', 'malformed token id');
  const { enc, ct } = input.request;
  const asked: Asked = { ...input, tokenId, requestHash: toBase64url(sha256(concat(lv(enc), lv(ct)))), now: ports.clock.now() };
  const paid = await ports.database.transact((tx) => payForTry(ports, tx, asked));
  if (isRefusal(paid) || 'ct2' in paid) return paid;
  const { serverKey, token } = paid;
  const promise = await prepare(ports, asked, paid);
  if (isRefusal(promise)) {
    wipe(serverKey);
    return ports.database.transact((tx) => refused(tx, asked, { token, refusal: promise }));
  }
  const { material, epoch, otp, deviceKey, reply } = promise;
  const keys = deriveRenewedKeys({ material, serverKey, tokenId: fromBase64url(tokenId), algorithm: token.otp.algorithm });
  const outcome = await ports.database.transact((tx) => save(ports, tx, { ...asked, ...paid, keys, epoch, otp, deviceKey, reply }));
  wipe(serverKey, keys.seed, keys.recoveryKey, keys.serverKey);
  wipeMaterial(material);
  return outcome;
}

async function payForTry(ports: IdentityPorts, tx: Tx, asked: Asked): Promise<PaidOffer | RekeyReply | RekeyRefusal> {
  const { tokenId, visit, now, request } = asked;
  const { rekey } = ports.policy;
  const network = await spendAll(tx, { policy: ports.policy, kind: 'token-api-network', subject: networkOf(visit.address), now });
  if (!network.tickets) return refuse('too-many-attempts', 'token-api-network', { until: network.until });
  const token = await takeToken(tx, tokenId);
  if (!token) return refuse('rekey-refused', 'no such token');
  const serverKey = serverKeyOf(ports, token);
  if (!serverKey || !rekeyRequestHolds({ serverKey, tokenId: fromBase64url(tokenId), request })) {
    return refused(tx, asked, { token, refusal: refuse('rekey-refused', 'MAC') });
  }
  await refundAll(tx, network.tickets);
  const offer = await findOffer(tx.query, tokenId);
  if (offer?.state === 'ANSWERED') return answeredBefore(tx, asked, { token, offer });
  const used = await spendOfferTry(tx, { tokenId, allowed: rekey.tries, offeredAfter: now - rekey.offerMs });
  if (!offer || used === undefined) return refused(tx, asked, { token, refusal: refuse('rekey-refused', 'no offer, or spent') });
  return { token, offer, serverKey };
}

async function answeredBefore(
  tx: Tx,
  asked: Asked,
  { token, offer }: { readonly token: StoredToken; readonly offer: RekeyOfferTable },
): Promise<RekeyReply | RekeyRefusal> {
  if (offer.request_hash === asked.requestHash && offer.reply !== null) return { ct2: offer.reply };
  return refused(tx, asked, { token, refusal: refuse('rekey-refused', 'another request was answered') });
}

/** Outside any transaction: opens the request and makes the answer, which nobody has yet. */
async function prepare(ports: IdentityPorts, asked: Asked, { offer }: PaidOffer) {
  const { tokenId, request, now } = asked;
  if (offer.sealed_receiver_key === null) return refuse('rekey-refused', 'the offer has no key any more');
  const privateKey = ports.sealer.open({ sealed: offer.sealed_receiver_key, place: offerPlace(tokenId) });
  const receiver = { publicKey: new Uint8Array(offer.receiver_public_key), privateKey };
  const opened = await openRekeyRequest({ tokenId: fromBase64url(tokenId), offer: receiver, request });
  wipe(privateKey);
  if (!opened) return refuse('rekey-refused', 'not made for this offer');
  const { reply, material } = await opened.answer({ now, randomness: ports.randomness });
  return { reply, material, epoch: opened.epoch, otp: opened.otp, deviceKey: opened.deviceKey };
}

interface Promised extends Asked, PaidOffer {
  readonly keys: TokenKeys;
  readonly epoch: number;
  readonly otp: string;
  readonly deviceKey: DevicePublicKey;
  readonly reply: RekeyReply;
}

async function save(ports: IdentityPorts, tx: Tx, promised: Promised): Promise<RekeyReply | RekeyRefusal> {
  const { tokenId, offer, now, keys, reply, requestHash } = promised;
  const token = await takeToken(tx, tokenId);
  const objection = token ? objectionTo(ports, token, promised) : 'gone';
  if (!token || objection !== undefined)
    return refused(tx, promised, { token: promised.token, refusal: refuse('rekey-refused', objection ?? 'gone') });
  const isFirst = await saveRekeyAnswer(tx, { tokenId, offeredAt: offer.offered_at, requestHash, reply: reply.ct2 });
  if (!isFirst) {
    const answered = await findOffer(tx.query, tokenId);
    return answered
      ? answeredBefore(tx, promised, { token, offer: answered })
      : refused(tx, promised, { token, refusal: refuse('rekey-refused', 'the offer is gone') });
  }
  await savePromise(tx, tokenId, {
    sealed_promised_seed: ports.sealer.seal({ plaintext: keys.seed, place: promisedPlace('sealed_seed', tokenId) }),
    sealed_promised_recovery_key: ports.sealer.seal({ plaintext: keys.recoveryKey, place: promisedPlace('sealed_recovery_key', tokenId) }),
    sealed_promised_server_key: ports.sealer.seal({ plaintext: keys.serverKey, place: promisedPlace('sealed_server_key', tokenId) }),
    promised_device_key: storedDeviceKey(promised.deviceKey),
    promised_at: now,
  });
  await audit(tx, actOf(promised, token));
  return reply;
}

/** Why this token may not renew its keys now, for the audit log; undefined when it may. */
function objectionTo(ports: IdentityPorts, token: StoredToken, { epoch, otp, now, ...promised }: Promised): string | undefined {
  const { record, keyedAt } = token;
  if (keyedAt !== promised.token.keyedAt) return 'renewed meanwhile';
  const moment = { state: record.state.kind, lowestEpoch: record.lowestEpoch, epoch, keyedAt, promisedAt: token.promised?.at };
  if (!mayRenewKeys({ ...moment, lastIssueAt: undefined }, ports.policy.rekey, now))
    return `${record.state.kind}, an epoch that is over, or promised just now`;
  const code = parseOtpCode(otp, token.otp.digits);
  const mac = otpMacOf(ports, token);
  const { driftSteps } = ports.policy.otp;
  const step = code.ok && mac ? acceptableStep({ code: code.value, mac, token: lastStepForRekey(token.otp), driftSteps, now }) : undefined;
  return step === undefined ? 'one-time password' : undefined;
}

async function refused<Given extends RekeyRefusal>(
  tx: Tx,
  asked: Asked,
  { token, refusal }: { readonly token: StoredToken; readonly refusal: Given },
): Promise<Given> {
  await audit(tx, { ...actOf(asked, token), refusal });
  return refusal;
}

function actOf({ now, visit, tokenId }: Asked, { accountId }: StoredToken) {
  const details = { tokenId };
  return { at: now, action: 'soft-token.promise-keys', account: accountId, actor: 'anonymous', visit, details } as const;
}

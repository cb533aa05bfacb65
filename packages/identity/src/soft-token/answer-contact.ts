import type { Instant, Transaction } from '@sallyport/platform';
import {
  type ContactAnswer,
  type ContactFacts,
  type ContactReply,
  type ReceivedContact,
  closedContactMessage,
  contactHolds,
  deviceSignatureHolds,
  encodeClosedContactReply,
  encodeContactReply,
  fromBase64url,
  hmacSha256,
  revocationMessage,
  wipe,
} from '@sallyport/protocol';
import { generateReceiverKeys } from '@sallyport/protocol/rekey';
import { audit } from '../audit.ts';
import { type Paid, refundAll, spendAll } from '../budgets.ts';
import { type TokenId, parseTokenId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { deviceKeyOf } from './device-key.ts';
import { underEitherKeys } from './key-sets.ts';
import { type KeysAtThisMoment, keysAreDue, refusedTime } from './rekey-rules.ts';
import { findOffer, saveContact, saveOffer } from './rekey-store.ts';
import { keepPromise } from './renew-keys.ts';
import { type StoredToken, takeToken } from './store.ts';
import { offerPlace, serverKeyOf } from './token-secrets.ts';

type Tx = Transaction<IdentitySchema>;
type ContactRefusal = Refusal<'contact-refused' | 'too-many-attempts'>;

interface Contact {
  readonly tokenId: string;
  readonly contact: ReceivedContact;
  readonly visit: Visit;
}

/**
 * Section 15, contact: what is new for a token. An open one proves itself under K_srv, a closed or locked one by K_dev; the answer is as
 * authentic as the question. Only what changes something is audited (a refusal, keys taken into use): a token asks every time it is opened.
 */
export async function answerContact(ports: IdentityPorts, input: Contact): Promise<ContactReply | ContactRefusal> {
  const tokenId = parseTokenId(input.tokenId);
  if (tokenId === undefined) return refuse('contact-refused', 'malformed token id');
  const facts: ContactFacts = { ...input.contact, tokenId: fromBase64url(tokenId) };
  const asked = { ...input, tokenId, facts, now: ports.clock.now() };
  return input.contact.proof.kind === 'mac' ? answerOpen(ports, asked) : answerClosed(ports, asked);
}

interface Asked extends Omit<Contact, 'tokenId'> {
  readonly tokenId: TokenId;
  readonly facts: ContactFacts;
  readonly now: Instant;
}

/** What an open token is told, and the key it is told under. */
interface Known {
  readonly serverKey: Uint8Array;
  readonly after: Instant | undefined;
  readonly isRevoked: boolean;
  readonly isDue: boolean;
}

async function answerOpen(ports: IdentityPorts, asked: Asked): Promise<ContactReply | ContactRefusal> {
  const { facts, now } = asked;
  const known = await ports.database.transact((tx) => recognise(ports, tx, asked));
  if (isRefusal(known)) return known;
  const { serverKey, after, isRevoked } = known;
  const answer: ContactAnswer = {
    timeMs: now,
    after,
    revocation: isRevoked ? hmacSha256(serverKey, revocationMessage(facts.tokenId)) : undefined,
    rekeyOffer: known.isDue ? await offerKey(ports, asked) : undefined,
  };
  const reply = encodeContactReply({ serverKey, facts, answer });
  wipe(serverKey);
  return reply;
}

async function recognise(ports: IdentityPorts, tx: Tx, asked: Asked): Promise<Known | ContactRefusal> {
  const { facts, now, visit } = asked;
  const found = await payAndFind(ports, tx, asked);
  if (isRefusal(found)) return found;
  const { token, paid } = found;
  const under = underEitherKeys(token).find((keys) => macHolds(ports, keys, asked));
  const serverKey = under && serverKeyOf(ports, under);
  if (!under || !serverKey) return refuseContact(tx, asked, { token, reason: 'MAC' });
  const after = await takeTime(tx, asked, token);
  if (after === undefined) {
    await refundAll(tx, paid.tickets);
    await keepPromise(ports, tx, { under, now, visit });
  }
  const isDue = after === undefined && facts.wish === 1 && keysAreDue(keysOf(under, facts.epoch), ports.policy.rekey, now);
  return { serverKey, after, isRevoked: token.record.state.kind === 'REVOKED', isDue };
}

/** A repeat of a request caught on the way is genuine; but it costs, changes nothing and is told no more than the time. */
async function takeTime(tx: Tx, { tokenId, facts, now }: Asked, token: StoredToken): Promise<Instant | undefined> {
  const refused = refusedTime(facts.timeMs, token.contactTime, now);
  if (refused) return refused.after;
  const isFirst = await saveContact(tx, { tokenId, timeMs: facts.timeMs, now });
  return isFirst ? undefined : Math.max(1, token.contactTime ?? 0);
}

function keysOf(token: StoredToken, epoch: number): KeysAtThisMoment {
  const { record, keyedAt } = token;
  const lastIssueAt = record.issues.at(-1)?.at;
  // Under promised keys nothing else is promised any more: they are the present ones now.
  const promisedAt = token.keySet === 'present' ? token.promised?.at : undefined;
  return { state: record.state.kind, lowestEpoch: record.lowestEpoch, epoch, keyedAt, lastIssueAt, promisedAt };
}

/** The one that is open still, or a new one if the token has not had too many today. */
async function offerKey(ports: IdentityPorts, { tokenId, now }: Asked): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const fresh = await generateReceiverKeys(ports.randomness);
  const { policy } = ports;
  const publicKey = await ports.database.transact(async (tx) => {
    if (!(await takeToken(tx, tokenId))) return undefined;
    const open = await findOffer(tx.query, tokenId);
    const isGood = open?.state === 'OPEN' && now - open.offered_at < policy.rekey.offerMs / 2 && open.tries_used === 0;
    if (isGood) return new Uint8Array(open.receiver_public_key);
    const paid = await spendAll(tx, { policy, kind: 'rekey-offer', subject: tokenId, now });
    if (!paid.tickets) return undefined;
    const sealedKey = ports.sealer.seal({ plaintext: fresh.privateKey, place: offerPlace(tokenId) });
    await saveOffer(tx, { token_id: tokenId, sealed_receiver_key: sealedKey, receiver_public_key: fresh.publicKey, offered_at: now });
    return fresh.publicKey;
  });
  wipe(fresh.privateKey);
  return publicKey;
}

async function answerClosed(ports: IdentityPorts, asked: Asked): Promise<ContactReply | ContactRefusal> {
  const { facts, now } = asked;
  const found = await ports.database.transact((tx) => payAndFind(ports, tx, asked));
  if (isRefusal(found)) return found;
  const { token, paid } = found;
  // Elliptic curves take their time: not inside a transaction.
  if (!signatureHolds(token, asked)) {
    return ports.database.transact((tx) => refuseContact(tx, asked, { token, reason: 'signature' }));
  }
  const after = await ports.database.transact(async (tx) => {
    const latest = (await takeToken(tx, token.tokenId)) ?? token;
    return takeTime(tx, asked, latest);
  });
  // Not in that transaction: budgets come before tokens, and another contact of the token holds the one and waits for the other.
  if (after === undefined) await ports.database.transact((tx) => refundAll(tx, paid.tickets));
  const isRevoked = token.record.state.kind === 'REVOKED';
  const revocation = isRevoked ? await ports.issuerKey.sign(revocationMessage(facts.tokenId)) : undefined;
  return encodeClosedContactReply({ timeMs: now, after, revocation });
}

interface Found {
  readonly token: StoredToken;
  readonly paid: Paid;
}

/** The try of this network is spent before anything is looked at. */
async function payAndFind(ports: IdentityPorts, tx: Tx, { tokenId, visit, now }: Asked): Promise<Found | ContactRefusal> {
  const network = await spendAll(tx, { policy: ports.policy, kind: 'token-api-network', subject: networkOf(visit.address), now });
  if (!network.tickets) return refuse('too-many-attempts', 'token-api-network', { until: network.until });
  const token = await takeToken(tx, tokenId);
  return token ? { token, paid: network } : refuse('contact-refused', 'no such token');
}

function macHolds(ports: IdentityPorts, token: StoredToken, { facts, contact }: Asked): boolean {
  const serverKey = serverKeyOf(ports, token);
  if (!serverKey || contact.proof.kind !== 'mac') return false;
  const holds = contactHolds({ serverKey, facts, mac: contact.proof.mac });
  wipe(serverKey);
  return holds;
}

function signatureHolds(token: StoredToken, { facts, contact }: Asked): boolean {
  const publicKey = deviceKeyOf(token);
  if (!publicKey || contact.proof.kind !== 'signature') return false;
  return deviceSignatureHolds({ publicKey, message: closedContactMessage(facts), signature: contact.proof.signature });
}

async function refuseContact(
  tx: Tx,
  { now, visit, tokenId }: Asked,
  { token, reason }: { readonly token: StoredToken; readonly reason: string },
): Promise<Refusal<'contact-refused'>> {
  const refusal = refuse('contact-refused', reason);
  const act = { at: now, action: 'soft-token.contact', account: token.accountId, actor: 'anonymous', visit } as const;
  await audit(tx, { ...act, details: { tokenId }, refusal });
  return refusal;
}

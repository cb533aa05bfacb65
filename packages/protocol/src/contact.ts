import { type Bytes, concat, constantTimeEqual, domain, lv, toBase64url, u64, u8 } from './bytes.ts';
import { exactFields, isCount, isCountWithin, octetsOf } from './json.ts';
import { hmacSha256, sha256 } from './key-schedule.ts';
import { type Result, ok, refuse } from './result.ts';
import type { ContactReply, ContactRequest } from './token-api.ts';

/**
 * Section 15, contact: a token asks its server what is new. Open, it asks under K_srv and so is it answered; closed or locked it holds
 * nothing but K_dev, with which it signs, and believes of the answer only a revocation signed with the pinned issuer key.
 *
 * A request names a time of its own. The server takes each time once, only forward and only near its own clock, so that a request caught
 * on the way does nothing a second time; a device with a wrong clock learns the time from the answer and asks again.
 */

/** What is asked, but for who asks. */
export interface ContactFacts {
  readonly tokenId: Uint8Array;
  /** The epoch the token holds. */
  readonly epoch: number;
  /** Server time as the device believes it, Unix milliseconds. */
  readonly timeMs: number;
  /** 16 random octets: the answer belongs to this question. */
  readonly nonce: Uint8Array;
  readonly wish: ContactWish;
}

/** 1: the token could renew its keys now, because the PIN is still at hand. */
export type ContactWish = 0 | 1;

/** Who asks: an open token by its MAC, a closed or locked one by the signature of K_dev. */
export type ContactProof =
  | { readonly kind: 'mac'; readonly mac: Bytes }
  /** ECDSA P-256 with SHA-256, `r || s`. */
  | { readonly kind: 'signature'; readonly signature: Bytes };

/** A request that came in and is well formed; whether it is genuine is for `contactHolds` or `deviceSignatureHolds` to say. */
export interface ReceivedContact extends Omit<ContactFacts, 'tokenId'> {
  readonly proof: ContactProof;
}

/** What the server says to an open token. */
export interface ContactAnswer {
  readonly timeMs: number;
  /** Set when the time named was too far from the server's, or not above the last one: ask again with one above this. Nothing was done. */
  readonly after: number | undefined;
  /** The MAC or signature of a revocation notice. */
  readonly revocation: Bytes | undefined;
  /** One-time X25519 public key: the keys are due for renewal. */
  readonly rekeyOffer: Bytes | undefined;
}

const NONCE_OCTETS = 16;
const MAC_OCTETS = 32;
const SIGNATURE_OCTETS = 64;
const KEY_OCTETS = 32;

/** What the MAC of an open token is over. */
export function contactMessage(facts: ContactFacts): Bytes {
  return concat(domain('contact'), factsOf(facts));
}

/** What K_dev signs. Another label than the MAC's, so that neither passes for the other. */
export function closedContactMessage(facts: ContactFacts): Bytes {
  return concat(domain('contact-closed'), factsOf(facts));
}

function factsOf({ tokenId, epoch, timeMs, nonce, wish }: ContactFacts): Bytes {
  return concat(tokenId, u64(epoch), u64(timeMs), nonce, u8(wish));
}

export function contactHolds(input: { readonly serverKey: Uint8Array; readonly facts: ContactFacts; readonly mac: Uint8Array }): boolean {
  return constantTimeEqual(hmacSha256(input.serverKey, contactMessage(input.facts)), input.mac);
}

/** The answer's own message: bound to the question, so that no answer of yesterday passes for one of today. */
export function contactReplyMessage(facts: ContactFacts, answer: ContactAnswer): Bytes {
  const { timeMs, after, revocation, rekeyOffer } = answer;
  return concat(
    domain('contact-reply'),
    sha256(contactMessage(facts)),
    u64(timeMs),
    u64(after ?? 0),
    lv(revocation ?? new Uint8Array(0)),
    lv(rekeyOffer ?? new Uint8Array(0)),
  );
}

export function encodeContact(facts: ContactFacts, proof: ContactProof): ContactRequest {
  return {
    epoch: facts.epoch,
    time: facts.timeMs,
    nonce: toBase64url(facts.nonce),
    wish: facts.wish,
    mac: proof.kind === 'mac' ? toBase64url(proof.mac) : null,
    sig: proof.kind === 'signature' ? toBase64url(proof.signature) : null,
  };
}

const REQUEST_FIELDS = ['epoch', 'time', 'nonce', 'wish', 'mac', 'sig'] as const satisfies readonly (keyof ContactRequest)[];

/** The door of `POST /v1/tokens/{tokenId}/contact`: refuses anything that is not exactly a `ContactRequest`. */
export function parseContact(json: unknown): Result<ReceivedContact, { readonly code: 'MALFORMED' }> {
  const body = exactFields(json, REQUEST_FIELDS);
  const nonce = octetsOf(body?.nonce, NONCE_OCTETS);
  const proof = proofOf(body);
  if (body === undefined || nonce === undefined || proof === undefined) return refuse({ code: 'MALFORMED' });
  const { epoch, time: timeMs, wish } = body;
  if (!isCount(epoch) || !isCount(timeMs) || !isWish(wish)) return refuse({ code: 'MALFORMED' });
  return ok({ epoch, timeMs, nonce, wish, proof });
}

function proofOf(body: { readonly mac: unknown; readonly sig: unknown } | undefined): ContactProof | undefined {
  const mac = octetsOf(body?.mac, MAC_OCTETS);
  const signature = octetsOf(body?.sig, SIGNATURE_OCTETS);
  if (mac !== undefined && body?.sig === null) return { kind: 'mac', mac };
  return signature !== undefined && body?.mac === null ? { kind: 'signature', signature } : undefined;
}

function isWish(value: unknown): value is ContactWish {
  return isCountWithin(value, 0, 1);
}

/** To an open token, under the key that it asked with. */
export function encodeContactReply(input: {
  readonly serverKey: Uint8Array;
  readonly facts: ContactFacts;
  readonly answer: ContactAnswer;
}): ContactReply {
  const { facts, answer, serverKey } = input;
  return { ...replyOf(answer), mac: toBase64url(hmacSha256(serverKey, contactReplyMessage(facts, answer))) };
}

/** To a closed token, which could not check a MAC. */
export function encodeClosedContactReply(answer: Omit<ContactAnswer, 'rekeyOffer'>): ContactReply {
  return { ...replyOf({ ...answer, rekeyOffer: undefined }), mac: null };
}

function replyOf({ timeMs, after, revocation, rekeyOffer }: ContactAnswer): Omit<ContactReply, 'mac'> {
  return {
    time: timeMs,
    after: after ?? null,
    revocation: revocation === undefined ? null : toBase64url(revocation),
    rekey: rekeyOffer === undefined ? null : toBase64url(rekeyOffer),
  };
}

const REPLY_FIELDS = ['time', 'after', 'revocation', 'rekey', 'mac'] as const satisfies readonly (keyof ContactReply)[];

/** A well-formed answer; `mac` is undefined in one to a closed token. Undefined for anything that is not exactly a `ContactReply`. */
export function parseContactReply(json: unknown): { readonly answer: ContactAnswer; readonly mac: Bytes | undefined } | undefined {
  const body = exactFields(json, REPLY_FIELDS);
  if (body === undefined || !isCount(body.time) || !(body.after === null || isCount(body.after))) return undefined;
  const mac = octetsOf(body.mac, MAC_OCTETS);
  const revocation = octetsOf(body.revocation, mac === undefined ? SIGNATURE_OCTETS : MAC_OCTETS);
  const rekeyOffer = octetsOf(body.rekey, KEY_OCTETS);
  const isWhole =
    isOptional(body.mac, mac) && isOptional(body.revocation, revocation) && isOptional(body.rekey, rekeyOffer) && body.after !== 0;
  return isWhole ? { answer: { timeMs: body.time, after: body.after ?? undefined, revocation, rekeyOffer }, mac } : undefined;
}

function isOptional(value: unknown, octets: Bytes | undefined): boolean {
  return value === null || octets !== undefined;
}

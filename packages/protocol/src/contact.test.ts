import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, fromBase64url, fromHex, toBase64url, toHex } from './bytes.ts';
import {
  type ContactAnswer,
  type ContactFacts,
  closedContactMessage,
  contactHolds,
  contactMessage,
  contactReplyMessage,
  encodeClosedContactReply,
  encodeContact,
  encodeContactReply,
  parseContact,
  parseContactReply,
} from './contact.ts';
import { deviceSignatureHolds } from './device-signature.ts';
import { hmacSha256 } from './key-schedule.ts';
import { parseRemoval, removalMessage } from './removal.ts';
import { octets } from './testing/arbitraries.ts';
import { readVectors } from './testing/read-vectors.ts';
import type { ContactReply, ContactRequest } from './token-api.ts';

interface Vectors {
  readonly tokenId: string;
  readonly serverKey: string;
  readonly contactMessage: string;
  readonly closedContactMessage: string;
  readonly contact: ContactRequest;
  readonly contactReplies: readonly { readonly name: string; readonly reply: ContactReply }[];
  readonly malformedContacts: readonly { readonly name: string; readonly body: unknown }[];
  readonly malformedContactReplies: readonly { readonly name: string; readonly body: unknown }[];
}

const vectors = readVectors<Vectors>('rekey');
const tokenId = fromHex(vectors.tokenId);
const serverKey = fromHex(vectors.serverKey);
const MALFORMED = { ok: false, error: { code: 'MALFORMED' } };

function factsOfVector(): ContactFacts {
  const received = parseContact(vectors.contact);
  return received.ok ? { ...received.value, tokenId } : expect.fail('the vector is malformed');
}

const arbitraryFacts: fc.Arbitrary<ContactFacts> = fc.record({
  tokenId: octets(16),
  epoch: fc.maxSafeNat(),
  timeMs: fc.maxSafeNat(),
  nonce: octets(16),
  wish: fc.constantFrom(0, 1),
});

const arbitraryAnswer: fc.Arbitrary<ContactAnswer> = fc.record({
  timeMs: fc.maxSafeNat(),
  after: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
  revocation: fc.option(octets(32), { nil: undefined }),
  rekeyOffer: fc.option(octets(32), { nil: undefined }),
});

describe('a request that is not the token’s does not hold', () => {
  test('under another key, of another token, or with any fact changed', () => {
    const facts = factsOfVector();
    const mac = hmacSha256(serverKey, contactMessage(facts));
    const changes: readonly Partial<ContactFacts>[] = [
      { tokenId: new Uint8Array(16) },
      { epoch: facts.epoch + 1 },
      { timeMs: facts.timeMs + 1 },
      { nonce: new Uint8Array(16) },
      { wish: 0 },
    ];
    for (const change of changes) expect(contactHolds({ serverKey, facts: { ...facts, ...change }, mac })).toBe(false);
    expect(contactHolds({ serverKey: new Uint8Array(32), facts, mac })).toBe(false);
    expect(contactHolds({ serverKey, facts, mac })).toBe(true);
  });

  test('what a closed token signs is no message of an open one', () => {
    fc.assert(
      fc.property(arbitraryFacts, arbitraryFacts, (one, other) => {
        expect(toHex(contactMessage(one))).not.toBe(toHex(closedContactMessage(other)));
      }),
    );
  });
});

describe('malformed messages are refused unread', () => {
  test.each(vectors.malformedContacts)('contact: $name', ({ body }) => {
    expect(parseContact(body)).toEqual(MALFORMED);
  });

  test.each(vectors.malformedContactReplies)('reply: $name', ({ body }) => {
    expect(parseContactReply(body)).toBeUndefined();
  });

  test('arbitrary JSON never makes a parser throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(parseContact(body)).toEqual(MALFORMED);
        expect(parseContactReply(body)).toBeUndefined();
        expect(parseRemoval(body)).toEqual(MALFORMED);
      }),
    );
  });

  test('a removal without a whole signature', () => {
    const sig = toBase64url(new Uint8Array(64));
    for (const body of [{ sig: sig.slice(0, -4) }, { sig: `${sig}AAAA` }, { sig, token: 1 }, { sig: null }]) {
      expect(parseRemoval(body)).toEqual(MALFORMED);
    }
    expect(parseRemoval({ sig })).toEqual({ ok: true, value: { signature: new Uint8Array(64) } });
  });
});

test('an answer to one question is no answer to another, and none of its fields can be changed', () => {
  fc.assert(
    fc.property(fc.tuple(arbitraryFacts, arbitraryFacts), fc.tuple(arbitraryAnswer, arbitraryAnswer), (questions, answers) => {
      const [facts, otherFacts] = questions;
      const [answer, otherAnswer] = answers;
      const message = toHex(contactReplyMessage(facts, answer));
      fc.pre(toHex(contactMessage(facts)) !== toHex(contactMessage(otherFacts)));
      expect(toHex(contactReplyMessage(otherFacts, answer))).not.toBe(message);
      fc.pre(JSON.stringify(answer) !== JSON.stringify(otherAnswer));
      expect(toHex(contactReplyMessage(facts, otherAnswer))).not.toBe(message);
    }),
  );
});

test('what is written is read back', () => {
  fc.assert(
    fc.property(arbitraryFacts, arbitraryAnswer, (facts, answer) => {
      const { tokenId: _token, ...asked } = facts;
      const mac = hmacSha256(serverKey, contactMessage(facts));
      expect(parseContact(encodeContact(facts, { kind: 'mac', mac }))).toEqual({
        ok: true,
        value: { ...asked, proof: { kind: 'mac', mac } },
      });
      const signature = new Uint8Array(64).fill(7);
      const signed = encodeContact(facts, { kind: 'signature', signature });
      expect(parseContact(signed)).toEqual({ ok: true, value: { ...asked, proof: { kind: 'signature', signature } } });
      expect(parseContactReply(encodeContactReply({ serverKey, facts, answer }))).toEqual({
        answer,
        mac: hmacSha256(serverKey, contactReplyMessage(facts, answer)),
      });
      const closed = { timeMs: answer.timeMs, after: answer.after, revocation: signature };
      expect(parseContactReply(encodeClosedContactReply(closed))).toEqual({ answer: { ...closed, rekeyOffer: undefined }, mac: undefined });
    }),
  );
});

test('the vector: messages, MAC and replies to the octet', () => {
  const facts = factsOfVector();
  expect(toHex(contactMessage(facts))).toBe(vectors.contactMessage);
  expect(toHex(closedContactMessage(facts))).toBe(vectors.closedContactMessage);
  expect(contactHolds({ serverKey, facts, mac: fromBase64url(vectors.contact.mac ?? '') })).toBe(true);
  for (const { reply } of vectors.contactReplies) {
    const parsed = parseContactReply(reply) ?? expect.fail('a reply of the vector is malformed');
    expect(encodeContactReply({ serverKey, facts, answer: parsed.answer })).toEqual(reply);
  }
});

describe('K_dev', () => {
  async function deviceKey(): Promise<{ publicKey: { x: Bytes; y: Bytes }; sign: (message: Uint8Array) => Promise<Bytes> }> {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
    const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
    const sign = async (message: Uint8Array): Promise<Bytes> =>
      new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, new Uint8Array(message)));
    return { publicKey: { x: fromBase64url(x), y: fromBase64url(y) }, sign };
  }

  test('a signature of another message, by another key, or of octets that are none does not hold', async () => {
    const { publicKey, sign } = await deviceKey();
    const other = await deviceKey();
    const message = removalMessage(tokenId);
    const signature = await sign(message);
    expect(deviceSignatureHolds({ publicKey, message: removalMessage(new Uint8Array(16)), signature })).toBe(false);
    expect(deviceSignatureHolds({ publicKey: other.publicKey, message, signature })).toBe(false);
    expect(deviceSignatureHolds({ publicKey: { x: new Uint8Array(32), y: new Uint8Array(32) }, message, signature })).toBe(false);
    expect(deviceSignatureHolds({ publicKey, message, signature: new Uint8Array(64) })).toBe(false);
    expect(deviceSignatureHolds({ publicKey, message, signature: signature.slice(1) })).toBe(false);
  });

  test('what WebCrypto signs holds, whichever s it chose', async () => {
    const { publicKey, sign } = await deviceKey();
    for (let round = 0; round < 12; round += 1) {
      const message = closedContactMessage({ ...factsOfVector(), epoch: round });
      expect(deviceSignatureHolds({ publicKey, message, signature: await sign(message) })).toBe(true);
    }
  });
});

import { type Bytes, fromBase64url, fromHex, toBase64url, toHex } from '../../bytes.ts';
import {
  type ContactAnswer,
  type ContactFacts,
  closedContactMessage,
  contactMessage,
  encodeClosedContactReply,
  encodeContact,
  encodeContactReply,
} from '../../contact.ts';
import { generateReceiverKeys } from '../../hpke.ts';
import { type TokenKeys, deriveTokenKeys } from '../../activation-keys.ts';
import { hmacSha256 } from '../../key-schedule.ts';
import { startRekey } from '../../rekey-client.ts';
import { deriveRenewedKeys, rekeyRequestMessage } from '../../rekey-keys.ts';
import { openRekeyRequest } from '../../rekey-server.ts';
import { revocationMessage } from '../../soft-token/revocation.ts';
import type { ContactReply, ContactRequest, RekeyRequest } from '../../token-api.ts';
import { seededRandomness } from '../surroundings.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/** Section 15: one contact and one re-key with seeded chance, and messages that must be refused. */

const NOW = 1767225600000;
const EPOCH = 8;
const OTP = '482915';

const tokenId = fromHex(WORKED_EXAMPLE.tokenId);
const oldKeys = deriveTokenKeys({ activationKey: seededRandomness('keys before').bytes(32), tokenId, algorithm: 'SHA256' });
const { serverKey } = oldKeys;

export async function rekeyVectors(): Promise<unknown> {
  const random = seededRandomness('re-key');
  const offer = await generateReceiverKeys(random);
  const facts: ContactFacts = { tokenId, epoch: EPOCH, timeMs: NOW, nonce: random.bytes(16), wish: 1 };
  const contact = encodeContact(facts, { kind: 'mac', mac: hmacSha256(serverKey, contactMessage(facts)) });
  const reply = (change: Partial<ContactAnswer>): ContactReply =>
    encodeContactReply({
      serverKey,
      facts,
      answer: { timeMs: NOW + 40, after: undefined, revocation: undefined, rekeyOffer: undefined, ...change },
    });
  const due = reply({ rekeyOffer: offer.publicKey });

  const deviceKey = { x: random.bytes(32), y: random.bytes(32) };
  const asked = { tokenId, epoch: EPOCH, offer: offer.publicKey, otp: OTP, deviceKey };
  const exchange = await startRekey({ ...asked, randomness: seededRandomness('device') });
  if (exchange === undefined) throw new Error('the device made no request');
  const request = exchange.requestWith(hmacSha256(serverKey, exchange.message));
  const opened = await openRekeyRequest({ tokenId, offer, request: octetsOfRequest(request) });
  const answered = await opened?.answer({ now: NOW + 90, randomness: seededRandomness('server') });
  const received = answered && (await exchange.openReply(answered.reply));
  if (answered === undefined || received === undefined) throw new Error('the exchange failed');
  const renewed = deriveRenewedKeys({ material: received.material, serverKey, tokenId, algorithm: 'SHA256' });

  return {
    about:
      'Section 15. Octets in hexadecimal; requests and replies as they travel. `contact` holds under serverKey, and `contactReplies` under serverKey for it. ' +
      'The server opens `rekeyRequest` with `offer`; both sides derive `keys` from offer, `rekeyRequest`, `rekeyReply` and serverKey. `malformed…` is refused unread, ' +
      '`refusedRequests` as said.',
    tokenId: WORKED_EXAMPLE.tokenId,
    serverKey: toHex(serverKey),
    epoch: EPOCH,
    contactMessage: toHex(contactMessage(facts)),
    closedContactMessage: toHex(closedContactMessage(facts)),
    contact,
    contactReplies: [
      { name: 'nothing new', reply: reply({}) },
      { name: 'keys are due', reply: due },
      { name: 'the time named was refused', reply: reply({ after: NOW + 1 }) },
      { name: 'revoked', reply: reply({ revocation: hmacSha256(serverKey, revocationMessage(tokenId)) }) },
    ],
    offer: { publicKey: toHex(offer.publicKey), privateKey: toHex(offer.privateKey) },
    otp: OTP,
    deviceKey: { x: toHex(deviceKey.x), y: toHex(deviceKey.y) },
    rekeyRequest: request,
    rekeyReply: answered.reply,
    rekeyTime: NOW + 90,
    transcriptHash: toHex(received.material.transcriptHash),
    keys: hexOf(renewed),
    malformedContacts: malformedContacts(contact),
    malformedContactReplies: malformedReplies(due),
    refusedRequests: refusedRequests(request),
    refusedReplies: refusedReplies(answered.reply.ct2),
  };
}

function octetsOfRequest(request: RekeyRequest): { enc: Bytes; ct: Bytes } {
  return { enc: fromBase64url(request.enc), ct: fromBase64url(request.ct) };
}

function hexOf(keys: TokenKeys): Record<keyof TokenKeys, string> {
  return { seed: toHex(keys.seed), recoveryKey: toHex(keys.recoveryKey), serverKey: toHex(keys.serverKey) };
}

interface NamedBody {
  readonly name: string;
  readonly body: unknown;
}

function malformedContacts(contact: ContactRequest): readonly NamedBody[] {
  const { mac: _mac, ...withoutMac } = contact;
  return [
    { name: 'not an object', body: null },
    { name: 'no MAC and no signature', body: { ...contact, mac: null } },
    { name: 'MAC and signature at once', body: { ...contact, sig: toBase64url(new Uint8Array(64)) } },
    { name: 'the field of the MAC missing', body: withoutMac },
    { name: 'a field more', body: { ...contact, state: 'ACTIVE' } },
    { name: 'nonce one octet short', body: { ...contact, nonce: toBase64url(new Uint8Array(15)) } },
    { name: 'nonce too long to read', body: { ...contact, nonce: 'A'.repeat(1000) } },
    { name: 'epoch as text', body: { ...contact, epoch: '8' } },
    { name: 'time with a fraction', body: { ...contact, time: 0.5 } },
    { name: 'time above 2^53 - 1', body: { ...contact, time: 2 ** 53 } },
    { name: 'an unknown wish', body: { ...contact, wish: 2 } },
    { name: 'a wish that is true', body: { ...contact, wish: true } },
    { name: 'MAC of 31 octets', body: { ...contact, mac: toBase64url(new Uint8Array(31)) } },
  ];
}

function malformedReplies(reply: ContactReply): readonly NamedBody[] {
  return [
    { name: 'not an object', body: 'reply' },
    { name: 'a field more', body: { ...reply, state: 'ACTIVE' } },
    { name: 'time before 1970', body: { ...reply, time: -1 } },
    { name: 'after 0', body: { ...reply, after: 0 } },
    { name: 'a key of 33 octets', body: { ...reply, rekey: toBase64url(new Uint8Array(33)) } },
    { name: 'a signature where a MAC belongs', body: { ...reply, revocation: toBase64url(new Uint8Array(64)) } },
    {
      name: 'a revocation MAC to a closed token',
      body: { ...encodeClosedContactReply({ timeMs: 1, after: undefined, revocation: new Uint8Array(32) }) },
    },
  ];
}

function flipped(text: string): string {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
}

function refusedRequests(request: RekeyRequest): readonly (NamedBody & { readonly refusal: 'MALFORMED' | 'MAC' | 'SEAL' })[] {
  return [
    { name: 'not an object', body: [], refusal: 'MALFORMED' },
    { name: 'no MAC', body: { enc: request.enc, ct: request.ct }, refusal: 'MALFORMED' },
    { name: 'a field more', body: { ...request, otp: OTP }, refusal: 'MALFORMED' },
    { name: 'encapsulated key too short', body: { ...request, enc: request.enc.slice(4) }, refusal: 'MALFORMED' },
    { name: 'ciphertext too long', body: { ...request, ct: 'A'.repeat(706) }, refusal: 'MALFORMED' },
    { name: 'MAC changed', body: { ...request, mac: flipped(request.mac) }, refusal: 'MAC' },
    { name: 'ciphertext changed', body: { ...request, ct: flipped(request.ct) }, refusal: 'MAC' },
    { name: 'encapsulated key changed', body: { ...request, enc: flipped(request.enc) }, refusal: 'MAC' },
    {
      name: 'octets moved from ciphertext to key',
      body: { ...request, enc: request.ct.slice(0, 43).replace(/.$/, 'A'), ct: request.enc },
      refusal: 'MAC',
    },
    { name: 'ciphertext changed, under a right MAC', body: resealed({ ...request, ct: flipped(request.ct) }), refusal: 'SEAL' },
    { name: 'encapsulated key of low order, under a right MAC', body: resealed({ ...request, enc: 'A'.repeat(43) }), refusal: 'SEAL' },
    { name: 'ciphertext empty, under a right MAC', body: resealed({ ...request, ct: '' }), refusal: 'SEAL' },
  ];
}

/** Somebody with K_srv and without the sealed channel. */
function resealed(request: RekeyRequest): RekeyRequest {
  const { enc, ct } = octetsOfRequest(request);
  return { ...request, mac: toBase64url(hmacSha256(serverKey, rekeyRequestMessage({ tokenId, enc, ct }))) };
}

function refusedReplies(ct2: string): readonly NamedBody[] {
  return [
    { name: 'not an object', body: null },
    { name: 'a field more', body: { ct2, time: NOW } },
    { name: 'ciphertext changed', body: { ct2: flipped(ct2) } },
    { name: 'ciphertext empty', body: { ct2: '' } },
    { name: 'ciphertext too long to read', body: { ct2: 'A'.repeat(400) } },
    { name: 'tag cut', body: { ct2: ct2.slice(0, -4) } },
  ];
}

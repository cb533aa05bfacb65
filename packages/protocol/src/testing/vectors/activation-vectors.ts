import { startActivation } from '../../activation-client.ts';
import { activationConfirmationMessage } from '../../activation-confirmation.ts';
import { formatActivationLink } from '../../activation-link.ts';
import type { DeviceDescription, TokenGrant } from '../../activation-messages.ts';
import { openActivation, parseActivationRequest } from '../../activation-server.ts';
import { fromHex, toBase64url, toHex } from '../../bytes.ts';
import { generateReceiverKeys } from '../../hpke.ts';
import type { TokenKeys } from '../../activation-keys.ts';
import { hmacSha256, sha256 } from '../../key-schedule.ts';
import { seededRandomness } from '../surroundings.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/** Section 14 A: one activation from link to confirmation with seeded chance, and links and messages that must be refused. */

export const APP_ORIGIN = 'https://token.example';
export const NOW = 1767225600000;

export const device: DeviceDescription = {
  publicKey: { x: sha256(fromHex('00')), y: sha256(fromHex('01')) },
  profile: 3,
  name: 'Chromium on Linux',
};

export const grant: TokenGrant = {
  tokenId: fromHex(WORKED_EXAMPLE.tokenId),
  serial: WORKED_EXAMPLE.serial,
  otp: { type: 'totp', algorithm: 'SHA256', digits: 6, period: 30, t0: 0, counter: 0, suite: undefined },
  policy: { unlockDigits: 16, maxAttempts: 5, minPinLength: 6, maxPinLength: 12, prfOnlyAllowed: false },
  issuer: 'Northwind Harbour Authority',
  label: 'Ada Quay',
  portal: 'https://self.example',
  issuerKey: undefined,
};

export async function activationVectors(): Promise<unknown> {
  const offer = seededRandomness('activation offer');
  const activationId = offer.bytes(16);
  const presharedKey = offer.bytes(32);
  const receiver = await generateReceiverKeys(offer);
  const context = { activationId, presharedKey, apiOrigin: APP_ORIGIN };

  const started = await startActivation({
    link: { ...context, serverPublicKey: receiver.publicKey },
    device,
    randomness: seededRandomness('device'),
  });
  const received = parseActivationRequest(started.ok ? started.value.request : undefined);
  if (!started.ok || !received.ok) throw new Error('the device made no request');
  const opened = await openActivation({ ...context, receiver, request: received.value });
  if (!opened.ok) throw new Error('the server did not open the request');
  const answered = await opened.value.answer({ grant, now: NOW, randomness: seededRandomness('server') });
  const activated = await started.value.openReply(answered.reply);
  if (!activated.ok) throw new Error('the device did not open the reply');

  const headerHash = fromHex(WORKED_EXAMPLE.headerHash);
  const message = activationConfirmationMessage({ activationId, tokenId: grant.tokenId, headerHash });
  const { request } = started.value;
  const link = formatActivationLink(APP_ORIGIN, { ...context, serverPublicKey: receiver.publicKey });
  return {
    about:
      'Section 14 A. Octets in hexadecimal; link, request, reply and confirmation as they travel. The server opens `request` with `receiver` ' +
      'and derives `keys` from `request` and `reply`. `refusedLinks` and `refusedRequests` are refused as said.',
    link,
    activationId: toHex(activationId),
    presharedKey: toHex(presharedKey),
    apiOrigin: APP_ORIGIN,
    receiver: { publicKey: toHex(receiver.publicKey), privateKey: toHex(receiver.privateKey) },
    request,
    reply: answered.reply,
    device: { x: toHex(device.publicKey.x), y: toHex(device.publicKey.y), profile: device.profile, name: device.name },
    grant: { tokenId: WORKED_EXAMPLE.tokenId, serial: grant.serial, time: NOW },
    keys: hexOf(activated.value.keys),
    headerHash: WORKED_EXAMPLE.headerHash,
    confirmation: {
      mac: toBase64url(hmacSha256(activated.value.keys.serverKey, message)),
      headerHash: toBase64url(headerHash),
      otp: '482915',
    },
    refusedLinks: refusedLinks(link),
    refusedRequests: refusedRequests(request),
  };
}

export function hexOf(keys: TokenKeys): Record<keyof TokenKeys, string> {
  return { seed: toHex(keys.seed), recoveryKey: toHex(keys.recoveryKey), serverKey: toHex(keys.serverKey) };
}

function refusedLinks(link: string): readonly { name: string; link: string; refusal: unknown }[] {
  const damaged = (field: string): unknown => ({ code: 'LINK_DAMAGED', field });
  const cut = (field: string): string => link.replace(new RegExp(`&${field}=[^&]*`), '');
  return [
    { name: 'empty', link: '', refusal: { code: 'LINK_UNKNOWN' } },
    { name: 'no fragment', link: `${APP_ORIGIN}/a`, refusal: { code: 'LINK_UNKNOWN' } },
    { name: 'another page', link: link.replace('/a#', '/b#'), refusal: { code: 'LINK_UNKNOWN' } },
    { name: 'not encrypted on the way', link: link.replace('https:', 'http:'), refusal: { code: 'LINK_UNKNOWN' } },
    { name: 'a script for an origin', link: link.replace(APP_ORIGIN, 'javascript:alert(1)//'), refusal: { code: 'LINK_UNKNOWN' } },
    { name: 'too long', link: `${link}&x=${'0'.repeat(1024)}`, refusal: { code: 'LINK_TOO_LONG' } },
    { name: 'version 2', link: link.replace('v=1', 'v=2'), refusal: { code: 'LINK_VERSION' } },
    ...['a', 'k', 'p', 'o'].map((field) => ({ name: `without ${field}`, link: cut(field), refusal: damaged(field) })),
    { name: 'the same field twice', link: `${link}&v=1`, refusal: damaged('v') },
    { name: 'an unknown field', link: `${link}&x=1`, refusal: damaged('x') },
    { name: 'key one character short', link: link.replace(/(k=[^&]*)[^&]&/, '$1&'), refusal: damaged('k') },
    { name: 'key with a wrong character', link: link.replace('k=', 'k=+'), refusal: damaged('k') },
    { name: 'percent sign without digits', link: link.replace('o=', 'o=%'), refusal: damaged('o') },
    { name: 'origin with a path', link: `${link}/v1`, refusal: damaged('o') },
  ];
}

function refusedRequests(request: { enc: string; ct: string }): readonly { name: string; body: unknown; refusal: string }[] {
  const flip = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
  return [
    { name: 'not an object', body: null, refusal: 'MALFORMED' },
    { name: 'no ciphertext', body: { enc: request.enc }, refusal: 'MALFORMED' },
    { name: 'a field more', body: { ...request, psk: '' }, refusal: 'MALFORMED' },
    { name: 'encapsulated key too short', body: { ...request, enc: request.enc.slice(4) }, refusal: 'MALFORMED' },
    { name: 'ciphertext too long', body: { ...request, ct: 'A'.repeat(1388) }, refusal: 'MALFORMED' },
    { name: 'ciphertext not base64url', body: { ...request, ct: `${request.ct} ` }, refusal: 'MALFORMED' },
    { name: 'encapsulated key changed', body: { ...request, enc: flip(request.enc) }, refusal: 'ACT_MISMATCH' },
    { name: 'encapsulated key of low order', body: { ...request, enc: 'A'.repeat(43) }, refusal: 'ACT_MISMATCH' },
    { name: 'ciphertext changed', body: { ...request, ct: flip(request.ct) }, refusal: 'ACT_MISMATCH' },
    { name: 'ciphertext empty', body: { ...request, ct: '' }, refusal: 'ACT_MISMATCH' },
  ];
}

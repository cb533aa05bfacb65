import {
  activationCodeHashing,
  activationCodeScalar,
  answerTypedStart,
  openTypedActivation,
  startTypedActivation,
} from '../../activation-typed.ts';
import { parseTypedActivationRequest, parseTypedActivationStart } from '../../activation-typed.ts';
import { fromBase64url, fromHex, toBase64url, toHex } from '../../bytes.ts';
import { asActivationCode, formatActivationCode } from '../../codes.ts';
import { type FoldedSerial, foldSerial } from '../../serial.ts';
import { drawScalar } from '../../spake2.ts';
import type { TypedActivationRequest, TypedActivationStart } from '../../token-api.ts';
import { realArgon2id, seededRandomness } from '../surroundings.ts';
import { APP_ORIGIN, NOW, device, grant, hexOf } from './activation-vectors.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/** Section 14 B: one activation by serial and code with seeded chance, and messages that must be refused. */

const code = asActivationCode('505182736495');

export async function typedActivationVectors(): Promise<unknown> {
  const serial = folded(WORKED_EXAMPLE.serial);
  const w = activationCodeScalar(await realArgon2id(activationCodeHashing({ code, serial })));
  const activationId = seededRandomness('typed run').bytes(16);
  const exchange = await startTypedActivation({
    code,
    serial,
    apiOrigin: APP_ORIGIN,
    device,
    argon2id: realArgon2id,
    randomness: seededRandomness('typed device'),
  });
  const received = parseTypedActivationStart(exchange.start);
  if (!received.ok) throw new Error('the device made no start');
  const answered = answerTypedStart({
    w,
    share: received.value.share,
    activationId,
    apiOrigin: APP_ORIGIN,
    randomness: seededRandomness('typed server'),
  });
  if (!answered.ok) throw new Error('the server did not answer');
  const confirmed = await exchange.confirm(answered.value.reply);
  if (!confirmed.ok) throw new Error('the device did not take the confirmation');
  const request = parseTypedActivationRequest(confirmed.value.request);
  if (!request.ok) throw new Error('the device made no request');
  const opened = await openTypedActivation({ run: answered.value.run, request: request.value });
  if (!opened.ok) throw new Error('the server did not open the request');
  const { reply } = await opened.value.answer({ grant, now: NOW, randomness: seededRandomness('typed nonce') });
  const activated = await confirmed.value.openReply(reply);
  if (!activated.ok) throw new Error('the device did not open the reply');

  return {
    about:
      'Section 14 B. Octets in hexadecimal; start, started, request and reply as they travel. `w` follows from code and serial; `secrets` are the scalars ' +
      'of the run. `serials` fold as said. `refusedStarts` and `refusedRequests` are refused as said, the requests with the run of this vector.',
    typedSerial: 'st 482 719 36',
    typedCode: formatActivationCode(code),
    apiOrigin: APP_ORIGIN,
    w: toHex(w),
    secrets: { device: toHex(drawScalar(seededRandomness('typed device'))), server: toHex(drawScalar(seededRandomness('typed server'))) },
    start: exchange.start,
    started: answered.value.reply,
    run: toHex(answered.value.run),
    request: confirmed.value.request,
    reply,
    device: { x: toHex(device.publicKey.x), y: toHex(device.publicKey.y), profile: device.profile, name: device.name },
    grant: { tokenId: WORKED_EXAMPLE.tokenId, serial: grant.serial, time: NOW },
    keys: hexOf(activated.value.keys),
    serials: serials.map((typed) => ({ typed, folded: foldSerial(typed) ?? null })),
    refusedStarts: refusedStarts(exchange.start),
    refusedRequests: refusedRequests(confirmed.value.request),
  };
}

const serials = [
  WORKED_EXAMPLE.serial,
  ' st 482 719 36 ',
  'ST–482–719–36',
  'ＳＴ４８２７１９３６',
  'x'.repeat(24),
  'x'.repeat(25),
  '-'.repeat(65),
  '',
  ' - ',
  'ST-482-719-3ö',
];

function folded(typed: string): FoldedSerial {
  const serial = foldSerial(typed);
  if (serial === undefined) throw new Error(`not a serial: ${typed}`);
  return serial;
}

function refusedStarts(start: TypedActivationStart): readonly { name: string; body: unknown; refusal: string }[] {
  const point = fromBase64url(start.pA);
  const pA = (text: string): unknown => ({ ...start, pA: toBase64url(fromHex(text)) });
  return [
    { name: 'not an object', body: null, refusal: 'MALFORMED' },
    { name: 'no share', body: { serial: start.serial }, refusal: 'MALFORMED' },
    { name: 'a field more', body: { ...start, w: '' }, refusal: 'MALFORMED' },
    { name: 'a serial that is not folded', body: { ...start, serial: WORKED_EXAMPLE.serial }, refusal: 'MALFORMED' },
    { name: 'a serial too long', body: { ...start, serial: 'X'.repeat(25) }, refusal: 'MALFORMED' },
    { name: 'a serial that is no text', body: { ...start, serial: 48271936 }, refusal: 'MALFORMED' },
    { name: 'zero', body: pA('00'), refusal: 'MALFORMED' },
    { name: 'a point that is not on the curve', body: pA(`04${'00'.repeat(64)}`), refusal: 'MALFORMED' },
    { name: 'a coordinate beyond the field', body: pA(`04${'ff'.repeat(64)}`), refusal: 'MALFORMED' },
    { name: 'a share one octet short', body: pA(toHex(point.slice(0, 64))), refusal: 'MALFORMED' },
    { name: 'a share one octet long', body: pA(`${toHex(point)}00`), refusal: 'MALFORMED' },
    { name: 'the compressed form of a share', body: pA(`02${toHex(point.slice(1, 33))}`), refusal: 'MALFORMED' },
  ];
}

function refusedRequests(request: TypedActivationRequest): readonly { name: string; body: unknown; refusal: string }[] {
  const flip = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
  return [
    { name: 'not an object', body: [], refusal: 'MALFORMED' },
    { name: 'no confirmation', body: { ct: request.ct }, refusal: 'MALFORMED' },
    { name: 'a field more', body: { ...request, enc: '' }, refusal: 'MALFORMED' },
    { name: 'a confirmation too short', body: { ...request, cA: request.cA.slice(4) }, refusal: 'MALFORMED' },
    { name: 'ciphertext too long', body: { ...request, ct: 'A'.repeat(1388) }, refusal: 'MALFORMED' },
    { name: 'confirmation changed', body: { ...request, cA: flip(request.cA) }, refusal: 'ACT_MISMATCH' },
    { name: 'ciphertext changed', body: { ...request, ct: flip(request.ct) }, refusal: 'ACT_MISMATCH' },
    { name: 'ciphertext empty', body: { ...request, ct: '' }, refusal: 'ACT_MISMATCH' },
  ];
}

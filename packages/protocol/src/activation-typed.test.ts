import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openMessage, sealMessage } from './activation-channel.ts';
import type { DeviceDescription, TokenGrant } from './activation-messages.ts';
import {
  activationCodeHashing,
  activationCodeScalar,
  answerTypedStart,
  drawScalar,
  openTypedActivation,
  startTypedActivation,
} from './activation-typed.ts';
import { parseTypedActivationRequest, parseTypedActivationStart } from './activation-typed.ts';
import { exporterOf } from './activation-typed-channel.ts';
import { type Bytes, fromBase64url, fromHex, toBase64url, toHex, utf8 } from './bytes.ts';
import { asActivationCode } from './codes.ts';
import { type FoldedSerial, foldSerial } from './serial.ts';
import type { Scalar } from './spake2.ts';
import { readVectors } from './testing/read-vectors.ts';
import { fastArgon2id, seededRandomness } from './testing/surroundings.ts';
import type { TypedActivationRequest, TypedActivationStarted } from './token-api.ts';

const ORIGIN = 'https://token.example';
const MISMATCH = { ok: false, error: { code: 'ACT_MISMATCH' } };

const random = seededRandomness('typed activation test');
const code = asActivationCode('505182736495');
const serial = 'ST48271936' as FoldedSerial;
const device: DeviceDescription = { publicKey: { x: random.bytes(32), y: random.bytes(32) }, profile: 3, name: 'Test' };
const grant: TokenGrant = {
  tokenId: random.bytes(16),
  serial: 'ST-482-719-36',
  otp: { type: 'totp', algorithm: 'SHA256', digits: 6, period: 30, t0: 0, counter: 0, suite: undefined },
  policy: { unlockDigits: 16, maxAttempts: 5, minPinLength: 6, maxPinLength: 12, prfOnlyAllowed: false },
  issuer: 'Northwind Harbour Authority',
  label: 'Ada Quay',
  portal: 'https://self.example',
  issuerKey: undefined,
};

interface TypedOnDevice {
  readonly code: typeof code;
  readonly serial: FoldedSerial;
  readonly apiOrigin: string;
}

function begin(typed: Partial<TypedOnDevice> = {}): ReturnType<typeof startTypedActivation> {
  return startTypedActivation({ code, serial, apiOrigin: ORIGIN, device, argon2id: fastArgon2id, randomness: random, ...typed });
}

/** What the server keeps: `w` for this code under this serial. */
async function stored(): Promise<Scalar> {
  return activationCodeScalar(await fastArgon2id(activationCodeHashing({ code, serial })));
}

function answer(start: unknown, w: Scalar, change: { apiOrigin?: string; activationId?: Bytes } = {}) {
  const received = parseTypedActivationStart(start);
  if (!received.ok) expect.fail('the start is malformed');
  const activationId = random.bytes(16);
  const answered = answerTypedStart({ w, share: received.value.share, apiOrigin: ORIGIN, activationId, randomness: random, ...change });
  return answered.ok ? answered.value : expect.fail('the server did not answer');
}

async function open(run: Uint8Array, request: TypedActivationRequest): ReturnType<typeof openTypedActivation> {
  const received = parseTypedActivationRequest(request);
  if (!received.ok) expect.fail('the request is malformed');
  return openTypedActivation({ run, request: received.value });
}

/** One run up to the device's request. */
async function runOf(typed: Partial<TypedOnDevice> = {}, w?: Scalar) {
  const exchange = await begin(typed);
  const answered = answer(exchange.start, w ?? (await stored()));
  return { exchange, ...answered, confirmed: await exchange.confirm(answered.reply) };
}

function hexOf(keys: { seed: Bytes; recoveryKey: Bytes; serverKey: Bytes }): string {
  return [keys.seed, keys.recoveryKey, keys.serverKey].map(toHex).join(' ');
}

function flipBit(text: string, bit: number): string {
  const changed = fromBase64url(text);
  const at = Math.floor(bit / 8) % changed.length;
  changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8));
  return toBase64url(changed);
}

describe('the device tells nothing to a server that does not know the code', () => {
  test('another code', async () => {
    expect((await runOf({ code: asActivationCode('505182736496') })).confirmed).toEqual(MISMATCH);
  });

  test('the code under another serial', async () => {
    expect((await runOf({ serial: 'ST48271937' as FoldedSerial })).confirmed).toEqual(MISMATCH);
  });

  test('the code of another server: one page cannot pass the code on to the next', async () => {
    expect((await runOf({ apiOrigin: 'https://token.example.evil' })).confirmed).toEqual(MISMATCH);
  });

  test('a drawn scalar, which is what answers for a serial that nobody has', async () => {
    expect((await runOf({}, drawScalar(random))).confirmed).toEqual(MISMATCH);
  });

  test('any bit of its answer flipped', async () => {
    const w = await stored();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<keyof TypedActivationStarted>('a', 'pB', 'cB'), fc.nat({ max: 8 * 65 }), async (field, bit) => {
        const exchange = await begin();
        const { reply } = answer(exchange.start, w);
        expect(await exchange.confirm({ ...reply, [field]: flipBit(reply[field], bit) })).toEqual(MISMATCH);
      }),
      { numRuns: 15 },
    );
  });

  test('its own share and confirmation sent back', async () => {
    const exchange = await begin();
    const { reply } = answer(exchange.start, await stored());
    expect(await exchange.confirm({ ...reply, pB: exchange.start.pA })).toEqual(MISMATCH);
  });

  test.each([
    { a: '', pB: '', cB: '' },
    { a: 'AAAA', pB: 'AAAA', cB: 'AAAA' },
    { a: 'A'.repeat(22), pB: 'B'.repeat(87), cB: 'A'.repeat(86) },
  ])('what is no answer at all: %j', async (reply) => {
    expect(await (await begin()).confirm(reply)).toEqual(MISMATCH);
  });
});

describe('the server opens nothing that a device without the code has sent', () => {
  test('a device that guessed wrong and goes on all the same', async () => {
    const exchange = await begin({ code: asActivationCode('000000000000') });
    const { run } = answer(exchange.start, await stored());
    const guessed = await runOf();
    if (!guessed.confirmed.ok) expect.fail('the other run was not confirmed');
    expect(await open(run, guessed.confirmed.value.request)).toEqual(MISMATCH);
  });

  test('the request of another run with the same code: each has its own keys', async () => {
    const [one, other] = [await runOf(), await runOf()];
    if (!other.confirmed.ok) expect.fail('not confirmed');
    expect(await open(one.run, other.confirmed.value.request)).toEqual(MISMATCH);
  });

  test('the server’s own confirmation sent back, with a request sealed under a key that nobody has', async () => {
    const { run, reply, confirmed } = await runOf();
    if (!confirmed.ok) expect.fail('not confirmed');
    expect(await open(run, { cA: reply.cB, ct: confirmed.value.request.ct })).toEqual(MISMATCH);
  });

  test('any bit of it flipped', async () => {
    const { run, confirmed } = await runOf();
    if (!confirmed.ok) expect.fail('not confirmed');
    const { request } = confirmed.value;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 511 }), fc.nat({ max: 8 * 300 }), async (confirmationBit, ctBit) => {
        expect(await open(run, { ...request, cA: flipBit(request.cA, confirmationBit) })).toEqual(MISMATCH);
        expect(await open(run, { ...request, ct: flipBit(request.ct, ctBit) })).toEqual(MISMATCH);
      }),
      { numRuns: 40 },
    );
  });

  test('a run that was cut short in storage is a bug, not an answer', async () => {
    const { run, confirmed } = await runOf();
    if (!confirmed.ok) expect.fail('not confirmed');
    await expect(open(run.slice(1), confirmed.value.request)).rejects.toThrow(RangeError);
  });
});

test('what was sealed with the right keys and is no message of ours is refused', async () => {
  const { run, confirmed } = await runOf();
  if (!confirmed.ok) expect.fail('not confirmed');
  const exporter = exporterOf(run.slice(0, 32));
  const ct = await sealMessage(exporter, { direction: 'req', plaintext: utf8('{"v":2}') });
  expect(await open(run, { ...confirmed.value.request, ct: toBase64url(ct) })).toEqual(MISMATCH);
  // And a request is no response: the directions have keys and labels of their own.
  expect(await openMessage(exporter, { direction: 'resp', ciphertext: fromBase64url(confirmed.value.request.ct) })).toBeUndefined();
});

test('the device takes no answer that was not made for its request', async () => {
  const [one, other] = [await runOf(), await runOf()];
  if (!one.confirmed.ok || !other.confirmed.ok) expect.fail('not confirmed');
  const opened = await open(other.run, other.confirmed.value.request);
  if (!opened.ok) expect.fail('the server did not open the request');
  const { reply } = await opened.value.answer({ grant, now: 0, randomness: random });
  expect(await one.confirmed.value.openReply(reply)).toEqual(MISMATCH);
  expect(await other.confirmed.value.openReply({ ct2: flipBit(reply.ct2, 9) })).toEqual(MISMATCH);
});

test('both sides derive the same keys, each run others, and neither code nor key is in any message', async () => {
  const first = await runOf();
  if (!first.confirmed.ok) expect.fail('not confirmed');
  const opened = await open(first.run, first.confirmed.value.request);
  if (!opened.ok) expect.fail('the server did not open the request');
  expect(opened.value.device).toEqual(device);
  const { reply, keys } = await opened.value.answer({ grant, now: 1_767_225_600_000, randomness: random });
  const activated = await first.confirmed.value.openReply(reply);
  if (!activated.ok) expect.fail('the device did not open the reply');
  const { keys: deviceKeys, ...rest } = activated.value;
  expect(hexOf(deviceKeys)).toBe(hexOf(keys));
  expect(rest).toEqual({ ...grant, origin: ORIGIN, serverTimeMs: 1_767_225_600_000 });
  expect([deviceKeys.seed.length, deviceKeys.recoveryKey.length, deviceKeys.serverKey.length]).toEqual([32, 32, 32]);
  const said = JSON.stringify([first.exchange.start, first.reply, first.confirmed.value.request, reply]);
  for (const secret of [code, ...[deviceKeys.seed, deviceKeys.recoveryKey, deviceKeys.serverKey, await stored()].map(toBase64url)]) {
    expect(said).not.toContain(secret);
  }
});

test('the code is forgotten as soon as the server has answered, or the person gives up', async () => {
  const { exchange, reply } = await runOf();
  await expect(exchange.confirm(reply)).rejects.toThrow();
  const abandoned = await begin();
  abandoned.abandon();
  await expect(abandoned.confirm(reply)).rejects.toThrow();
});

interface Vector {
  readonly run: string;
  readonly typedSerial: string;
  readonly serials: readonly { readonly typed: string; readonly folded: string | null }[];
  readonly refusedStarts: readonly { readonly name: string; readonly body: unknown; readonly refusal: string }[];
  readonly refusedRequests: readonly { readonly name: string; readonly body: unknown; readonly refusal: string }[];
}

const vector = readVectors<Vector>('activation-spake2');

describe('the doors of the token API', () => {
  test.each(vector.refusedStarts)('refuse as a start: $name', ({ body, refusal }) => {
    expect(parseTypedActivationStart(body)).toEqual({ ok: false, error: { code: refusal } });
  });

  test.each(vector.refusedRequests)('refuse as a request with $refusal: $name', async ({ body, refusal }) => {
    const received = parseTypedActivationRequest(body);
    const outcome = received.ok ? await openTypedActivation({ run: fromHex(vector.run), request: received.value }) : received;
    expect(outcome).toEqual({ ok: false, error: { code: refusal } });
  });

  test('never throw, whatever JSON comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const body of [value, { serial: value, pA: value }, { cA: value, ct: value }]) {
          expect(parseTypedActivationStart(body).ok || parseTypedActivationRequest(body).ok).toBe(false);
        }
      }),
    );
  });
});

describe('a serial as typed', () => {
  test.each(vector.serials)('$typed', ({ typed, folded }) => {
    expect(foldSerial(typed) ?? null).toBe(folded);
  });

  test('is folded once and for all: folding again changes nothing, and none is longer than a serial', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 70 }), (typed) => {
        const folded = foldSerial(typed);
        if (folded === undefined) return;
        expect(folded).toMatch(/^[A-Z0-9]{1,24}$/);
        expect(foldSerial(folded)).toBe(folded);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, fromBase64url, fromHex, toBase64url, toHex, utf8 } from './bytes.ts';
import { generateReceiverKeys, openSealed, sealTo } from './hpke.ts';
import { hmacSha256 } from './key-schedule.ts';
import { type RekeyExchange, startRekey } from './rekey-client.ts';
import { REKEY_REQUEST_AAD, REKEY_RESPONSE_AAD, rekeyParameters } from './rekey-hpke.ts';
import { type RekeyMaterial, deriveRenewedKeys } from './rekey-keys.ts';
import { decodeRekeyRequest, decodeRekeyResponse } from './rekey-messages.ts';
import { type ReceivedRekey, openRekeyRequest, parseRekeyRequest, rekeyRequestHolds } from './rekey-server.ts';
import { sealUnder } from './sealed-message.ts';
import { readVectors } from './testing/read-vectors.ts';
import { seededRandomness } from './testing/surroundings.ts';
import type { RekeyReply, RekeyRequest } from './token-api.ts';

const random = seededRandomness('re-key test');
const tokenId = random.bytes(16);
const serverKey = random.bytes(32);
const offer = await generateReceiverKeys(random);
const deviceKey = { x: random.bytes(32), y: random.bytes(32) };
const NOW = 1_767_225_600_000;

async function start(change: { tokenId?: Bytes; offer?: Bytes } = {}): Promise<RekeyExchange> {
  const exchange = await startRekey({ tokenId, epoch: 3, offer: offer.publicKey, otp: '482915', deviceKey, randomness: random, ...change });
  return exchange ?? expect.fail('the device made no request');
}

function requestOf(exchange: RekeyExchange): RekeyRequest {
  return exchange.requestWith(hmacSha256(serverKey, exchange.message));
}

function received(body: unknown): ReceivedRekey {
  const parsed = parseRekeyRequest(body);
  return parsed.ok ? parsed.value : expect.fail('a well-formed request was refused');
}

async function answer(request: RekeyRequest): Promise<{ readonly reply: RekeyReply; readonly material: RekeyMaterial }> {
  const opened = await openRekeyRequest({ tokenId, offer, request: received(request) });
  return (await opened?.answer({ now: NOW, randomness: random })) ?? expect.fail('the server opened nothing');
}

function keysOf(material: RekeyMaterial, under: Uint8Array = serverKey): string {
  const keys = deriveRenewedKeys({ material, serverKey: under, tokenId, algorithm: 'SHA256' });
  return [keys.seed, keys.recoveryKey, keys.serverKey].map(toHex).join(' ');
}

function flipBit(text: string, bit: number): string {
  const changed = fromBase64url(text);
  const at = Math.floor(bit / 8) % changed.length;
  changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8));
  return toBase64url(changed);
}

describe('the server opens nothing that was not made for this offer and this token', () => {
  test('another token’s request, with that token’s MAC or with this one’s', async () => {
    const foreign = await start({ tokenId: random.bytes(16) });
    const request = received(requestOf(foreign));
    expect(rekeyRequestHolds({ serverKey, tokenId, request })).toBe(false);
    expect(await openRekeyRequest({ tokenId, offer, request })).toBeUndefined();
  });

  test('a request to an earlier offer', async () => {
    const earlier = await start({ offer: (await generateReceiverKeys(random)).publicKey });
    const request = received(requestOf(earlier));
    expect(rekeyRequestHolds({ serverKey, tokenId, request })).toBe(true);
    expect(await openRekeyRequest({ tokenId, offer, request })).toBeUndefined();
  });

  test('any bit of it flipped breaks the MAC, and under a right MAC the seal', async () => {
    const request = requestOf(await start());
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 255 }), fc.nat({ max: 8 * 200 }), async (encBit, ctBit) => {
        for (const changed of [
          { ...request, enc: flipBit(request.enc, encBit) },
          { ...request, ct: flipBit(request.ct, ctBit) },
        ]) {
          expect(rekeyRequestHolds({ serverKey, tokenId, request: received(changed) })).toBe(false);
          expect(await openRekeyRequest({ tokenId, offer, request: received(changed) })).toBeUndefined();
        }
      }),
      { numRuns: 30 },
    );
  });

  test('what was sealed to the offer and is no message of ours', async () => {
    const parameters = rekeyParameters(tokenId);
    const nonce = toBase64url(new Uint8Array(32));
    const withoutKey = `{"v":1,"n":"${nonce}","epoch":3,"otp":"482915"`;
    for (const text of [
      '',
      '{"v":2}',
      `${withoutKey}}`,
      `${withoutKey},"kdev":null}`,
      `${withoutKey},"kdev":{"kty":"EC","crv":"P-256"}}`,
    ]) {
      const sealed = await sealTo(offer.publicKey, { parameters, aad: REKEY_REQUEST_AAD, plaintext: utf8(text), randomness: random });
      expect(sealed && (await openRekeyRequest({ tokenId, offer, request: sealed }))).toBeUndefined();
    }
  });
});

test('an offer that is a point of low order is not answered by the device', async () => {
  for (const point of ['00'.repeat(32), `01${'00'.repeat(31)}`]) {
    expect(await startRekey({ tokenId, epoch: 3, offer: fromHex(point), otp: '482915', deviceKey, randomness: random })).toBeUndefined();
  }
});

describe('the device takes no answer that was not made for its request', () => {
  test('an answer to another request of the same offer', async () => {
    const [one, other] = [await start(), await start()];
    expect(await one.openReply((await answer(requestOf(other))).reply)).toBeUndefined();
  });

  test('any bit of it flipped', async () => {
    const exchange = await start();
    const { reply } = await answer(requestOf(exchange));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 8 * 200 }), async (bit) => {
        expect(await exchange.openReply({ ct2: flipBit(reply.ct2, bit) })).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });

  test('an answer under the right keys that is no message of ours', async () => {
    const exchange = await start();
    const { enc, ct } = received(requestOf(exchange));
    const opened = await openSealed(offer, { enc, ct, parameters: rekeyParameters(tokenId), aad: REKEY_REQUEST_AAD });
    if (opened === undefined) expect.fail('not opened');
    const ct2 = await sealUnder(opened.exporter, { direction: 'resp', aad: REKEY_RESPONSE_AAD, plaintext: utf8('{"v":1}') });
    expect(await exchange.openReply({ ct2: toBase64url(ct2) })).toBeUndefined();
  });

  test.each([null, 'ct2', {}, { ct2: 7 }, { ct2: '', more: 1 }])('what is no answer at all: %o', async (json) => {
    expect(await (await start()).openReply(json)).toBeUndefined();
  });
});

test('arbitrary octets and JSON never make a reader throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.uint8Array({ maxLength: 400 }), (json, octets) => {
      expect(parseRekeyRequest(json)).toEqual({ ok: false, error: { code: 'MALFORMED' } });
      expect(decodeRekeyRequest(octets)).toBeUndefined();
      expect(decodeRekeyResponse(octets)).toBeUndefined();
    }),
  );
});

test('both sides derive the same keys; without the old K_srv, or without the exchange, nobody does', async () => {
  const exchange = await start();
  const { reply, material } = await answer(requestOf(exchange));
  const opened = await exchange.openReply(reply);
  if (opened === undefined) expect.fail('the device did not open the reply');
  expect(opened.serverTimeMs).toBe(NOW);
  const agreed = keysOf(material);
  expect(keysOf(opened.material)).toBe(agreed);
  expect(keysOf(material, random.bytes(32))).not.toBe(agreed);
  const parts = ['transcriptHash', 'exported', 'deviceNonce', 'serverNonce'] as const;
  for (const part of parts) expect(keysOf({ ...material, [part]: random.bytes(32) })).not.toBe(agreed);
});

test('the same request answered twice promises other keys: the answer must be kept and given again', async () => {
  const request = requestOf(await start());
  const [first, second] = [await answer(request), await answer(request)];
  expect(keysOf(second.material)).not.toBe(keysOf(first.material));
});

interface Vectors {
  readonly tokenId: string;
  readonly serverKey: string;
  readonly epoch: number;
  readonly otp: string;
  readonly deviceKey: { readonly x: string; readonly y: string };
  readonly offer: { readonly publicKey: string; readonly privateKey: string };
  readonly rekeyRequest: RekeyRequest;
  readonly rekeyReply: RekeyReply;
  readonly rekeyTime: number;
  readonly transcriptHash: string;
  readonly keys: { readonly seed: string; readonly recoveryKey: string; readonly serverKey: string };
  readonly refusedRequests: readonly { readonly name: string; readonly body: RekeyRequest; readonly refusal: string }[];
  readonly refusedReplies: readonly { readonly name: string; readonly body: unknown }[];
}

describe('vectors/rekey.json', () => {
  const vectors = readVectors<Vectors>('rekey');
  const ours = {
    tokenId: fromHex(vectors.tokenId),
    deviceKey: { x: fromHex(vectors.deviceKey.x), y: fromHex(vectors.deviceKey.y) },
    offer: { publicKey: fromHex(vectors.offer.publicKey), privateKey: fromHex(vectors.offer.privateKey) },
  };
  const vectorKey = fromHex(vectors.serverKey);

  test.each(vectors.refusedRequests)('refused: $name', async ({ body, refusal }) => {
    const parsed = parseRekeyRequest(body);
    expect(parsed.ok).toBe(refusal !== 'MALFORMED');
    if (!parsed.ok) return;
    const holds = rekeyRequestHolds({ serverKey: vectorKey, tokenId: ours.tokenId, request: parsed.value });
    expect(holds).toBe(refusal === 'SEAL');
    expect(holds ? await openRekeyRequest({ ...ours, request: parsed.value }) : undefined).toBeUndefined();
  });

  async function exchangeOfVector(): Promise<RekeyExchange> {
    const { epoch, otp } = vectors;
    const randomness = seededRandomness('device');
    const exchange = await startRekey({ ...ours, epoch, offer: ours.offer.publicKey, otp, randomness });
    return exchange ?? expect.fail('the device made no request');
  }

  test.each(vectors.refusedReplies)('refused by the device: $name', async ({ body }) => {
    expect(await (await exchangeOfVector()).openReply(body)).toBeUndefined();
  });

  test('request, reply and keys to the octet', async () => {
    const exchange = await exchangeOfVector();
    expect(exchange.requestWith(hmacSha256(vectorKey, exchange.message))).toEqual(vectors.rekeyRequest);
    const request = received(vectors.rekeyRequest);
    const opened = await openRekeyRequest({ ...ours, request });
    expect(opened).toMatchObject({ epoch: vectors.epoch, otp: vectors.otp, deviceKey: ours.deviceKey });
    const answered = await opened?.answer({ now: vectors.rekeyTime, randomness: seededRandomness('server') });
    expect(answered?.reply).toEqual(vectors.rekeyReply);
    const taken = await exchange.openReply(vectors.rekeyReply);
    if (taken === undefined) expect.fail('the device did not open the reply');
    expect(toHex(taken.material.transcriptHash)).toBe(vectors.transcriptHash);
    const keys = deriveRenewedKeys({ material: taken.material, serverKey: vectorKey, tokenId: ours.tokenId, algorithm: 'SHA256' });
    expect({ seed: toHex(keys.seed), recoveryKey: toHex(keys.recoveryKey), serverKey: toHex(keys.serverKey) }).toEqual(vectors.keys);
  });
});

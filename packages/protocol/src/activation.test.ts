import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startActivation } from './activation-client.ts';
import { activationConfirmationHolds, activationConfirmationMessage, parseActivationConfirmation } from './activation-confirmation.ts';
import { sealMessage } from './activation-channel.ts';
import { openRequest, sealRequest } from './activation-hpke.ts';
import type { ActivationLink } from './activation-link.ts';
import { type DeviceDescription, type TokenGrant, decodeRequest, decodeResponse } from './activation-messages.ts';
import { openActivation, parseActivationRequest } from './activation-server.ts';
import { type Bytes, fromBase64url, fromHex, toBase64url, toHex, utf8 } from './bytes.ts';
import { EXTENSION, encodeHeader } from './header.ts';
import { generateReceiverKeys, hpkeIsSupported } from './hpke.ts';
import { hmacSha256 } from './key-schedule.ts';
import { octets } from './testing/arbitraries.ts';
import { readVectors } from './testing/read-vectors.ts';
import { seededRandomness } from './testing/surroundings.ts';
import type { ActivationConfirmation, ActivationReply, ActivationRequest } from './token-api.ts';

const ORIGIN = 'https://token.example';
const MISMATCH = { ok: false, error: { code: 'ACT_MISMATCH' } };

const random = seededRandomness('activation test');
const receiver = await generateReceiverKeys(random);
const link: ActivationLink = {
  activationId: random.bytes(16),
  presharedKey: random.bytes(32),
  serverPublicKey: receiver.publicKey,
  apiOrigin: ORIGIN,
};
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

async function start(
  change: Partial<ActivationLink> = {},
): Promise<Extract<Awaited<ReturnType<typeof startActivation>>, { ok: true }>['value']> {
  const started = await startActivation({ link: { ...link, ...change }, device, randomness: random });
  return started.ok ? started.value : expect.fail('the device made no request');
}

async function open(request: ActivationRequest, change: Partial<ActivationLink> = {}): ReturnType<typeof openActivation> {
  const received = parseActivationRequest(request);
  if (!received.ok) expect.fail('the request is malformed');
  return openActivation({ ...link, ...change, receiver, request: received.value });
}

async function answer(request: ActivationRequest): Promise<{ reply: ActivationReply; serverKeys: string }> {
  const opened = await open(request);
  if (!opened.ok) expect.fail('the server did not open the request');
  const { reply, keys } = await opened.value.answer({ grant, now: 1_767_225_600_000, randomness: random });
  return { reply, serverKeys: hexOf(keys) };
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

test('this platform has X25519', async () => {
  expect(await hpkeIsSupported()).toBe(true);
});

describe('the server opens nothing that this link did not make', () => {
  test('another pre-shared key', async () => {
    const { request } = await start({ presharedKey: random.bytes(32) });
    expect(await open(request)).toEqual(MISMATCH);
  });

  test('another activation: a request cannot be carried from one to the next', async () => {
    const { request } = await start();
    expect(await open(request, { activationId: random.bytes(16) })).toEqual(MISMATCH);
  });

  test('another origin: a page that pretends to be the app gets a request nobody can use', async () => {
    const { request } = await start({ apiOrigin: 'https://token.example.evil' });
    expect(await open(request)).toEqual(MISMATCH);
  });

  test('another server key', async () => {
    const { request } = await start({ serverPublicKey: (await generateReceiverKeys(random)).publicKey });
    expect(await open(request)).toEqual(MISMATCH);
  });

  test('any bit of it flipped', async () => {
    const { request } = await start();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 255 }), fc.nat({ max: 8 * 300 }), async (encBit, ctBit) => {
        // X25519 ignores the top bit of a public key, but the key schedule does not.
        expect(await open({ ...request, enc: flipBit(request.enc, encBit) })).toEqual(MISMATCH);
        expect(await open({ ...request, ct: flipBit(request.ct, ctBit) })).toEqual(MISMATCH);
      }),
      { numRuns: 40 },
    );
  });

  test('the ciphertext of one request under the key of another', async () => {
    const [one, other] = [await start(), await start()];
    expect(await open({ enc: one.request.enc, ct: other.request.ct })).toEqual(MISMATCH);
  });

  test('points of low order, which would make the shared secret a constant', async () => {
    const { request } = await start();
    for (const enc of ['00'.repeat(32), `01${'00'.repeat(31)}`, 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800']) {
      expect(await open({ ...request, enc: toBase64url(fromHex(enc)) })).toEqual(MISMATCH);
      expect(await startActivation({ link: { ...link, serverPublicKey: fromHex(enc) }, device, randomness: random })).toEqual(MISMATCH);
    }
  });
});

describe('the device takes no answer that was not made for its request', () => {
  test('an answer to another request, also one of the same link', async () => {
    const [one, other] = [await start(), await start()];
    const { reply } = await answer(other.request);
    expect(await one.openReply(reply)).toEqual(MISMATCH);
  });

  test('any bit of it flipped', async () => {
    const exchange = await start();
    const { reply } = await answer(exchange.request);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 8 * 400 }), async (bit) => {
        expect(await exchange.openReply({ ct2: flipBit(reply.ct2, bit) })).toEqual(MISMATCH);
      }),
      { numRuns: 60 },
    );
  });

  test.each(['', 'AAAA', 'not base64url!', 'A'.repeat(5600)])('what is no answer at all: %s', async (ct2) => {
    expect(await (await start()).openReply({ ct2 })).toEqual(MISMATCH);
  });
});

test('what was sealed with the right keys and is no message of ours is refused by both sides', async () => {
  const garbage = utf8('{"v":2}');
  const sealed = await sealRequest({ ...link, plaintext: garbage, randomness: random });
  if (sealed === undefined) expect.fail('not sealed');
  expect(await openActivation({ ...link, receiver, request: sealed })).toEqual(MISMATCH);

  const exchange = await start();
  const received = parseActivationRequest(exchange.request);
  if (!received.ok) expect.fail('the request is malformed');
  const opened = await openRequest({ ...link, ...received.value, receiver });
  if (opened === undefined) expect.fail('not opened');
  const reply = { ct2: toBase64url(await sealMessage(opened.exporter, { direction: 'resp', plaintext: garbage })) };
  expect(await exchange.openReply(reply)).toEqual(MISMATCH);
});

test('a replayed request gets other keys, which the first device never has: it must not be answered twice', async () => {
  const exchange = await start();
  const first = await answer(exchange.request);
  const replayed = await answer(exchange.request);
  expect(replayed.serverKeys).not.toBe(first.serverKeys);
  const activated = await exchange.openReply(first.reply);
  expect(activated.ok && hexOf(activated.value.keys)).toBe(first.serverKeys);
});

test('both sides derive the same keys, and no key is in any message', async () => {
  const exchange = await start();
  const { reply, serverKeys } = await answer(exchange.request);
  const activated = await exchange.openReply(reply);
  if (!activated.ok) expect.fail('the device did not open the reply');
  const { keys, serverTimeMs, origin, ...rest } = activated.value;
  expect(hexOf(keys)).toBe(serverKeys);
  expect({ serverTimeMs, origin, ...rest }).toEqual({ serverTimeMs: 1_767_225_600_000, origin: ORIGIN, ...grant });
  expect([keys.seed.length, keys.recoveryKey.length, keys.serverKey.length]).toEqual([32, 32, 32]);
});

test('the longest words a grant may carry still fit into a header', async () => {
  const longest = {
    ...grant,
    issuer: 'i'.repeat(256),
    label: 'l'.repeat(256),
    portal: 'p'.repeat(270),
    serial: 'S'.repeat(24),
    issuerKey: new Uint8Array(32),
  };
  const extensions = [
    { type: EXTENSION.issuerKey, value: longest.issuerKey },
    { type: EXTENSION.issuerName, value: utf8(longest.issuer) },
    { type: EXTENSION.label, value: utf8(longest.label) },
    { type: EXTENSION.portal, value: utf8(longest.portal) },
  ];
  const header = {
    ...longest,
    ...grant.policy,
    profile: 3,
    issuerId: new Uint8Array(16),
    epoch: 0,
    resetRandom: 0,
    resetMac: 0,
    createdAt: 0,
    extensions,
  };
  expect(encodeHeader(header).ok).toBe(true);
  const exchange = await start();
  const opened = await open(exchange.request);
  if (!opened.ok) expect.fail('the server did not open the request');
  const { reply } = await opened.value.answer({ grant: longest, now: 0, randomness: random });
  expect(await exchange.openReply(reply)).toMatchObject({
    ok: true,
    value: { issuer: longest.issuer, label: longest.label, portal: longest.portal },
  });
});

test('a token that answers challenges can be granted, with its suite', async () => {
  const otp = { ...grant.otp, type: 'ocra', suite: 'OCRA-1:HOTP-SHA256-6:C-QN08-T30S' } as const;
  const exchange = await start();
  const opened = await open(exchange.request);
  if (!opened.ok) expect.fail('the server did not open the request');
  const { reply } = await opened.value.answer({ grant: { ...grant, otp }, now: 0, randomness: random });
  expect(await exchange.openReply(reply)).toMatchObject({ ok: true, value: { otp } });
});

test('the server learns what the device says of itself, cut to a bounded length', async () => {
  const started = await startActivation({ link, device: { ...device, name: 'x'.repeat(500) }, randomness: random });
  if (!started.ok) expect.fail('the device made no request');
  const opened = await open(started.value.request);
  expect(opened.ok && opened.value.device).toEqual({ ...device, name: 'x'.repeat(64) });
});

describe('a grant that no device would take is a bug of the issuer', () => {
  test.each([
    ['serial', { serial: '' }],
    ['serial too long', { serial: 'S'.repeat(25) }],
    ['token id', { tokenId: new Uint8Array(15) }],
    ['two attempts', { policy: { ...grant.policy, maxAttempts: 2 } }],
    ['longest PIN below the shortest', { policy: { ...grant.policy, maxPinLength: 5 } }],
    ['nine digits', { otp: { ...grant.otp, digits: 9 } }],
    ['OCRA without a suite', { otp: { ...grant.otp, type: 'ocra' as const } }],
    ['OCRA with a PIN in its suite', { otp: { ...grant.otp, type: 'ocra' as const, suite: 'OCRA-1:HOTP-SHA256-6:QN08-PSHA1' } }],
    ['OCRA with other digits than its suite', { otp: { ...grant.otp, type: 'ocra' as const, suite: 'OCRA-1:HOTP-SHA256-8:QN08' } }],
    ['a suite for another type', { otp: { ...grant.otp, suite: 'OCRA-1:HOTP-SHA256-6:QN08' } }],
    ['a label too long', { label: 'x'.repeat(257) }],
    ['a label too long in octets', { label: '\u0e01'.repeat(86) }],
    ['an issuer key of 31 octets', { issuerKey: new Uint8Array(31) }],
  ])('%s', async (_, change) => {
    const opened = await open((await start()).request);
    if (!opened.ok) expect.fail('the server did not open the request');
    await expect(opened.value.answer({ grant: { ...grant, ...change }, now: 0, randomness: random })).rejects.toThrow(RangeError);
  });
});

test.each([undefined, null, 1, 'true', {}])('a grant whose policy says %j about a PRF-only slot is refused', (prfOnly) => {
  const message = { v: 1, tid: 'A'.repeat(22), serial: 'ST-482-719-36', n: 'A'.repeat(43), time: 0 };
  const otp = { type: 'totp', alg: 'SHA256', digits: 6, period: 30, t0: 0, counter: 0, suite: null };
  const issuer = { name: '', label: '', portal: '', key: null };
  const saying = (said: unknown): ReturnType<typeof utf8> => {
    const policy = { n: 16, attempts: 5, pinMin: 6, pinMax: 12, prfOnly: said };
    return utf8(JSON.stringify({ ...message, otp, issuer, policy }));
  };
  expect(decodeResponse(saying(prfOnly))).toBeUndefined();
  expect(decodeResponse(saying(true))?.grant.policy.prfOnlyAllowed).toBe(true);
});

test('no reader of messages throws, whatever came out of the seal', () => {
  const text = fc.oneof(
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify({ v: 1, n: 'A'.repeat(43), kdev: value, cap: value, dev: value })),
    fc
      .jsonValue()
      .map((value) => JSON.stringify({ v: 1, tid: value, serial: value, n: value, otp: value, policy: value, issuer: value, time: value })),
  );
  fc.assert(
    fc.property(fc.oneof(text.map(utf8), fc.uint8Array({ maxLength: 5000 })), (message) => {
      expect(decodeRequest(message)).toBeUndefined();
      expect(decodeResponse(message)).toBeUndefined();
    }),
  );
});

interface Vector {
  readonly activationId: string;
  readonly presharedKey: string;
  readonly apiOrigin: string;
  readonly receiver: { readonly publicKey: string; readonly privateKey: string };
  readonly request: ActivationRequest;
  readonly keys: { readonly serverKey: string };
  readonly grant: { readonly tokenId: string };
  readonly confirmation: ActivationConfirmation;
  readonly refusedRequests: readonly { readonly name: string; readonly body: unknown; readonly refusal: string }[];
}

const vector = readVectors<Vector>('activation-psk');

describe('the door of the token API', () => {
  test.each(vector.refusedRequests)('refuses with $refusal: $name', async ({ body, refusal }) => {
    const received = parseActivationRequest(body);
    const outcome = received.ok
      ? await openActivation({
          activationId: fromHex(vector.activationId),
          presharedKey: fromHex(vector.presharedKey),
          apiOrigin: vector.apiOrigin,
          receiver: { publicKey: fromHex(vector.receiver.publicKey), privateKey: fromHex(vector.receiver.privateKey) },
          request: received.value,
        })
      : received;
    expect(outcome).toEqual({ ok: false, error: { code: refusal } });
  });

  test.each([
    null,
    [],
    {},
    { ...vector.confirmation, more: 1 },
    { ...vector.confirmation, mac: 'AAAA' },
    { ...vector.confirmation, headerHash: '' },
    { ...vector.confirmation, otp: 482915 },
    { ...vector.confirmation, otp: '1'.repeat(17) },
  ])('refuses as a confirmation: %j', (body) => {
    expect(parseActivationConfirmation(body)).toEqual({ ok: false, error: { code: 'MALFORMED' } });
  });

  test('never throws, whatever JSON comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(parseActivationRequest(body).ok || parseActivationConfirmation(body).ok).toBe(false);
      }),
    );
  });
});

describe('the confirmation', () => {
  const parsed = parseActivationConfirmation(vector.confirmation);
  const confirmation = parsed.ok ? parsed.value : expect.fail('the vector is malformed');
  const expected = {
    serverKey: fromHex(vector.keys.serverKey),
    activationId: fromHex(vector.activationId),
    tokenId: fromHex(vector.grant.tokenId),
    confirmation,
  };

  test('of another token, activation, header or key does not hold', () => {
    fc.assert(
      fc.property(octets(16), octets(32), (id, other) => {
        expect(activationConfirmationHolds({ ...expected, tokenId: id })).toBe(false);
        expect(activationConfirmationHolds({ ...expected, activationId: id })).toBe(false);
        expect(activationConfirmationHolds({ ...expected, serverKey: other })).toBe(false);
        expect(activationConfirmationHolds({ ...expected, confirmation: { ...confirmation, headerHash: other } })).toBe(false);
        expect(activationConfirmationHolds({ ...expected, confirmation: { ...confirmation, mac: other } })).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  test('of the vector holds', () => {
    expect(activationConfirmationHolds(expected)).toBe(true);
    const message = activationConfirmationMessage({ ...expected, headerHash: confirmation.headerHash });
    expect(hmacSha256(expected.serverKey, message)).toEqual(confirmation.mac);
  });
});

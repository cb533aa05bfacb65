import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64url, fromHex, toHex } from './bytes.ts';
import type { MasterKey } from './master-key.ts';
import { arbitraryContents } from './testing/arbitraries.ts';
import { masterKeyFrom } from './testing/master-key-from.ts';
import { readVectors } from './testing/read-vectors.ts';
import { areLawfulContents, maxBodyOctets, openBody, sealBody } from './sealed-body.ts';
import { type OtpParameters, TOKEN_TEXT, type VaultContents } from './vault-body.ts';
import { webCryptoAead } from './webcrypto.ts';

interface BodyJson extends Pick<VaultContents, 'issuer' | 'label' | 'portal'> {
  readonly skewMs: number;
  readonly agreedMs?: number;
  readonly contactMs?: number;
  readonly otp: Omit<OtpParameters, 'algorithm' | 'suite'> & {
    readonly alg: OtpParameters['algorithm'];
    readonly suite: string | null;
    readonly seed: string;
  };
  readonly krec: string;
  readonly ksrv: string;
}

interface Vectors {
  readonly inputs: { readonly masterKey: string; readonly headerHash: string; readonly salt: string; readonly nonce: string };
  readonly valid: readonly { readonly name: string; readonly json: BodyJson; readonly body: string }[];
  readonly earlier: Vectors['valid'];
  readonly invalid: readonly { readonly name: string; readonly body: string; readonly error: string }[];
}

const vectors = readVectors<Vectors>('body');

const aead = webCryptoAead(crypto.subtle);
const headerHash = fromHex(vectors.inputs.headerHash);
const salt = fromHex(vectors.inputs.salt);
const nonce = fromHex(vectors.inputs.nonce);
const damaged = { ok: false, error: { code: 'SLOT_DAMAGED' } };

function keyOfVectors(): Promise<MasterKey> {
  return masterKeyFrom(fromHex(vectors.inputs.masterKey));
}

function contentsOf({ otp, krec, ksrv, issuer, label, portal, ...time }: BodyJson): VaultContents {
  const { alg, suite, seed, ...numbers } = otp;
  const parameters = { ...numbers, algorithm: alg, suite: suite ?? undefined };
  const keys = { seed: fromBase64url(seed), recoveryKey: fromBase64url(krec), serverKey: fromBase64url(ksrv) };
  const { skewMs, agreedMs: agreedSkewMs = skewMs, contactMs = 0 } = time;
  return { otp: parameters, ...keys, issuer, label, portal, clock: { skewMs, agreedSkewMs, contactMs } };
}

describe('a body that is not ours, or not whole, is refused', () => {
  test.each(vectors.invalid)('$name', async ({ body, error }) => {
    const opened = await openBody({ text: TOKEN_TEXT, body: fromHex(body), masterKey: await keyOfVectors(), headerHash }, aead);
    expect(opened).toEqual({ ok: false, error: { code: error } });
  });

  test('under another master key', async () => {
    const body = fromHex(vectors.valid[0]?.body ?? '');
    expect(await openBody({ text: TOKEN_TEXT, body, masterKey: await masterKeyFrom(new Uint8Array(32)), headerHash }, aead)).toEqual(
      damaged,
    );
  });

  test('arbitrary octets never throw', async () => {
    const masterKey = await keyOfVectors();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (body) => {
        expect(await openBody({ text: TOKEN_TEXT, body, masterKey, headerHash }, aead)).toEqual(damaged);
      }),
    );
  });

  test('more than the longest body is refused unread', async () => {
    const body = new Uint8Array(maxBodyOctets(TOKEN_TEXT) + 1);
    expect(await openBody({ text: TOKEN_TEXT, body, masterKey: await keyOfVectors(), headerHash }, aead)).toEqual(damaged);
  });
});

test('a wiped master key neither seals nor opens: sealing under zeros would lose the vault', async () => {
  const masterKey = await keyOfVectors();
  const { json, body } = vectors.valid[0] ?? { json: undefined, body: '' };
  masterKey.wipe();
  const closed = { ok: false, error: { code: 'VAULT_CLOSED' } };
  expect(await openBody({ text: TOKEN_TEXT, body: fromHex(body), masterKey, headerHash }, aead)).toEqual(closed);
  expect(json && (await sealBody({ text: TOKEN_TEXT, contents: contentsOf(json), masterKey, headerHash, salt, nonce }, aead))).toEqual(
    closed,
  );
});

test('contents that could not be read back are not sealed', async () => {
  const lawful = contentsOf(vectors.valid[0]?.json ?? expect.unreachable('vectors/body.json is empty'));
  const unlawful: readonly VaultContents[] = [
    { ...lawful, seed: new Uint8Array(20) },
    { ...lawful, otp: { ...lawful.otp, digits: 5 } },
    { ...lawful, otp: { ...lawful.otp, period: 0 } },
    { ...lawful, clock: { ...lawful.clock, skewMs: 0.5 } },
    { ...lawful, clock: { ...lawful.clock, contactMs: -1 } },
    { ...lawful, label: 'x'.repeat(1025) },
    // Lawful in every field, too long together.
    { ...lawful, issuer: '港'.repeat(1024), label: '港'.repeat(1024) },
  ];
  for (const contents of unlawful) {
    expect(areLawfulContents(TOKEN_TEXT, contents)).toBe(false);
    const sealed = await sealBody({ text: TOKEN_TEXT, contents, masterKey: await keyOfVectors(), headerHash, salt, nonce }, aead);
    expect(sealed).toEqual({ ok: false, error: { code: 'PARAM_RANGE' } });
  }
  expect(areLawfulContents(TOKEN_TEXT, lawful)).toBe(true);
});

test.each(vectors.valid)('$name: sealed and opened to the octet', async ({ json, body }) => {
  const sealed = await sealBody(
    { text: TOKEN_TEXT, contents: contentsOf(json), masterKey: await keyOfVectors(), headerHash, salt, nonce },
    aead,
  );
  expect(sealed.ok && toHex(sealed.value)).toBe(body);
  const opened = await openBody({ text: TOKEN_TEXT, body: fromHex(body), masterKey: await keyOfVectors(), headerHash }, aead);
  expect(opened).toEqual({ ok: true, value: contentsOf(json) });
});

test.each(vectors.earlier)('$name: opened, and written anew as it is written today', async ({ json, body }) => {
  const opened = await openBody({ text: TOKEN_TEXT, body: fromHex(body), masterKey: await keyOfVectors(), headerHash }, aead);
  expect(opened).toEqual({ ok: true, value: contentsOf(json) });
  const sealed = await sealBody(
    { text: TOKEN_TEXT, contents: contentsOf(json), masterKey: await keyOfVectors(), headerHash, salt, nonce },
    aead,
  );
  expect(sealed.ok && toHex(sealed.value)).not.toBe(body);
});

test('all lawful contents come back as they went in', async () => {
  const masterKey = await keyOfVectors();
  await fc.assert(
    fc.asyncProperty(arbitraryContents, async (contents) => {
      const sealed = await sealBody({ text: TOKEN_TEXT, contents, masterKey, headerHash, salt, nonce }, aead);
      expect(sealed.ok && (await openBody({ text: TOKEN_TEXT, body: sealed.value, masterKey, headerHash }, aead))).toEqual({
        ok: true,
        value: contents,
      });
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../bytes.ts';
import { readVectors } from '../testing/read-vectors.ts';
import { webCryptoAead } from '../webcrypto.ts';
import { MAX_EXPORT_CHARACTERS, openExport, readExportHead, sealExport } from './export-file.ts';
import { EXPORT_TEXT } from './personal-contents.ts';

interface Vectors {
  readonly keys: { readonly valid: readonly { readonly key: string; readonly typed: string }[] };
  readonly exports: {
    readonly inputs: {
      readonly salt: string;
      readonly nonce: string;
      readonly tokenId: string;
      readonly serial: string;
      readonly madeAt: number;
    };
    readonly valid: readonly { readonly name: string; readonly accounts: readonly object[]; readonly file: string }[];
    readonly invalid: readonly { readonly name: string; readonly file: string; readonly error: string }[];
  };
}

const { keys, exports } = readVectors<Vectors>('personal-vault');
const [right, , , other] = keys.valid;
const recoveryKey = right?.typed ?? '';
const aead = webCryptoAead(crypto.subtle);
const whole = exports.valid[0]?.file ?? '';

describe('a file that is not ours, not whole, or of another vault is refused, and says which', () => {
  test.each(exports.invalid)('$name', async ({ file, error }) => {
    expect(await openExport({ text: file, recoveryKey }, aead)).toEqual({ ok: false, error: { code: error } });
  });

  test('the key of another vault', async () => {
    expect(await openExport({ text: whole, recoveryKey: other?.typed ?? '' }, aead)).toEqual({
      ok: false,
      error: { code: 'WRONG_SECRET' },
    });
  });

  test('a mistyped key, before anything is tried', async () => {
    expect(await openExport({ text: whole, recoveryKey: recoveryKey.slice(1) }, aead)).toMatchObject({ error: { code: 'CODE_LENGTH' } });
  });

  test('more than any file has', () => {
    expect(readExportHead(' '.repeat(MAX_EXPORT_CHARACTERS + 1))).toEqual({ ok: false, error: { code: 'EXPORT_UNKNOWN' } });
  });

  test('any one changed character of it opens nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.constantFrom('A', '0', '"', '}', 'z'), async (place, character) => {
        const changed = whole.slice(0, place) + character + whole.slice(place + 1);
        fc.pre(changed !== whole);
        const before = await openExport({ text: whole, recoveryKey }, aead);
        const opened = await openExport({ text: changed, recoveryKey }, aead);
        // What is only white space to JSON may change; the accounts may not.
        if (opened.ok) expect(opened).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });
});

test.each(exports.valid)('"$name" opens with its key, and is written to the same octets', async ({ accounts, file }) => {
  const { tokenId, serial, madeAt, salt, nonce } = exports.inputs;
  const head = { tokenId: fromHex(tokenId), serial, madeAt };
  expect(readExportHead(file)).toEqual({ ok: true, value: head });
  const opened = await openExport({ text: file, recoveryKey }, aead);
  if (!opened.ok) expect.unreachable(opened.error.code);
  expect(JSON.parse(EXPORT_TEXT.toJson(opened.value))).toEqual({ v: 1, accounts });
  const key = fromHex(right?.key ?? '');
  const sealed = await sealExport({ head, accounts: opened.value, recoveryKey: key, salt: fromHex(salt), nonce: fromHex(nonce) }, aead);
  expect(sealed).toEqual({ ok: true, value: file });
});

test('deleted accounts are not in it, and nothing in the clear names an account', async () => {
  const opened = await openExport({ text: whole, recoveryKey }, aead);
  if (!opened.ok) expect.unreachable(opened.error.code);
  const head = { tokenId: new Uint8Array(16), serial: 'PV-1', madeAt: 0 };
  const key = fromHex(right?.key ?? '');
  const accounts = opened.value.map((account) => ({ ...account, isDeleted: true }));
  const sealed = await sealExport({ head, accounts, recoveryKey: key, salt: new Uint8Array(16), nonce: new Uint8Array(12) }, aead);
  if (!sealed.ok) expect.unreachable(sealed.error.code);
  expect(await openExport({ text: sealed.value, recoveryKey }, aead)).toEqual({ ok: true, value: [] });
  expect(whole).not.toContain('Harbour');
  expect(whole).not.toContain(toHex(key));
});

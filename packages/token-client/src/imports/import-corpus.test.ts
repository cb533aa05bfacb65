import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type ExpectedReading,
  IMPORT_CORPUS,
  PASSWORD,
  PLAIN_READINGS,
  SEALED_READINGS,
  accountOf,
  openEnteFile,
  wasmArgon2id,
} from '../testing/imports/index.ts';
import type { ImportFile, ImportResult } from './import-file.ts';
import { readImport } from './read-import.ts';

const folder = new URL('../../../../vectors/imports/', import.meta.url);
const fileOf = (name: string): ImportFile => ({ name, octets: new Uint8Array(readFileSync(new URL(name, folder))) });
const ports = { argon2id: wasmArgon2id };

/** Names and reasons alone: the names of entries are looked at where they matter. */
function shortened(result: ImportResult): unknown {
  if (result.kind !== 'read') return result;
  const { format, accounts, leftOut, notKept } = result;
  return {
    format,
    accounts,
    leftOut: leftOut.map(({ entry, because }) => [entry.position, because]),
    notKept: notKept.map(({ entry, what }) => [entry.position, what]),
  };
}

const expected = (reading: ExpectedReading): unknown => ({ ...reading, accounts: reading.accounts.map(accountOf) });

describe('the corpus', () => {
  test.each(Object.keys(IMPORT_CORPUS))('vectors/imports/%s is what the generator writes, to the octet', (name) => {
    expect(Buffer.from(fileOf(name).octets).equals(Buffer.from(IMPORT_CORPUS[name]?.() ?? ''))).toBe(true);
  });

  test('vectors/imports/ente-sealed.txt opens with libsodium to the plain list', async () => {
    expect(await openEnteFile(readFileSync(new URL('ente-sealed.txt', folder), 'utf8'))).toBe(IMPORT_CORPUS['ente.txt']?.());
  });
});

describe('every entry of a plain export is an account or is named as left out', () => {
  test.each(Object.entries(PLAIN_READINGS))('%s', async (name, reading) => {
    expect(shortened(await readImport(fileOf(name), ports))).toEqual(expected(reading));
  });
});

describe('a sealed export', () => {
  test.each(Object.entries(SEALED_READINGS))(
    '%s does not open with another password, and asks for one when none is given',
    async (name, { format }) => {
      for (const none of [undefined, '']) expect(await readImport(fileOf(name), ports, none)).toEqual({ kind: 'needs-password', format });
      expect(await readImport(fileOf(name), ports, 'Möwe über dem Hafen 8')).toEqual({ kind: 'wrong-password', format });
    },
  );

  test.each(Object.entries(SEALED_READINGS))('%s opens with its own', async (name, reading) => {
    expect(shortened(await readImport(fileOf(name), ports, PASSWORD))).toEqual(expected(reading));
  });

  test.each(Object.keys(SEALED_READINGS).filter((name) => name !== 'stratum-sealed-old.authpro'))(
    '%s does not open when one octet of it is another',
    async (name) => {
      const { octets } = fileOf(name);
      // The last octet of the ciphertext, its MAC or its nonce, wherever the format has it: the last one that means anything.
      const text = Buffer.from(octets).toString('latin1');
      const place = name.endsWith('.json') || name.endsWith('.txt') || name.endsWith('.2fas') ? lastBase64(text) : octets.length - 1;
      const changed = octets.with(place, (octets[place] ?? 0) ^ 1);
      const result = await readImport({ name, octets: changed }, ports, PASSWORD);
      expect(['wrong-password', 'refused']).toContain(result.kind);
    },
  );

  test('for an account of Bitwarden says that it cannot be read elsewhere', async () => {
    expect(await readImport(fileOf('bitwarden-of-account.json'), ports)).toEqual({ kind: 'refused', because: 'sealed-for-account' });
  });
});

/** A letter in the middle of the longest text of the file. */
function lastBase64(text: string): number {
  const longest = [...text.matchAll(/[A-Za-z0-9+/]{40,}/g)].toSorted((left, right) => right[0].length - left[0].length)[0];
  return longest === undefined ? 0 : longest.index + Math.floor(longest[0].length / 2);
}

describe('the report', () => {
  test('names what is left out as the file calls it', async () => {
    const result = await readImport(fileOf('aegis.json'), ports);
    if (result.kind !== 'read') expect.unreachable(result.kind);
    expect(result.leftOut[0]).toEqual({ entry: { position: 4, issuer: 'Steam', label: 'ada_plays' }, because: 'steam' });
  });

  test('says which images of a Google export are missing, whatever their order, and counts one scanned twice once', async () => {
    const whole = await readImport(fileOf('google-migration.txt'), ports);
    const parts = await readImport(fileOf('google-migration-incomplete.txt'), ports);
    expect(whole.kind === 'read' && whole.batches).toEqual([{ images: 3, missing: [] }]);
    expect(parts.kind === 'read' && parts.batches).toEqual([{ images: 3, missing: [2] }]);
  });
});

import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { IMPORT_CORPUS, PASSWORD, PLAIN_READINGS, SEALED_READINGS } from '../testing/imports/index.ts';
import { type ImportResult, MAX_IMPORT_ENTRIES, MAX_IMPORT_OCTETS } from './import-file.ts';
import { readImport } from './read-import.ts';
import type { ImportArgon2id } from './unlocking.ts';

/** Files nobody's program would write. The key derivation is a fake that notes what it was asked for: no file may ask for much. */

const asked: { memoryKiB: number; passes: number }[] = [];
const argon2id: ImportArgon2id = ({ cost }) => {
  asked.push(cost);
  return Promise.resolve(new Uint8Array(32));
};
/** As a window has it from its worker: what cannot be cloned throws. */
const read = async (name: string, content: Uint8Array | string, password?: string): Promise<ImportResult> =>
  structuredClone(await readImport({ name, octets: new Uint8Array(Buffer.from(content)) }, { argon2id }, password));

const folder = new URL('../../../../vectors/imports/', import.meta.url);
const NAMES = [...Object.keys(IMPORT_CORPUS), 'ente-sealed.txt'];
const octetsOf = (name: string): Buffer => readFileSync(new URL(name, folder));

const KINDS = ['read', 'needs-password', 'wrong-password', 'refused'];

/** The JSON documents of the corpus, which are attacked value by value. */
const DOCUMENTS = Object.entries(PLAIN_READINGS)
  .filter(([name]) => /\.(json|2fas)$/.test(name))
  .map(([name, reading]) => ({ name, reading, json: JSON.parse(octetsOf(name).toString()) as unknown }));

const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    -1,
    0,
    0.5,
    1e308,
    '',
    '__proto__',
    'constructor',
    [],
    {},
    [null],
    [[]],
    { constructor: 1 },
    'A'.repeat(2000),
  ),
  fc.constant({ toString: '', valueOf: '' }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** The document with one of its values, whichever the number says, replaced. */
function withOneReplaced(json: unknown, place: number, replacement: unknown): unknown {
  let count = 0;
  const places = JSON.stringify(json, (_, value: unknown) => {
    count += 1;
    return value;
  });
  const target = 1 + (place % count);
  count = 0;
  return JSON.parse(places, function reviver(_, value: unknown) {
    count += 1;
    return count === target ? replacement : value;
  });
}

test.each(NAMES)('%s cut off anywhere never makes its reader throw', async (name) => {
  const whole = octetsOf(name);
  const step = Math.max(1, Math.floor(whole.length / 150));
  for (let length = 0; length < whole.length; length += step) {
    expect(KINDS).toContain((await read(name, whole.subarray(0, length))).kind);
  }
});

test('whatever octets there are, no reader throws', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...NAMES), async (octets, name) => {
      expect(KINDS).toContain((await read(name, octets)).kind);
    }),
    { numRuns: 300 },
  );
});

test('a value of another type in any place is named or refused, and never makes a reader throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...DOCUMENTS), fc.nat({ max: 5000 }), strange, async ({ name, json }, place, replacement) => {
      expect(KINDS).toContain((await read(name, JSON.stringify(withOneReplaced(json, place, replacement)))).kind);
    }),
    { numRuns: 1500 },
  );
});

describe('a word that every object knows is a word like any other', () => {
  test('for the type of a URI, and for a parameter of it', async () => {
    const uris = ['otpauth://constructor/ada?secret=MZXW6YTB', 'otpauth://totp/ada?secret=MZXW6YTB&constructor=1'];
    const result = await read('list.txt', uris.join('\n'));
    if (result.kind !== 'read') expect.unreachable(JSON.stringify(result));
    expect(result.leftOut.map(({ because }) => because)).toEqual(['unknown-type']);
    expect(result.notKept.map(({ what }) => what)).toEqual(['other']);
  });

  const foreign: readonly (readonly [unknown])[] = [['constructor'], [{ toString: '' }], [['2']], ['2']];
  test.each(foreign)('for the type of an entry of Stratum: %j', async (Type) => {
    const entry = { Type, Issuer: 'Northwind', Username: 'ada', Secret: 'MZXW6YTB', Algorithm: 0, Digits: 6, Period: 30, Counter: 0 };
    const result = await read('stratum.json', JSON.stringify({ Authenticators: [entry] }));
    expect(result.kind === 'read' && result.leftOut.map(({ because }) => because)).toEqual(['unknown-type']);
  });
});

describe('accounts and left-out entries together are the entries of the file', () => {
  /** Lists of entries by themselves, any of them replaced by something strange. */
  const LISTS: readonly (readonly [string, (entries: readonly unknown[]) => unknown, (json: never) => readonly unknown[]])[] = [
    [
      'aegis.json',
      (entries) => ({ version: 1, header: { slots: null }, db: { version: 3, entries } }),
      (json: { db: { entries: [] } }) => json.db.entries,
    ],
    ['2fas.2fas', (services) => ({ schemaVersion: 4, services }), (json: { services: [] }) => json.services],
    ['andotp.json', (entries) => entries, (json: []) => json],
    ['bitwarden.json', (items) => ({ encrypted: false, items }), (json: { items: [] }) => json.items],
    ['stratum.json', (Authenticators) => ({ Authenticators }), (json: { Authenticators: [] }) => json.Authenticators],
    ['proton-authenticator.json', (entries) => ({ version: 1, entries }), (json: { entries: [] }) => json.entries],
  ];

  test.each(LISTS)('%s', async (name, wrap, entriesOf) => {
    const own = entriesOf(JSON.parse(octetsOf(name).toString()) as never);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.constantFrom(...own), strange), { maxLength: 20 }), async (strangers) => {
        const entries = [own[0], ...strangers];
        const result = await read(name, JSON.stringify(wrap(entries)));
        if (result.kind !== 'read') expect.unreachable(JSON.stringify(result));
        expect(result.accounts.length + result.leftOut.length).toBe(entries.length);
        const positions = result.leftOut.map(({ entry }) => entry.position);
        expect(new Set(positions).size).toBe(positions.length);
      }),
      { numRuns: 150 },
    );
  });

  test('otpauth-list.txt', async () => {
    const line = fc.oneof(
      fc.constantFrom(...octetsOf('otpauth-list.txt').toString().split('\r\n')),
      fc
        .string({ unit: fc.nat({ max: 0x10ffff }).map((character) => String.fromCodePoint(character)), maxLength: 60 })
        .map((text) => text.replaceAll(/[\r\n]/g, '').replace(/^\s*otpauth-migration:/i, '')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 20 }), async (lines) => {
        const all = ['otpauth://totp/ada?secret=MZXW6YTB', ...lines];
        const result = await read('list.txt', all.map((text) => text.toWellFormed()).join('\n'));
        if (result.kind !== 'read') expect.unreachable(JSON.stringify(result));
        expect(result.accounts.length + result.leftOut.length).toBe(all.filter((text) => text.trim() !== '').length);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a file that asks for much gets nothing', () => {
  test('deep nesting is no format at all, or an entry like any other', async () => {
    const deep = (inside: string): string => `${'['.repeat(200_000)}${inside}${']'.repeat(200_000)}`;
    expect(await read('deep.json', deep('1'))).toEqual({ kind: 'refused', because: 'unknown-format' });
    const entry = await read(
      'deep.json',
      `{"version":1,"header":{},"db":{"version":3,"entries":[${deep('1')},{"type":"totp","info":{"secret":${deep('"A"')}}}]}}`,
    );
    expect(entry.kind === 'read' && entry.leftOut.map(({ because }) => because)).toEqual(['malformed', 'secret-malformed']);
  });

  test.each([
    ['otpauth-list', 'otpauth://totp/ada?secret=MZXW6YTB\n'.repeat(100_000)],
    ['aegis', `{"version":1,"header":{},"db":{"version":3,"entries":[${'{},'.repeat(99_999)}{}]}}`],
    ['bitwarden-csv', `name,login_totp\n${'a,MZXW6YTB\n'.repeat(100_000)}`],
  ])('100,000 entries are refused (%s)', async (_, content) => {
    expect(await read('many', content)).toEqual({ kind: 'refused', because: 'too-many-entries' });
  });

  test.each([' ', '\n', '\t', 'a', '=', '%', '"', ',', 'login_totp,', 'otpauth:/', '2.|'])(
    'two million times %j is seen through at once',
    async (piece) => {
      const text = piece.repeat(Math.ceil(2_000_000 / piece.length));
      expect(KINDS).toContain((await read('bare.txt', text)).kind);
      expect(KINDS).toContain((await read('entry.txt', `otpauth://totp/ada?secret=${text}`)).kind);
      const login = { name: text, login: { totp: text, username: text } };
      expect((await read('entry.json', JSON.stringify({ encrypted: false, items: [login] }))).kind).toBe('read');
      expect(KINDS).toContain(
        (
          await read(
            'sealed.json',
            JSON.stringify({ encrypted: true, passwordProtected: true, salt: 'x', kdfType: 0, kdfIterations: 1, data: text }),
          )
        ).kind,
      );
    },
  );

  test('as many entries as allowed are read', async () => {
    const result = await read('many.txt', 'otpauth://totp/ada?secret=MZXW6YTB\n'.repeat(MAX_IMPORT_ENTRIES));
    expect(result.kind === 'read' && result.accounts.length).toBe(MAX_IMPORT_ENTRIES);
  });

  test('more octets than any vault are not looked at', async () => {
    expect(await read('large', new Uint8Array(MAX_IMPORT_OCTETS + 1))).toEqual({ kind: 'refused', because: 'too-large' });
    expect(await read('empty', '')).toEqual({ kind: 'refused', because: 'empty' });
    expect(await read('archive.zip', Buffer.from('504b0304', 'hex'))).toEqual({ kind: 'refused', because: 'archive' });
  });

  const aegis = (slots: readonly object[]): string => {
    const parameters = { nonce: '00'.repeat(12), tag: '00'.repeat(16) };
    const whole = slots.map((slot) => ({
      type: 1,
      key: '00'.repeat(32),
      key_params: parameters,
      salt: '00'.repeat(32),
      n: 16,
      r: 8,
      p: 1,
      ...slot,
    }));
    return JSON.stringify({ version: 1, header: { slots: whole, params: parameters }, db: 'AAAA' });
  };
  const ente = (limits: object): string =>
    JSON.stringify({
      version: 1,
      kdfParams: { salt: 'AAAAAAAAAAAAAAAAAAAAAA==', memLimit: 2 ** 26, opsLimit: 2, ...limits },
      encryptedData: 'A'.repeat(40),
      encryptionNonce: 'A'.repeat(32),
    });
  const bitwarden = (cost: object): string =>
    JSON.stringify({
      encrypted: true,
      passwordProtected: true,
      salt: 'AAAA',
      kdfType: 0,
      kdfIterations: 5000,
      data: '2.AAAA|AAAA|AAAA',
      ...cost,
    });

  test.each([
    ['Aegis, N of 2^30', aegis([{ n: 2 ** 30 }])],
    ['Aegis, N that is no power of two', aegis([{ n: 1000 }])],
    ['Aegis, r of 10^9', aegis([{ r: 1e9 }])],
    ['Aegis, p of 10^9', aegis([{ p: 1e9 }])],
    ['Aegis, 1,000 slots of the usual cost', aegis(Array.from({ length: 1000 }, () => ({ n: 32_768 })))],
    ['Ente, 1 TiB', ente({ memLimit: 2 ** 40 })],
    ['Ente, 1 GiB and 5 passes', ente({ memLimit: 2 ** 30, opsLimit: 5 })],
    ['Ente, 10^9 passes', ente({ opsLimit: 1e9 })],
    ['Ente, half a pass', ente({ opsLimit: 0.5 })],
    ['Ente, no memory', ente({ memLimit: 0 })],
    ['Ente, a salt too short', ente({ salt: 'AAAA' })],
    ['Bitwarden, 10^9 iterations', bitwarden({ kdfIterations: 1e9 })],
    ['Bitwarden, minus one iteration', bitwarden({ kdfIterations: -1 })],
    ['Bitwarden, 1 TiB', bitwarden({ kdfType: 1, kdfMemory: 2 ** 20, kdfParallelism: 1 })],
    ['Bitwarden, a million lanes', bitwarden({ kdfType: 1, kdfIterations: 3, kdfMemory: 64, kdfParallelism: 1e6 })],
  ])('a costly password is refused before anything is hashed: %s', async (name, content) => {
    asked.length = 0;
    expect(await read(`${name}.json`, content, PASSWORD)).toEqual({ kind: 'refused', because: 'too-costly' });
    expect(asked).toEqual([]);
  });

  test('what Ente itself asks for at most is granted', async () => {
    for (const limits of [
      { memLimit: 2 ** 30, opsLimit: 4 },
      { memLimit: 2 ** 28, opsLimit: 16 },
    ]) {
      expect((await read('ente.json', ente(limits), PASSWORD)).kind).toBe('wrong-password');
    }
  });

  test('and no octets of any file make it ask for more than 1 GiB', async () => {
    asked.length = 0;
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });
    const cheap = Object.keys(SEALED_READINGS).filter((name) => /ente|proton|stratum-sealed\.|argon2id/.test(name));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...cheap), changes, async (name, list) => {
        const octets = octetsOf(name);
        for (const [place, octet] of list) octets[place % octets.length] = octet;
        expect(KINDS).toContain((await read(name, octets, PASSWORD)).kind);
      }),
      { numRuns: 300 },
    );
    expect(Math.max(0, ...asked.map(({ memoryKiB, passes }) => memoryKiB * passes))).toBeLessThanOrEqual(4 * 1024 * 1024);
  });
});

test('a newer version of a format is refused as such, not guessed at', async () => {
  for (const content of [
    '{"version":2,"header":{},"db":{"version":1,"entries":[]}}',
    '{"version":1,"header":{},"db":{"version":4,"entries":[]}}',
    '{"schemaVersion":5,"services":[]}',
    '{"version":2,"kdfParams":{},"encryptedData":""}',
    '{"version":2,"entries":[]}',
  ]) {
    expect(await read('newer.json', content)).toEqual({ kind: 'refused', because: 'unknown-version' });
  }
});

test('images of two exports, or one that contradicts itself, are told apart', async () => {
  const [first, second] = octetsOf('google-migration-incomplete.txt').toString().split('\n');
  const broken = 'otpauth-migration://offline?data=AAAA';
  const result = await read('images.txt', [first, broken, second, first].join('\n'));
  if (result.kind !== 'read') expect.unreachable();
  expect(result.batches).toEqual([{ images: 3, missing: [2] }]);
  expect(result.leftOut.map(({ because }) => because)).toEqual(['algorithm', 'unknown-type', 'malformed']);
});

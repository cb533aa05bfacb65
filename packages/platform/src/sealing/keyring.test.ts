import { writeFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Randomness, systemRandomness } from '../randomness.ts';
import { Secret } from '../secret.ts';
import { KeyringRefused, newKeyLine, parseKeyring } from './keyring.ts';
import { addKeyToFile, openKeyringFile } from './keyring-file.ts';

const randomness = systemRandomness;
const parse = (text: string) => parseKeyring({ text: new Secret(text), source: 'SALLYPORT_SEALING_KEYS' });

describe('a ring of keys is refused', () => {
  const key = newKeyLine(randomness);
  test.each<[string, string, RegExp]>([
    ['when it is empty', '', /SALLYPORT_SEALING_KEYS has no sealing key/],
    ['when it has only comments', '# none\n\n', /has no sealing key/],
    ['when a line is something else', `${key}\nhunter2`, /Line 2 of SALLYPORT_SEALING_KEYS is not a sealing key/],
    ['when a key is cut short', key.slice(0, -1), /Line 1 .* cut short/],
    ['when a key is too long', `${key}AA`, /Line 1 .* cut short/],
    ['when a key is not canonical base64url', `${key.slice(0, -1)}/`, /Line 1 .* damaged/],
    ['when a key is repeated', `${key}\n${key}`, /Line 2 .* repeats key [0-9a-f]{16}/],
    ['when it is enormous', '#'.repeat(70_000), /far too long/],
  ])('%s', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
    expect(() => parse(text)).toThrow(KeyringRefused);
  });

  test('with a message that shows no key', () => {
    const broken = key.slice(0, -2);
    expect(() => parse(broken)).toThrow(expect.not.objectContaining({ message: expect.stringContaining(broken.slice(30)) as string }));
  });
});

test('the last key of a ring is the newest, and every one is found by its id', () => {
  const [first, second] = [newKeyLine(randomness), newKeyLine(randomness)];
  const ring = parse(`# mine\n${first}\r\n\n  ${second}\n`);
  expect(ring.newest.id).toBe(parse(second).newest.id);
  expect(ring.find(parse(first).newest.id)?.key.equals(parse(first).newest.key)).toBe(true);
  expect(ring.find('0000000000000000')).toBeUndefined();
});

describe('the keyring file', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sallyport-keyring-'));
    path = join(folder, 'data', 'sealing-keys');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  test.each([0o644, 0o640, 0o604, 0o660, 0o601])('is refused with mode %o, and the message says how to mend it', async (mode) => {
    await openKeyringFile({ path, randomness });
    await chmod(path, mode);
    await expect(openKeyringFile({ path, randomness })).rejects.toThrow(
      `${path} holds the keys of every stored secret, and others may use it (mode 0${mode.toString(8)}). Mend it with: chmod 600 '${path}'`,
    );
  });

  test('that is damaged is refused and left as it is, never replaced by a fresh one', async () => {
    await openKeyringFile({ path, randomness });
    await writeFile(path, 'sallyport-sealing-key:short\n');
    await expect(openKeyringFile({ path, randomness })).rejects.toThrow(/Line 1 of .* damaged or cut short/);
    expect(await readFile(path, 'utf8')).toBe('sallyport-sealing-key:short\n');
  });

  test('that is empty is refused, not taken for a first start', async () => {
    await openKeyringFile({ path, randomness });
    await writeFile(path, '');
    await expect(openKeyringFile({ path, randomness })).rejects.toThrow(KeyringRefused);
  });

  test('is made at first start, for its owner alone, and is the same at the next start', async () => {
    const first = await openKeyringFile({ path, randomness });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await openKeyringFile({ path, randomness })).newest.id).toBe(first.newest.id);
    expect(await readdir(join(folder, 'data'))).toEqual(['sealing-keys']);
  });

  test('ends as one ring when many processes start at the same moment', async () => {
    const rings = await Promise.all(Array.from({ length: 20 }, () => openKeyringFile({ path, randomness })));
    expect(new Set(rings.map((ring) => ring.newest.id)).size).toBe(1);
    expect(await readdir(join(folder, 'data'))).toEqual(['sealing-keys']);
  });

  test('is the one of the process that was first, even when that one finishes while the second is about to make its own', async () => {
    const theirs = newKeyLine(randomness);
    const overtaken: Randomness = {
      bytes: (length) => {
        writeFileSync(path, `${theirs}\n`, { mode: 0o600 });
        return randomness.bytes(length);
      },
    };
    expect((await openKeyringFile({ path, randomness: overtaken })).newest.id).toBe(parse(theirs).newest.id);
    expect(await readFile(path, 'utf8')).toBe(`${theirs}\n`);
  });

  test('keeps every key when keys are added at the same moment', async () => {
    const before = await openKeyringFile({ path, randomness });
    const added = await Promise.all(Array.from({ length: 8 }, () => addKeyToFile({ path, randomness })));
    const ring = await openKeyringFile({ path, randomness });
    for (const { newest } of [before, ...added]) expect(ring.find(newest.id)).toBeDefined();
    expect((await readFile(path, 'utf8')).match(/^sallyport-sealing-key:/gm)).toHaveLength(9);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});

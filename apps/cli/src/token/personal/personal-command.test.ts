import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemRandomness } from '@sallyport/platform/device';
import { FIRST_PIN, SECOND_PIN, WRONG_PIN } from '@sallyport/protocol/testing';
import { describe, expect, test } from 'vitest';
import { perform, type Performance, type Script } from '../../testing/scripted-surroundings.ts';
import { filesIn, quickHome } from '../../testing/temporary-home.ts';
import { type TestMachine, testMachine } from '../../testing/test-machine.ts';

const like = (pattern: RegExp): string => expect.stringMatching(pattern) as string;
const containing = (text: string): string => expect.stringContaining(text) as string;

/** RFC 6238 appendix B and RFC 4226 appendix D: one secret, whose passwords everybody can look up. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const LIBRARY = `otpauth://totp/Harbour%20Library:ada?secret=${SECRET}&issuer=Harbour%20Library&digits=8`;
const TIDE = `otpauth://hotp/Tide%20Office:ada?secret=${SECRET}&issuer=Tide%20Office&counter=0`;
/** With which the sealed files of `vectors/imports/` were made. */
const FILE_PASSWORD = 'Möwe über dem Hafen 7';
const IMPORTS = new URL('../../../../../vectors/imports/', import.meta.url);

interface Here {
  readonly machine: TestMachine;
  readonly key: string;
  readonly run: (given: readonly string[], script?: Script) => Promise<Performance>;
}

async function here(): Promise<Here> {
  const machine = testMachine(await quickHome());
  const run: Here['run'] = (given, script = {}) => perform(['personal', ...given], machine, script);
  const made = await run(['set-up'], { typed: [FIRST_PIN, FIRST_PIN] });
  expect(made.exit).toBe(0);
  return { machine, key: made.out.trim(), run };
}

const adding = (link: string): Script => ({ typed: [FIRST_PIN, link] });

async function withTwo(): Promise<Here> {
  const vault = await here();
  for (const link of [LIBRARY, TIDE]) expect((await vault.run(['add'], adding(link))).exit).toBe(0);
  return vault;
}

async function locked(): Promise<Here> {
  const vault = await withTwo();
  for (let attempt = 0; attempt < 4; attempt += 1) expect((await vault.run(['list'], { typed: [WRONG_PIN] })).exit).toBe(10);
  expect((await vault.run(['list'], { typed: [WRONG_PIN] })).exit).toBe(11);
  return vault;
}

describe('what a command line must not do', () => {
  test.each([
    ['add', LIBRARY],
    ['list', FIRST_PIN],
    ['pin', FIRST_PIN],
    ['recover', 'AAAA BBBB'],
    ['set-up', FIRST_PIN],
    ['code', '--pin', FIRST_PIN],
    ['import'],
    ['export'],
    ['delete'],
    ['nonsense'],
  ])('“%s %s” is no way to call it; what was typed is not repeated', async (...given) => {
    const { run } = await here();
    const { exit, out, err } = await run(given, { typed: [FIRST_PIN] });
    expect(exit).toBe(2);
    for (const word of given.slice(1).filter((word) => !word.startsWith('--'))) expect(out + err).not.toContain(word);
  });

  test('a PIN comes from standard input only where that was allowed', async () => {
    const { run } = await here();
    expect(await run(['list', '--pin-stdin'], { input: [FIRST_PIN] })).toMatchObject({ exit: 2, unused: [FIRST_PIN] });
  });
});

describe('wrong PINs', () => {
  test('five lock the vault; then no PIN opens it, and nothing of its factor is left', async () => {
    const { machine, run } = await locked();
    expect(await run(['code', 'library'], { typed: [FIRST_PIN] })).toMatchObject({ exit: 11, unused: [FIRST_PIN], out: '' });
    const names = [...(await filesIn(machine.home)).keys()].filter((path) => /\be-\d+\.key$|\.slot$/.test(path));
    expect(names).toEqual([]);
  });

  test('what is no PIN at all costs no attempt', async () => {
    const { run } = await here();
    expect((await run(['list'], { typed: ['12'] })).exit).toBe(10);
    expect((await run(['list'], { typed: [FIRST_PIN] })).err).not.toContain('left');
  });
});

describe('the recovery key', () => {
  test('of another vault, or with a typing error, opens nothing; the right one opens it under a new PIN', async () => {
    const { run, key } = await locked();
    const other = await here();
    expect((await run(['recover'], { typed: [other.key] })).exit).toBe(13);
    const typo = await run(['recover', '--key-stdin'], { typed: [], input: [key.slice(0, -1)] });
    expect([typo.exit, typo.err]).toEqual([12, containing('Nothing was used up')]);
    expect((await run(['recover'], { typed: [key.toLowerCase(), SECOND_PIN, SECOND_PIN] })).exit).toBe(0);
    expect((await run(['list'], { typed: [SECOND_PIN] })).out).toBe('Harbour Library, ada\nTide Office, ada\n');
    expect((await run(['list'], { typed: [FIRST_PIN] })).exit).toBe(10);
  });

  test('is shown until two groups were typed back, and never after', async () => {
    // Asks for the first two groups, whatever chance says.
    const bytes = (length: number) => (length === 2 ? new Uint8Array(2) : systemRandomness.bytes(length));
    const machine = testMachine(await quickHome(), { randomness: { bytes } });
    const run = (given: readonly string[], typed: readonly string[]) => perform(['personal', ...given], machine, { typed });
    const key = (await run(['set-up'], [FIRST_PIN, FIRST_PIN])).out.trim();
    const [one = '', two = ''] = key.split(' ');
    const wrong = await run(['check-key'], [FIRST_PIN, two, one]);
    expect([wrong.exit, wrong.out.trim()]).toEqual([12, key]);
    expect(await run(['check-key'], [FIRST_PIN, one, two.toLowerCase()])).toMatchObject({ exit: 0, err: containing('is checked') });
    expect(await run(['check-key'], [FIRST_PIN])).toMatchObject({ exit: 0, out: '', err: containing('checked before') });
  });
});

describe('accounts', () => {
  test('a link that is none is refused, and not repeated', async () => {
    const { run } = await here();
    for (const link of ['otpauth://totp/x?secret=1', 'https://quay.example', `otpauth://motp/x?secret=${SECRET}`]) {
      const { exit, out, err } = await run(['add', '-'], { typed: [FIRST_PIN], input: [link] });
      expect([exit, out]).toEqual([12, '']);
      expect(err).not.toContain(link);
    }
  });

  test('the passwords are those of RFC 6238 and RFC 4226, and a counter is spent once', async () => {
    const { machine, run } = await withTwo();
    machine.clock.setWallClock(1_111_111_109_000);
    expect(await run(['code', 'library'], { typed: [FIRST_PIN] })).toMatchObject({ exit: 0, out: '07081804\n' });
    machine.clock.setWallClock(1_111_111_081_000);
    expect((await run(['code', 'library', '--next'], { typed: [FIRST_PIN] })).out).toMatch(/^\d{8}\n$/);
    for (const digits of ['755224', '287082', '359152']) {
      expect((await run(['code', 'TIDE'], { typed: [FIRST_PIN] })).out).toBe(`${digits}\n`);
    }
  });

  test('a name that fits none or several shows which there are, and no code', async () => {
    const { run } = await withTwo();
    expect(await run(['code', 'ada'], { typed: [FIRST_PIN] })).toMatchObject({ exit: 2, out: '', err: containing('  Tide Office, ada') });
    expect(await run(['code', 'bank'], { typed: [FIRST_PIN] })).toMatchObject({ exit: 2, out: '', err: containing('No account') });
  });

  test('the same key twice is one account', async () => {
    const { run } = await withTwo();
    expect((await run(['add'], adding(LIBRARY.replace(':ada', ':again')))).err).toContain('in the vault already');
    expect((await run(['list'], { typed: [FIRST_PIN] })).out.split('\n')).toHaveLength(3);
  });

  test('watched where nobody sits: each new code is a line, and one by counter is never spent', async () => {
    const { run } = await withTwo();
    const { exit, out } = await run(['watch'], { typed: [FIRST_PIN] });
    expect([exit, out]).toEqual([0, like(/^\d{8} {2}Harbour Library, ada\n$/)]);
    expect((await run(['code', 'tide'], { typed: [FIRST_PIN] })).out).toBe('755224\n');
  });

  test('deleted, one is gone', async () => {
    const { run } = await withTwo();
    expect((await run(['delete', 'tide'], { typed: [FIRST_PIN] })).exit).toBe(0);
    expect((await run(['list'], { typed: [FIRST_PIN] })).out).toBe('Harbour Library, ada\n');
  });
});

describe('import', () => {
  const path = (name: string): string => new URL(name, IMPORTS).pathname;

  test('what is no export, or is not there, changes nothing', async () => {
    const { machine, run } = await here();
    const junk = join(machine.home, '..', 'junk.txt');
    await writeFile(junk, 'hello');
    for (const file of [junk, join(machine.home, 'missing')]) expect((await run(['import', file], { typed: [FIRST_PIN] })).exit).toBe(2);
    expect((await run(['list'], { typed: [FIRST_PIN] })).out).toBe('');
  });

  test.each(['otpauth-list.txt', 'google-migration.txt', 'aegis.json', '2fas.2fas', 'ente.txt', 'andotp.json', 'bitwarden.json'])(
    '%s: every entry is taken or named',
    async (name) => expectWholeReport(name),
  );

  test.each(['bitwarden.csv', 'stratum.json', 'proton-authenticator.json', 'proton-pass.json'])(
    '%s: every entry is taken or named',
    async (name) => expectWholeReport(name),
  );

  async function expectWholeReport(name: string): Promise<void> {
    const { run } = await here();
    const looked = await run(['import', path(name), '--look'], { typed: [FIRST_PIN] });
    expect([looked.exit, looked.err]).toEqual([0, containing('Nothing was added')]);
    expect((await run(['list'], { typed: [FIRST_PIN] })).out).toBe('');
    const { exit, err } = await run(['import', path(name)], { typed: [FIRST_PIN] });
    expect(exit).toBe(0);
    const entries = Number(/: (?:(\d+) entries|(one) entry)/.exec(err)?.[1] ?? 1);
    const named = [...err.matchAll(/^(?:Not taken|In the vault already)/gm)].length;
    const listed = (await run(['list'], { typed: [FIRST_PIN] })).out.split('\n').filter(Boolean).length;
    expect(listed + named).toBe(entries);
    expect(listed).toBeGreaterThan(0);
    expect((await run(['import', path(name)], { typed: [FIRST_PIN] })).err).toContain('Nothing was new');
  }

  test('of a sealed file the password is asked for, again at a terminal and not in a script', async () => {
    const { machine, run } = await here();
    const given = ['import', path('2fas-sealed.2fas')];
    const stopped = await run(given, { typed: [FIRST_PIN, 'wrong'] });
    expect([stopped.exit, stopped.err]).toEqual([1, containing('does not open it')]);
    await perform(['allow-pin-stdin'], machine);
    expect((await run([...given, '--pin-stdin'], { input: [FIRST_PIN, 'wrong', FILE_PASSWORD] })).unused).toEqual([FILE_PASSWORD]);
    expect((await run(['list'], { typed: [FIRST_PIN] })).out).toBe('');
    const { exit, err } = await run(given, { typed: [FIRST_PIN, 'wrong', FILE_PASSWORD] });
    expect([exit, err]).toEqual([0, like(/\d+ accounts were added/)]);
    expect(err).not.toContain(FILE_PASSWORD);
  });
});

describe('export', () => {
  test('is a new file of its owner alone, and the recovery key opens it in another vault', async () => {
    const { machine, run, key } = await withTwo();
    const file = join(machine.home, '..', 'codes.json');
    expect((await run(['export', file], { typed: [FIRST_PIN] })).exit).toBe(0);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    for (const secret of [SECRET, key, 'Harbour']) expect(text).not.toContain(secret);
    expect(await run(['export', file], { typed: [FIRST_PIN] })).toMatchObject({ exit: 2, err: containing('something at') });
    expect(await readFile(file, 'utf8')).toBe(text);

    const other = await here();
    const imported = await other.run(['import', file], { typed: [FIRST_PIN, other.key, key] });
    expect([imported.exit, imported.err]).toEqual([0, like(/not the recovery key of that vault[\s\S]*2 accounts were added/)]);
    expect((await other.run(['code', 'tide'], { typed: [FIRST_PIN] })).out).toBe('755224\n');
  });
});

test('who does not know the PIN sets no other: each call spends an attempt, and the fifth locks', async () => {
  const { run } = await withTwo();
  const exits: number[] = [];
  for (let call = 0; call < 5; call += 1) exits.push((await run(['pin'], { typed: [WRONG_PIN, SECOND_PIN, SECOND_PIN] })).exit);
  expect(exits).toEqual([10, 10, 10, 10, 11]);
  expect((await run(['list'], { typed: [FIRST_PIN] })).exit).toBe(11);
});

test('changed, the PIN is another; removed, nothing of the vault is left and another can be made', async () => {
  const { machine, run } = await withTwo();
  expect((await run(['pin'], { typed: [FIRST_PIN, SECOND_PIN, SECOND_PIN] })).exit).toBe(0);
  expect((await run(['list'], { typed: [SECOND_PIN] })).exit).toBe(0);
  expect((await run(['set-up'], { typed: [FIRST_PIN, FIRST_PIN] })).exit).toBe(1);
  expect((await run(['remove'], { typed: ['no'] })).exit).toBe(1);
  expect((await run(['remove', '--yes'])).exit).toBe(0);
  expect([...(await filesIn(machine.home)).keys()].filter((path) => path.includes('personal'))).toEqual([]);
  expect((await run(['list'], { typed: [SECOND_PIN] })).exit).toBe(15);
  expect((await run(['set-up'], { typed: [FIRST_PIN, FIRST_PIN] })).exit).toBe(0);
});

test('the tokens of the home do not see the vault, nor the vault them', async () => {
  const { machine } = await withTwo();
  expect(await perform(['list'], machine)).toMatchObject({ exit: 0, out: '' });
  expect((await perform(['code'], machine, { typed: [FIRST_PIN] })).exit).toBe(15);
});

test('no file of the home holds a secret, a name or the recovery key in the clear', async () => {
  const { machine, key } = await withTwo();
  const files = await filesIn(machine.home);
  const text = [...files.values()].map((octets) => Buffer.from(octets).toString('latin1')).join('\n');
  for (const secret of [SECRET, '12345678901234567890', 'Harbour', key, key.replaceAll(' ', '')]) expect(text).not.toContain(secret);
});

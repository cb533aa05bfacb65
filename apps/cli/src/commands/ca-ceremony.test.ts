import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type CommandRun, commandWorld } from '../testing/command-world.ts';
import { ca } from './ca.ts';
import { migrate } from './migrate.ts';

const PASSPHRASE = 'seven geese over the breakwater';
const NAMES = ['--organization', 'Northwind', '--name', 'Northwind Vault Root'];

let run: (...given: readonly string[]) => Promise<CommandRun>;
let folder: string;
let offline: readonly string[];

beforeEach(async () => {
  const world = await commandWorld();
  run = (...given) => world.run(ca, given);
  await world.run(migrate, []);
  const place = await mkdtemp(join(tmpdir(), 'sallyport-ceremony-'));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  folder = join(place, 'root');
  offline = ['--offline', folder];
});

/** Runs a step with the passphrase in a file of its own, handed over as an open one. */
async function step(verb: string, given: readonly string[], passphrase = PASSPHRASE): Promise<CommandRun> {
  const file = `${folder}.passphrase`;
  writeFileSync(file, `${passphrase}\n`);
  const descriptor = openSync(file, 'r');
  try {
    return await run(verb, ...offline, ...given, '--passphrase-fd', String(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

const inFolder = (name: string): string => readFileSync(join(folder, name), 'utf8');

async function signedChain(): Promise<{ readonly chain: string; readonly fingerprint: string }> {
  expect((await step('make-root', NAMES)).exit).toBe(0);
  const asked = await run('request-issuing', '--root', join(folder, 'root.pem'));
  const request = `${folder}.csr`;
  writeFileSync(request, asked.says);
  const said = Array.from(asked.says.matchAll(/(--[a-z-]+) '([^']*)'/g), ([, option = '', value = '']) => [option, value]).flat();
  expect((await step('sign-issuing', ['--request', request, ...said])).exit).toBe(0);
  return { chain: join(folder, 'issuing-line-2.pem'), fingerprint: new X509Certificate(inFolder('root.pem')).fingerprint256 };
}

test('the passphrase is not taken from the command line, and what is written otherwise does nothing', async () => {
  for (const given of [
    ['make-root', ...NAMES],
    ['make-root', '--offline', folder, ...NAMES, '--passphrase', PASSPHRASE],
    ['make-root', '--offline', folder, ...NAMES, '--days', '0'],
    ['make-root', '--offline', folder, ...NAMES, '--passphrase-fd', 'stdin'],
    ['sign-list', '--offline', folder, '--revoke', 'issuing.pem'],
    ['sign-list', '--offline', folder, '--revoke', 'issuing.pem', '--reason', 'weather'],
    ['sign-issuing', '--offline', folder, '--request', 'csr.pem'],
    ['verify-transcript', folder],
    ['request-issuing'],
    ['import-issuing', 'chain.pem'],
    ['import-list'],
  ]) {
    const { exit, says } = await run(...given);
    expect({ given, exit, usage: says.startsWith('Usage:\n  sallyport ca ') }).toEqual({ given, exit: 2, usage: true });
  }
});

test('a short passphrase guards no root, and a folder that is there is not written into', async () => {
  expect(await step('make-root', NAMES, 'too short')).toEqual({ exit: 1, says: 'A passphrase for a root has at least 16 characters.\n' });
  expect((await step('make-root', NAMES)).exit).toBe(0);
  const before = inFolder('root.key');
  expect((await step('make-root', NAMES)).says).toContain('cannot be made (EEXIST)');
  expect(inFolder('root.key')).toBe(before);
  expect(before.startsWith('-----BEGIN ENCRYPTED PRIVATE KEY-----\n')).toBe(true);
  expect([statSync(join(folder, 'root.key')).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
});

test('with another passphrase nothing is signed, and nothing after a line of the transcript was altered', async () => {
  await step('make-root', NAMES);
  const before = inFolder('transcript.jsonl');
  expect(await step('sign-list', [], 'eight geese over the breakwater')).toEqual({
    exit: 1,
    says: 'That is not the passphrase. Nothing was signed.\n',
  });
  expect(inFolder('transcript.jsonl')).toBe(before);
  writeFileSync(join(folder, 'transcript.jsonl'), before.replace('Vault', 'Other'));
  for (const { exit, says } of [await step('sign-list', []), await run('verify-transcript', ...offline)]) {
    expect([exit, says]).toEqual([1, expect.stringContaining('does not hold: transcript-signature-wrong, line 1.')]);
  }
});

test('an end that was cut off is found by the head on paper', async () => {
  await step('make-root', NAMES);
  const first = inFolder('transcript.jsonl');
  const head = /head ([0-9a-f]{64})/.exec((await step('sign-list', [])).says)?.[1] ?? '';
  expect((await run('verify-transcript', ...offline, '--head', head)).says).toContain(`2 lines hold, head ${head}`);
  writeFileSync(join(folder, 'transcript.jsonl'), first);
  expect((await run('verify-transcript', ...offline)).exit).toBe(0);
  const cut = await run('verify-transcript', ...offline, '--head', head);
  expect([cut.exit, cut.says]).toEqual([1, expect.stringContaining('lines were cut off or added')]);
});

test('what a ceremony signed is imported by the fingerprint on paper, issues, and is told to the world by the lists of ceremonies', async () => {
  const { chain, fingerprint } = await signedChain();
  expect((await run('import-issuing', chain, '--yes')).says).toContain('Compare its fingerprint with the paper');
  const imported = await run('import-issuing', chain, '--root-sha256', fingerprint, '--yes');
  expect([imported.exit, imported.says]).toEqual([0, expect.stringContaining('issuing-2 issues from now on.')]);
  expect((await run('export-chain')).says).toBe(readFileSync(chain, 'utf8'));
  expect((await run('show')).says).toContain('key     not here: its lists come from ceremonies');
  expect((await run('roll-issuing', '--yes')).says).toContain('The key of the root is not here.');
  expect((await step('sign-list', [])).exit).toBe(0);
  expect(await run('import-list', join(folder, 'list-1.pem'))).toEqual({ exit: 0, says: 'Number 1 of root-2 is served from now on.\n' });
  expect((await run('import-list', join(folder, 'list-1.pem'))).says).toContain('is as new, or newer');
  expect((await run('import-list', chain)).says).toContain('is not a revocation list in PEM');
});

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Verdicts, all, judgedByLists } from './judges/four-judges.ts';
import { type Ending, runProgram } from './judges/run-program.ts';
import { COMMAND_LINE } from './support/command-line.ts';

/** A ceremony with the built command line, judged by programs that are not ours. */

const PASSPHRASE = 'seven geese over the breakwater';
const POINTERS = ['--list-url', 'http://pki.example.test/root-2.crl', '--root-url', 'http://pki.example.test/root-2.cer'];

let folder: string;
const openssl = (...args: readonly string[]): Promise<Ending> => runProgram(folder, 'openssl', args);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-offline-root-'));
  await ceremony('make-root', '--organization', 'Northwind', '--name', 'Northwind Vault Root');
  await openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'issuing.key');
  const wanted = ['-subj', '/CN=Whoever I like', '-addext', 'basicConstraints=critical,CA:TRUE,pathlen:3'];
  await openssl('req', '-new', '-key', 'issuing.key', '-out', 'issuing.csr', ...wanted);
  await ceremony('sign-issuing', '--request', 'issuing.csr', '--organization', 'Northwind', '--name', 'Northwind Issuing CA', ...POINTERS);
  await ceremony('sign-list');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** On a machine where nothing is installed or settled: no variable of Sallyport is set. */
function ceremony(verb: string, ...given: readonly string[]): Promise<void> {
  const args = [COMMAND_LINE, 'ca', verb, '--offline', 'root', ...given, '--passphrase-fd', '0'];
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, args, { cwd: folder, env: { PATH: process.env['PATH'] ?? '' } }, (error, out, err) => {
      if (error === null) resolve();
      else reject(new Error(`${verb}: ${out}${err}`, { cause: error }));
    });
    child.stdin?.end(`${PASSPHRASE}\n`);
  });
}

/** What the four say of the issuing CA, by that list of the root. */
async function verdicts(list: string): Promise<Verdicts> {
  for (const [from, to] of [
    ['root', 'ca'],
    ['issuing-line-2', 'issuing'],
  ] as const) {
    await openssl('x509', '-in', `root/${from}.pem`, '-out', `${to}.pem`);
    await openssl('x509', '-in', `root/${from}.pem`, '-outform', 'DER', '-out', `${to}.der`);
  }
  await openssl('crl', '-in', `root/${list}.pem`, '-out', `${list}.crl.pem`);
  await openssl('crl', '-in', `root/${list}.pem`, '-outform', 'DER', '-out', `${list}.crl`);
  return judgedByLists({ folder, subject: 'issuing', is: 'authority', above: [], root: 'ca' }, [list]);
}

test('openssl opens the key by its passphrase and by no other, and sees what it is encrypted with', async () => {
  const seen = await openssl('asn1parse', '-in', 'root/root.key');
  expect(seen.exit).toBe(0);
  for (const name of ['PBES2', 'PBKDF2', 'hmacWithSHA256', 'aes-256-cbc']) expect(seen.says).toContain(name);
  const opened = (passphrase: string) => openssl('pkcs8', '-in', 'root/root.key', '-passin', `pass:${passphrase}`);
  expect((await opened('eight geese')).exit).not.toBe(0);
  expect((await opened(PASSPHRASE)).exit).toBe(0);
  const [ofKey, ofRoot] = [
    await openssl('pkey', '-in', 'root/root.key', '-passin', `pass:${PASSPHRASE}`, '-pubout'),
    await openssl('x509', '-in', 'root/root.pem', '-noout', '-pubkey'),
  ];
  expect(ofKey.says).toBe(ofRoot.says);
});

test('an issuing CA has the name and path length of the ceremony, whatever its request asked for', async () => {
  const { says } = await openssl('x509', '-in', 'root/issuing-line-2.pem', '-noout', '-subject', '-ext', 'basicConstraints');
  expect(says).toContain('Northwind Issuing CA');
  expect(says).not.toContain('Whoever');
  expect(says).toContain('CA:TRUE, pathlen:0');
});

test('all four accept the chain with the list of the root, and refuse it once a ceremony has revoked it', async () => {
  expect(await verdicts('list-1')).toEqual(all('good'));
  await ceremony('sign-list', '--revoke', 'root/issuing-line-2.pem', '--reason', 'key-compromise');
  expect(await verdicts('list-2')).toEqual(all('revoked'));
  expect((await openssl('crl', '-in', 'root/list-2.pem', '-noout', '-crlnumber')).says).toMatch(/0?2$/m);
});

test('the transcript can be checked by hand: each line names the hash of the one before', async () => {
  const lines = readFileSync(join(folder, 'root/transcript.jsonl'), 'utf8').trimEnd().split('\n');
  for (const [index, line] of lines.slice(1).entries()) {
    writeFileSync(join(folder, 'line'), lines[index] ?? '');
    const { says } = await openssl('dgst', '-sha256', '-r', 'line');
    expect((JSON.parse(line) as { readonly previous: string }).previous).toBe(says.slice(0, 64));
  }
});

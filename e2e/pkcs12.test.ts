import { createPrivateKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeCertificate, encryptKey, readPublicKeyInfo, toPem, writePkcs12 } from '@sallyport/pki';
import { keyFileCryptographyOfNode } from '@sallyport/pki/node-cryptography';
import { type TestKeyKind, makeTestAuthority, makeTestKey, must } from '@sallyport/pki/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ending, runProgram } from './judges/run-program.ts';

/** Files with a private key in them, read by programs that are not ours, which must find what was put in and take no other password. */

const PASSWORD = 'a gate, at the quay';
const KINDS: readonly TestKeyKind[] = ['P-256', 'rsa-2048'];

/** It shall warm up: most of what it does here is to stretch the password, which takes half as long when all compilers have seen it. */
const JAVA = ['-J-XX:+UseSerialGC'];

interface Made {
  readonly kind: string;
  readonly folder: string;
  /** `store.p12`, `key.pem` (encrypted) and `plain.pem` are in the folder. */
  readonly serialHex: string;
}

let folder: string;
let made: readonly Made[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-pkcs12-'));
  made = await Promise.all(KINDS.map(make));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function make(kind: TestKeyKind): Promise<Made> {
  const authority = await makeTestAuthority({});
  const { privateKey, spki } = makeTestKey(kind);
  const leaf = await authority.issue(['www.harbour.example'], { publicKey: must(readPublicKeyInfo(spki)) });
  const certificates = [leaf, authority.issuing.certificate.der];
  const pkcs8 = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }));
  const given = { pkcs8, certificates, name: 'www.harbour.example', password: PASSWORD };
  const of = join(folder, kind);
  mkdirSync(of);
  writeFileSync(join(of, 'store.p12'), await writePkcs12(keyFileCryptographyOfNode, given));
  const encrypted = Buffer.from(await encryptKey(keyFileCryptographyOfNode, given)).toString('base64');
  writeFileSync(
    join(of, 'key.pem'),
    `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${encrypted.replaceAll(/.{64}/g, '$&\n')}\n-----END ENCRYPTED PRIVATE KEY-----\n`,
  );
  writeFileSync(
    join(of, 'plain.pem'),
    createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })).export({ format: 'pem', type: 'pkcs8' }),
  );
  writeFileSync(join(of, 'leaf.pem'), toPem('CERTIFICATE', leaf));
  return { kind, folder: of, serialHex: must(decodeCertificate(leaf)).serialHex };
}

/** What a program says to each file. */
async function each(judge: (one: Made) => Promise<void>): Promise<void> {
  for (const one of made) await judge(one);
}

function wrong({ exit, says }: Ending): string {
  return exit === 0 ? `took a wrong password: ${says}` : 'refused';
}

describe('a PKCS #12', () => {
  test('openssl checks its MAC, opens the key, and names the algorithms; another password opens nothing', async () => {
    await each(async ({ folder: of, kind }) => {
      const openssl = (...args: readonly string[]) => runProgram(of, 'openssl', args);
      expect(wrong(await openssl('pkcs12', '-in', 'store.p12', '-noout', '-passin', 'pass:another'))).toBe('refused');
      const info = await openssl('pkcs12', '-in', 'store.p12', '-info', '-noout', '-passin', `pass:${PASSWORD}`);
      expect([kind, info.exit]).toEqual([kind, 0]);
      expect(info.says).toContain('MAC: sha256, Iteration 600000');
      expect(info.says).toContain('PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256');
      const nodes = await openssl('pkcs12', '-in', 'store.p12', '-nodes', '-nocerts', '-passin', `pass:${PASSWORD}`, '-out', 'out.pem');
      expect(nodes.exit).toBe(0);
      const [out, plain] = await Promise.all(['out.pem', 'plain.pem'].map((file) => openssl('pkey', '-in', file, '-pubout')));
      expect(out?.says).toBe(plain?.says);
      const certificates = await openssl('pkcs12', '-in', 'store.p12', '-nokeys', '-passin', `pass:${PASSWORD}`);
      expect(certificates.says.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    });
  });

  test('NSS imports key and certificate, as Firefox does; another password imports nothing', async () => {
    await each(async ({ folder: of, kind }) => {
      const d = ['-d', `sql:${of}`];
      expect((await runProgram(of, 'certutil', ['-N', '--empty-password', ...d])).exit).toBe(0);
      expect(wrong(await runProgram(of, 'pk12util', ['-i', 'store.p12', '-W', 'another', ...d]))).toBe('refused');
      const imported = await runProgram(of, 'pk12util', ['-i', 'store.p12', '-W', PASSWORD, ...d]);
      expect([kind, imported.exit, imported.says.includes('IMPORT SUCCESSFUL')]).toEqual([kind, 0, true]);
      const keys = await runProgram(of, 'certutil', ['-K', ...d]);
      expect([kind, keys.exit, keys.says.includes('www.harbour.example')]).toEqual([kind, 0, true]);
    });
  });

  test('GnuTLS reads key and certificates; another password reads nothing', async () => {
    await each(async ({ folder: of, kind }) => {
      const certtool = (password: string) =>
        runProgram(of, 'certtool', ['--p12-info', '--inder', '--infile', 'store.p12', '--password', password]);
      expect(wrong(await certtool('another'))).toBe('refused');
      const { exit, says } = await certtool(PASSWORD);
      expect([kind, exit]).toEqual([kind, 0]);
      expect(says).toMatch(/BEGIN (ENCRYPTED |EC |RSA )?PRIVATE KEY/);
      expect(says.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    });
  });

  test('Java lists it as a private key with its chain; another password lists nothing', async () => {
    await Promise.all(
      made.map(async ({ folder: of, kind, serialHex }) => {
        const keytool = (password: string) =>
          runProgram(of, 'keytool', [...JAVA, '-list', '-v', '-storetype', 'PKCS12', '-keystore', 'store.p12', '-storepass', password]);
        expect(wrong(await keytool('another'))).toBe('refused');
        const { exit, says } = await keytool(PASSWORD);
        expect([kind, exit]).toEqual([kind, 0]);
        expect(says).toContain('Entry type: PrivateKeyEntry');
        expect(says).toContain('Certificate chain length: 2');
        expect(says).toContain(`Serial number: ${serialHex}`);
      }),
    );
  });
});

test('an encrypted key file is opened by openssl and GnuTLS, by its password alone', async () => {
  await each(async ({ folder: of, kind }) => {
    const openssl = (password: string) => runProgram(of, 'openssl', ['pkey', '-in', 'key.pem', '-pubout', '-passin', `pass:${password}`]);
    expect(wrong(await openssl('another'))).toBe('refused');
    expect((await openssl(PASSWORD)).says).toBe((await runProgram(of, 'openssl', ['pkey', '-in', 'plain.pem', '-pubout'])).says);
    const certtool = await runProgram(of, 'certtool', ['--key-info', '--pkcs8', '--infile', 'key.pem', '--password', PASSWORD]);
    expect([kind, certtool.exit]).toEqual([kind, 0]);
  });
});

import { execFileSync } from 'node:child_process';
import { sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { formatIdentifier, parseIdentifier } from '../names/identifiers.ts';
import { identifierIn } from '../structures/general-names.ts';
import { nodeCryptography } from '../node-cryptography/index.ts';
import { toPem } from '../pem.ts';
import { makeTestKey } from '../testing/make-csr.ts';
import { must } from '../testing/must.ts';
import { readCsr } from './read-csr.ts';
import { csrToSign, signedCsr } from './write-csr.ts';

function csrFor(texts: readonly string[]): Uint8Array {
  const { privateKey, spki } = makeTestKey();
  const info = csrToSign({ spki, names: texts.map((text) => must(parseIdentifier(text))) });
  const signature = new Uint8Array(sign('sha256', info, { key: privateKey, dsaEncoding: 'ieee-p1363' }));
  return signedCsr({ info, signature });
}

function namesIn(der: Uint8Array): readonly string[] {
  const { asksFor } = must(readCsr(der, nodeCryptography));
  return asksFor.names.map((name) => {
    const identifier = identifierIn(name);
    return identifier === undefined ? '' : formatIdentifier(identifier);
  });
}

test('a request with an altered signature proves nothing', () => {
  const der = csrFor(['www.harbour.example']);
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 1;
  expect(readCsr(der, nodeCryptography)).toMatchObject({ ok: false, error: { code: 'csr-signature-wrong' } });
});

test('whatever was written is read back: no names, one, a hundred, addresses of both kinds', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => `host-${String(index)}.of-a-long-name.harbour.example`);
  for (const names of [[], ['*.harbour.example'], hundred, ['192.0.2.7', '2001:db8::7', 'www.harbour.example']]) {
    expect(namesIn(csrFor(names))).toEqual(names);
  }
});

test('the numbers of a signature are written as short as they can be: two hundred keys, and with them every leading octet', () => {
  for (let key = 0; key < 200; key += 1) expect(namesIn(csrFor(['a.example']))).toEqual(['a.example']);
});

test('openssl verifies it and reads the same names', () => {
  const pem = toPem('CERTIFICATE REQUEST', csrFor(['www.harbour.example', '192.0.2.7']));
  const text = execFileSync('openssl', ['req', '-verify', '-noout', '-text'], {
    input: pem,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  expect(text).toContain('DNS:www.harbour.example, IP Address:192.0.2.7');
});

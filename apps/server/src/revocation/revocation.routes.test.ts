import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { issueDueLists } from '@sallyport/certificates';
import { createLog } from '@sallyport/platform';
import { manualClock } from '@sallyport/platform/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IssuedCertificate, issueForTest, revokeForTest } from '../testing/issued-certificates.ts';
import { type RunningServer, runServer } from '../testing/running-server.ts';
import { ROUND_MS, revocationRound } from './revocation-rounds.ts';

let server: RunningServer;
let folder: string;
let origin: string;
let good: IssuedCertificate;
let revoked: IssuedCertificate;

beforeAll(async () => {
  server = await runServer();
  origin = server.configuration.listeners.revocation.origin;
  folder = await mkdtemp(join(tmpdir(), 'sallyport-revocation-'));
  good = await issueForTest(server.installation, 'good.example');
  revoked = await issueForTest(server.installation, 'revoked.example');
  await revokeForTest(server.installation, revoked.certificateId);
  await round();
  await Promise.all([
    write('root.pem', await fetched('/root.cer')),
    write('issuing.pem', await fetched('/issuing.cer')),
    write('good.pem', good.der),
    write('revoked.pem', revoked.der),
  ]);
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const round = () => revocationRound({ certificates: server.installation.certificates, log: silent });
const silent = createLog({ level: 'silent' });

async function fetched(path: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(origin + path)).arrayBuffer());
}

function write(name: string, der: Uint8Array): Promise<void> {
  return writeFile(join(folder, name), new X509Certificate(der).toString());
}

async function openssl(...args: readonly string[]): Promise<string> {
  const ended = await promisify(execFile)('openssl', args, { cwd: folder }).catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  return ended.stdout + ended.stderr;
}

describe('files of the CA', () => {
  test('its certificates are where those it signs say, each vouching for the next, for everybody to keep', async () => {
    const [issuing, root] = await Promise.all(
      ['issuing', 'root'].map(async (name) => {
        const answer = await fetch(`${origin}/${name}.cer`);
        expect(answer.headers.get('content-type')).toBe('application/pkix-cert');
        expect(answer.headers.get('cache-control')).toBe('public, max-age=86400');
        return new X509Certificate(Buffer.from(await answer.arrayBuffer()));
      }),
    );
    expect(root && issuing?.verify(root.publicKey)).toBe(true);
    expect(issuing?.infoAccess).toContain(`${origin}/root.cer`);
    expect(new X509Certificate(good.der).infoAccess).toContain(`${origin}/ocsp`);
  });

  test('what is not there, or is reached for outside, is a plain answer and not a page', async () => {
    for (const path of ['/nothing.cer', '/issuing-2.crl', '/issuing.crl.bak', '/..%2froot.cer', `/${'a'.repeat(90)}.crl`]) {
      const answer = await fetch(origin + path);
      expect({ path, status: answer.status, text: await answer.text() }).toEqual({ path, status: 404, text: 'There is nothing here.\n' });
    }
  });

  test('openssl tells the good from the revoked by the lists as they are served', async () => {
    await writeFile(join(folder, 'issuing.crl'), await fetched('/issuing.crl'));
    await writeFile(join(folder, 'root.crl'), await fetched('/root.crl'));
    for (const name of ['issuing', 'root']) await openssl('crl', '-inform', 'der', '-in', `${name}.crl`, '-out', `${name}.crl.pem`);
    const verify = (leaf: string) =>
      openssl(
        'verify',
        '-x509_strict',
        '-crl_check_all',
        '-CRLfile',
        'issuing.crl.pem',
        '-CRLfile',
        'root.crl.pem',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
        leaf,
      );
    expect(await verify('good.pem')).toBe('good.pem: OK\n');
    expect(await verify('revoked.pem')).toContain('certificate revoked');
  });

  test('a cache keeps a list for half a minute, and is told when it has the newest one already', async () => {
    const answer = await fetch(`${origin}/issuing.crl`);
    expect(answer.headers.get('content-type')).toBe('application/pkix-crl');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=30, no-transform, must-revalidate');
    const [etag, modified] = [answer.headers.get('etag') ?? '', answer.headers.get('last-modified') ?? ''];
    for (const headers of [{ 'if-none-match': etag }, { 'if-modified-since': modified }]) {
      const again = await fetch(`${origin}/issuing.crl`, { headers });
      expect({ status: again.status, etag: again.headers.get('etag') }).toEqual({ status: 304, etag });
      expect(await again.text()).toBe('');
    }
    expect((await fetch(`${origin}/issuing.crl`, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  test('the next list is served as soon as there is one', async () => {
    const before = await fetched('/issuing.crl');
    const late = await issueForTest(server.installation, 'late.example');
    await revokeForTest(server.installation, late.certificateId);
    expect(await fetched('/issuing.crl')).toEqual(before);
    await round();
    const after = await fetched('/issuing.crl');
    expect(after.includes(Buffer.from(late.serial, 'hex'))).toBe(true);
    expect(before.includes(Buffer.from(late.serial, 'hex'))).toBe(false);
  });
});

test('a revocation has reached every cache of the list within a minute, also when the process that counted the list dies over it', async () => {
  const clock = manualClock(Date.now());
  const another = await runServer({ clock });
  try {
    const { certificates } = another.installation;
    const list = () => fetch(`${another.configuration.listeners.revocation.origin}/issuing.crl`);
    const late = await issueForTest(another.installation, 'late.example');
    await revocationRound({ certificates, log: silent });
    const at = clock.now();
    await revokeForTest(another.installation, late.certificateId);
    const dead = certificates.authorities.all().map((authority) => ({
      ...authority,
      ...(authority.lists && { lists: { ...authority.lists, sign: () => Promise.reject(new Error('killed')) } }),
    }));
    const dying = { ...certificates, authorities: { ...certificates.authorities, all: () => dead } };
    await expect(issueDueLists(dying)).rejects.toThrow('killed');
    let maxAge = '';
    for (let isListed = false; !isListed && clock.now() < at + 60_000; ) {
      clock.advance(ROUND_MS);
      await revocationRound({ certificates, log: silent });
      const answer = await list();
      maxAge = /max-age=(\d+)/.exec(answer.headers.get('cache-control') ?? '')?.[1] ?? '';
      isListed = Buffer.from(await answer.arrayBuffer()).includes(Buffer.from(late.serial, 'hex'));
    }
    expect(clock.now() - at + Number(maxAge) * 1000).toBeLessThanOrEqual(60_000);
  } finally {
    await another.stop();
  }
});

describe('OCSP', () => {
  const trust = ['-issuer', 'issuing.pem', '-CAfile', 'root.pem', '-verify_other', 'issuing.pem'];

  test('openssl asks by POST with its nonce, and about good, revoked and unknown', async () => {
    const asked = ['-cert', 'good.pem', '-cert', 'revoked.pem', '-serial', '0x1234'];
    const says = await openssl('ocsp', '-url', `${origin}/ocsp`, ...trust, ...asked);
    expect(says).toContain('Response verify OK');
    expect(says).not.toContain('WARNING');
    expect(says).toContain('good.pem: good');
    expect(says).toContain('revoked.pem: revoked');
    expect(says).toContain('Reason: superseded');
    expect(says).toMatch(/0x1234: unknown/);
  });

  async function question(name: string, ...more: readonly string[]): Promise<Buffer> {
    await openssl('ocsp', ...trust, '-cert', name, '-no_nonce', '-reqout', 'request.der', ...more);
    const { readFile } = await import('node:fs/promises');
    return readFile(join(folder, 'request.der'));
  }

  /** What openssl reads out of an answer. */
  async function read(answer: Response): Promise<string> {
    await writeFile(join(folder, 'answer.der'), Buffer.from(await answer.arrayBuffer()));
    return openssl('ocsp', '-respin', 'answer.der', '-noverify', '-resp_text');
  }

  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${origin}/ocsp`, { method: 'POST', body, headers: { 'content-type': 'application/ocsp-request', ...headers } });

  test('the answer to a GET is kept by caches for five seconds, and told to be the same', async () => {
    const inPath = encodeURIComponent((await question('good.pem')).toString('base64'));
    const answer = await fetch(`${origin}/ocsp/${inPath}`);
    expect(answer.headers.get('content-type')).toBe('application/ocsp-response');
    expect(answer.headers.get('cache-control')).toMatch(/^public, max-age=[1-5], no-transform, must-revalidate$/);
    expect(await read(answer)).toContain('Cert Status: good');
    const again = await fetch(`${origin}/ocsp/${inPath}`, { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
  });

  test('slashes in base64, escaped or not, after one slash or two, are the same question', async () => {
    const base64 = (await question('revoked.pem')).toString('base64');
    for (const path of [base64, encodeURIComponent(base64), `/${base64}`]) {
      expect(await read(await fetch(`${origin}/ocsp/${path}`))).toContain('Cert Status: revoked');
    }
  });

  test('a revocation is visible to the very next question, though the answer was signed before', async () => {
    const late = await issueForTest(server.installation, 'soon-gone.example');
    await round();
    await write('late.pem', late.der);
    const asked = new Uint8Array(await question('late.pem'));
    expect(await read(await post(asked))).toContain('Cert Status: good');
    await revokeForTest(server.installation, late.certificateId);
    expect(await read(await post(asked))).toContain('Cert Status: revoked');
  });

  test('machines ask from anywhere: another origin is no reason to refuse', async () => {
    const asked = new Uint8Array(await question('good.pem'));
    const answer = await post(asked, { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' });
    expect(await read(answer)).toContain('Cert Status: good');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('garbage, nothing, a serial of 21 octets made of noughts, too much, and paths that lead elsewhere are malformed, with 200', async () => {
    const asked = await question('good.pem');
    const attacks = [
      () => post('garbage'),
      () => post(''),
      () => post(new Uint8Array(asked.subarray(0, asked.length - 1))),
      () => post(new Uint8Array(4096).fill(0x30)),
      () => post(new Uint8Array(1_000_000)),
      () => post('a=b', { 'content-type': 'application/x-www-form-urlencoded', origin }),
      () => fetch(`${origin}/ocsp/..%2f..%2fetc%2fpasswd`),
      () => fetch(`${origin}/ocsp/`),
      () => fetch(`${origin}/ocsp/${'A'.repeat(8000)}`),
      () => fetch(`${origin}/ocsp/%2e%2e/root.cer`),
    ];
    for (const attack of attacks) {
      const answer = await attack();
      if (answer.url === `${origin}/root.cer`) continue;
      expect({ attack: attack.toString(), status: answer.status, type: answer.headers.get('content-type') }).toEqual({
        attack: attack.toString(),
        status: 200,
        type: 'application/ocsp-response',
      });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(Buffer.from(await answer.arrayBuffer()).toString('hex')).toBe('30030a0101');
    }
  });

  test('a path that climbs, sent as it is, reaches nothing', async () => {
    const { port } = server.configuration.listeners.revocation;
    for (const path of ['/ocsp/../../../../etc/passwd', '/../root.cer', '/ocsp/%zz', `/ocsp/${'A'.repeat(20_000)}`]) {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
      });
      await once(socket, 'close');
      expect(text).toMatch(/^HTTP\/1\.1 (200|400|404|431) /);
      expect(text).not.toContain('root:');
    }
  });

  test('a serial of 21 octets and one that is negative are unknown, and a certificate of another CA is not ours to speak of', async () => {
    const asked = (await question('good.pem')).toString('hex');
    // The serial has twenty octets: every length above it grows by one.
    const longer = withSerial(asked, good.serial, `7f${good.serial}`);
    const negative = withSerial(asked, good.serial, `bf${good.serial.slice(2)}`);
    for (const hex of [longer, negative]) expect(await read(await post(Buffer.from(hex, 'hex')))).toContain('Cert Status: unknown');
    const foreign = Buffer.from(asked, 'hex');
    const keyHash = foreign.indexOf(Buffer.from(good.serial, 'hex')) - 10;
    foreign[keyHash] = (foreign[keyHash] ?? 0) ^ 1;
    expect(Buffer.from(await (await post(new Uint8Array(foreign))).arrayBuffer()).toString('hex')).toBe('30030a0106');
  });
});

/** The question about another serial: the lengths in front of it, all of one octet, follow. */
function withSerial(question: string, serial: string, other: string): string {
  const grown = (other.length - serial.length) / 2;
  const octets = Buffer.from(question.replace(serial, other), 'hex');
  const start = octets.indexOf(Buffer.from(other, 'hex'));
  octets[start - 1] = other.length / 2;
  let at = 0;
  // OCSPRequest, TBSRequest, requestList, Request, CertID.
  for (let depth = 0; depth < 5; depth += 1) {
    octets[at + 1] = (octets[at + 1] ?? 0) + grown;
    at += 2;
  }
  return octets.toString('hex');
}

describe('what a CA elsewhere looks for', () => {
  const TOKEN = 'evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA';

  test('a token that nobody was given is not there, nor is anything that is no token', async () => {
    for (const token of [TOKEN, 'x', `${TOKEN}%0a`, '..%2f..%2fetc%2fpasswd', 'x'.repeat(100)]) {
      expect((await fetch(`${origin}/.well-known/acme-challenge/${token}`)).status).toBe(404);
    }
  });

  test('a token that was given is answered with its key authorization, to anybody', async () => {
    await server.installation.database.transact((tx) =>
      tx.query
        .insertInto('certificate_acme_challenge')
        .values({
          certificate_id: good.certificateId,
          token: TOKEN,
          method: 'http-01',
          record_name: null,
          record_value: null,
          key_authorization: `${TOKEN}.thumbprint`,
        })
        .execute(),
    );
    const answer = await fetch(`${origin}/.well-known/acme-challenge/${TOKEN}`);
    expect([answer.status, answer.headers.get('cache-control'), await answer.text()]).toEqual([200, 'no-store', `${TOKEN}.thumbprint`]);
  });
});

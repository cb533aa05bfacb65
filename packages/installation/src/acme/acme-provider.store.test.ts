import { X509Certificate, sign } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AcmeProvider,
  type AcmeSettings,
  type AcmeWire,
  type CertificateId,
  type CertificatesPorts,
  answerHttpChallenge,
  beginEmergency,
  continueEmergency,
  decideOnRequest,
  findChain,
  isRefusal,
  issueDue,
  openAcmeProvider,
  requestCertificate,
  retryIssue,
  revokeCertificate,
  tellRevocations,
} from '@sallyport/certificates';
import { type TestOffice, testOffice } from '@sallyport/certificates/testing';
import { PUBLIC_TRUST_PROFILE, csrToSign, parseIdentifier, signedCsr, toPem } from '@sallyport/pki';
import { nodeCryptography } from '@sallyport/pki/node-cryptography';
import { makeTestKey, must } from '@sallyport/pki/testing';
import { Secret, createNamedSecrets, createSealer, parseKeyring, systemRandomness } from '@sallyport/platform';
import { type OpenTestDatabase, eachEngine } from '@sallyport/platform/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EXTERNAL_ACCOUNT, type Pebble, startPebble } from '../testing/pebble.ts';
import { accountKeys } from './account-keys.ts';
import { dnsProgram } from './dns-program.ts';

/** Against Pebble, the CA that Let's Encrypt tests clients with. */

let pebble: Pebble;
let responder: Server;
/** What stands at the hosts at this moment. */
let answering: (token: string) => Promise<string | undefined> = () => Promise.resolve(undefined);

beforeAll(async () => {
  pebble = await startPebble();
  responder = createServer((request, response) => {
    const token = /^\/\.well-known\/acme-challenge\/([^/]+)$/.exec(request.url ?? '')?.[1] ?? '';
    void answering(token).then((text) => response.writeHead(text === undefined ? 404 : 200).end(text));
  });
  await new Promise<void>((ready) => responder.listen(pebble.httpPort, '127.0.0.1', ready));
});
afterAll(async () => {
  responder.close();
  await pebble.stop();
});
afterEach(() => {
  answering = () => Promise.resolve(undefined);
});

interface Setting {
  readonly office: TestOffice;
  readonly ports: CertificatesPorts;
  readonly elsewhere: AcmeProvider;
}

interface Wish {
  readonly wire?: AcmeWire;
  readonly settings?: Partial<AcmeSettings>;
}

/** A process of the installation: several stand on one database. */
function processOf(office: TestOffice, { wire = pebble.wire, settings = {} }: Wish = {}): Setting {
  const { database, clock } = office;
  const keyring = parseKeyring({
    text: new Secret(`sallyport-sealing-key:${Buffer.alloc(32, 7).toString('base64url')}`),
    source: 'the test',
  });
  const elsewhere = openAcmeProvider({
    database,
    clock,
    secrets: createNamedSecrets({ database, sealer: createSealer({ keyring, randomness: systemRandomness }), clock }),
    cryptography: nodeCryptography,
    wire,
    keys: accountKeys,
    settings: {
      directory: pebble.directory,
      contact: 'mailto:pki@northwind.example',
      externalAccount: undefined,
      dns: undefined,
      ...settings,
    },
  });
  const ports = { ...office.ports, elsewhere, profiles: [...office.ports.profiles, PUBLIC_TRUST_PROFILE] };
  answering = (token) => answerHttpChallenge(ports, token);
  return { office, ports, elsewhere };
}

async function openOne(open: OpenTestDatabase, wish: Wish = {}): Promise<Setting> {
  return processOf(await testOffice(open), wish);
}

function csrOf(names: readonly string[]): string {
  const { privateKey, spki } = makeTestKey();
  const info = csrToSign({ spki, names: names.map((name) => must(parseIdentifier(name))) });
  const signature = new Uint8Array(sign('sha256', info, { key: privateKey, dsaEncoding: 'ieee-p1363' }));
  return toPem('CERTIFICATE REQUEST', signedCsr({ info, signature }));
}

const wishFor = (names: readonly string[], csr = csrOf(names)) => ({
  profileId: PUBLIC_TRUST_PROFILE.id,
  csr,
  names,
  subject: {},
  lifetimeDays: undefined,
  note: '',
});

async function approved({ ports, office }: Setting, names: readonly string[] = ['www.harbour.example']): Promise<CertificateId> {
  const { requester: person, approver } = office.staff;
  const asked = await requestCertificate(ports, { person, wish: wishFor(names) });
  if (isRefusal(asked)) throw new Error(`${asked.code}: ${asked.reason}`);
  const { certificateId } = asked;
  await decideOnRequest(ports, { person: approver, certificateId, decision: 'approve', reason: '' });
  return certificateId;
}

function rowOf({ office: { database } }: Setting, certificateId: CertificateId) {
  return database.query.selectFrom('certificate').selectAll().where('certificate_id', '=', certificateId).executeTakeFirstOrThrow();
}

function orderOf({ office: { database } }: Setting, certificateId: CertificateId) {
  return database.query
    .selectFrom('certificate_acme_order')
    .selectAll()
    .where('certificate_id', '=', certificateId)
    .executeTakeFirstOrThrow();
}

/** Looks after what is due, as each process does every few seconds, until it is over. */
async function settled(setting: Setting, certificateId: CertificateId) {
  await expect
    .poll(async () => {
      setting.office.clock.advance(61_000);
      await issueDue(setting.ports);
      return (await rowOf(setting, certificateId)).status;
    })
    .not.toBe('ISSUING');
  return rowOf(setting, certificateId);
}

/** Every address that the CA has been asked for with success. */
function listening(asked: string[]): AcmeWire {
  return {
    ask: async (request) => {
      const answer = await pebble.wire.ask(request);
      if (answer.kind === 'answered' && answer.status < 300) asked.push(request.url);
      return answer;
    },
  };
}

/** A process that dies the first time it asks for such an address, with what it asked on its way or not. */
function dyingAt(address: RegExp, point: 'before' | 'after', asked: string[]): AcmeWire {
  const wire = listening(asked);
  return {
    ask: async (request) => {
      if (!address.test(request.url)) return wire.ask(request);
      // What is refused for its nonce was not heard.
      const answer = point === 'after' ? await wire.ask(request) : undefined;
      if (answer?.kind === 'answered' && answer.status >= 400) return answer;
      throw new Error('killed');
    },
  };
}

eachEngine('a CA elsewhere, by ACME', (open) => {
  test('a name that nobody shows is not certified: FAILED with the words of the CA, on record, and the next try is a new order', async () => {
    const setting = await openOne(open);
    const certificateId = await approved(setting);
    answering = () => Promise.resolve(undefined);
    const failed = await settled(setting, certificateId);
    expect(failed).toMatchObject({ status: 'FAILED', der: null, serial: null });
    expect(failed.reason).toMatch(/^acme\/unauthorized: /);
    answering = (token) => answerHttpChallenge(setting.ports, token);
    await retryIssue(setting.ports, { person: setting.office.staff.approver, certificateId });
    expect(await settled(setting, certificateId)).toMatchObject({ status: 'ACTIVE', reason: null });
  });

  test('a request whose names are others than those asked for, or a wildcard without DNS, is refused before anybody is asked', async () => {
    const asked: string[] = [];
    const setting = await openOne(open, { wire: listening(asked) });
    const { requester: person } = setting.office.staff;
    for (const [wish, text] of [
      [wishFor(['www.harbour.example'], csrOf(['other.harbour.example'])), 'acme/csr-names'],
      [wishFor(['www.harbour.example'], csrOf(['www.harbour.example', 'more.harbour.example'])), 'acme/csr-names'],
      [wishFor(['a.harbour.example', 'b.harbour.example'], csrOf(['a.harbour.example'])), 'acme/csr-names'],
      [wishFor(['*.harbour.example']), 'acme/wildcard-needs-dns'],
    ] as const) {
      expect(await requestCertificate(setting.ports, { person, wish })).toMatchObject({ code: 'ca-refused', details: { texts: [text] } });
    }
    expect(asked).toEqual([]);
  });

  test('the certificate has the names and the key asked for, its chain is kept, and nothing stays shown', async () => {
    const setting = await openOne(open);
    const names = ['www.harbour.example', 'quay.harbour.example'];
    const certificateId = await approved(setting, names);
    const row = await settled(setting, certificateId);
    const leaf = new X509Certificate(row.der ?? Buffer.alloc(0));
    expect(row).toMatchObject({ status: 'ACTIVE', authority_id: null });
    expect(BigInt(`0x${row.serial ?? ''}`)).toBe(BigInt(`0x${leaf.serialNumber}`));
    expect(leaf.subjectAltName?.split(', ').sort()).toEqual(names.map((name) => `DNS:${name}`).sort());
    const [above] = await findChain(setting.ports, { certificateId, der: row.der ?? undefined });
    expect(above && leaf.verify(new X509Certificate(above).publicKey)).toBe(true);
    expect(await setting.office.database.query.selectFrom('certificate_acme_challenge').selectAll().execute()).toEqual([]);
    const [first, again] = [await approved(setting), await approved(setting)];
    expect([(await settled(setting, first)).status, (await settled(setting, again)).status]).toEqual(['ACTIVE', 'ACTIVE']);
    const accounts = await setting.office.database.query.selectFrom('certificate_acme_account').selectAll().execute();
    expect(accounts).toHaveLength(1);
  });

  test('a CA that cannot be reached holds nothing up for ever: it is asked again, and after a day people are told', async () => {
    const wire: AcmeWire = { ask: () => Promise.resolve({ kind: 'refused', code: 'connection-failed', detail: 'inside' }) };
    const setting = await openOne(open, { wire });
    const certificateId = await approved(setting);
    await issueDue(setting.ports);
    setting.office.clock.advance(61_000);
    await issueDue(setting.ports);
    expect(await rowOf(setting, certificateId)).toMatchObject({ status: 'ISSUING', der: null });
    const well = processOf(setting.office);
    expect(await settled(well, certificateId)).toMatchObject({ status: 'ACTIVE' });
    const second = await approved(setting);
    await issueDue(setting.ports);
    setting.office.clock.advance(25 * 3_600_000);
    await issueDue(setting.ports);
    expect(await rowOf(setting, second)).toMatchObject({ status: 'FAILED', reason: 'acme/unreachable: connection-failed' });
    await retryIssue(setting.ports, { person: setting.office.staff.approver, certificateId: second });
    await issueDue(setting.ports);
    expect(await rowOf(setting, second)).toMatchObject({ status: 'ISSUING' });
    expect(await settled(processOf(setting.office), second)).toMatchObject({ status: 'ACTIVE' });
  });

  test('a revocation reaches the CA, once, and is told again while it cannot', async () => {
    const asked: string[] = [];
    const setting = await openOne(open);
    const certificateId = await approved(setting);
    await settled(setting, certificateId);
    const person = setting.office.staff.approver;
    expect(await revokeCertificate(setting.ports, { person, certificateId, reason: 'superseded' })).toEqual({ kind: 'revoked' });
    const deaf = processOf(setting.office, { wire: { ask: () => Promise.resolve({ kind: 'refused', code: 'timed-out', detail: '' }) } });
    expect(await tellRevocations(deaf.ports, deaf.elsewhere)).toEqual({ told: 0, untold: 1 });
    expect(await orderOf(setting, certificateId)).toMatchObject({ told_at: null, tell_problem: 'acme/unreachable: timed-out' });
    expect(await tellRevocations(setting.ports, setting.elsewhere)).toEqual({ told: 0, untold: 0 });
    setting.office.clock.advance(61_000);
    const well = processOf(setting.office, { wire: listening(asked) });
    expect(await tellRevocations(well.ports, well.elsewhere)).toEqual({ told: 1, untold: 0 });
    expect(await orderOf(setting, certificateId)).toMatchObject({ told_at: setting.office.clock.now(), tell_problem: null });
    expect(await tellRevocations(well.ports, well.elsewhere)).toEqual({ told: 0, untold: 0 });
    expect(asked.filter((url) => url.includes('revoke'))).toHaveLength(1);
    // Whoever was killed after telling tells again, and is told that it was known.
    await setting.office.database.transact(async (tx) => {
      await tx.query.updateTable('certificate_acme_order').set({ told_at: null, tell_after: null }).execute();
    });
    expect(await tellRevocations(well.ports, well.elsewhere)).toEqual({ told: 1, untold: 0 });
  });

  const ADDRESSES = {
    'the directory': /\/dir$/,
    'a nonce': /\/nonce-plz$/,
    'the account': /\/sign-me-up$/,
    'the order': /\/order-plz$/,
    'what has become of the order': /\/my-order\//,
    'what is to be proven': /\/authZ\//,
    'the look at the proof': /\/chalZ\//,
    'the signature': /\/finalize-order\//,
    'the certificate': /\/certZ\//,
  } as const;

  test('in an emergency nothing is revoked before the CA has issued another', async () => {
    // Left to itself it may be at its end at once: now and then it takes what was proven before.
    let signs = true;
    const silence = Promise.resolve({ kind: 'refused', code: 'timed-out', detail: '' } as const);
    const wire: AcmeWire = {
      ask: (request) => (!signs && ADDRESSES['the signature'].test(request.url) ? silence : pebble.wire.ask(request)),
    };
    const setting = await openOne(open, { wire });
    // The CA has a clock of its own, and an emergency looks at what was issued before it.
    setting.office.clock.advance(Date.now() + 3_600_000 - setting.office.clock.now());
    const certificateId = await approved(setting);
    await settled(setting, certificateId);
    const order = { choice: { profileId: PUBLIC_TRUST_PROFILE.id }, reason: 'superseded', afterwards: 'reissue' } as const;
    signs = false;
    await beginEmergency(setting.ports, order);
    const goOn = () => continueEmergency(setting.ports, { tell: () => undefined });
    expect(await goOn()).toMatchObject({ done: 0, total: 1, waiting: 1 });
    expect(await goOn()).toMatchObject({ done: 0, waiting: 1 });
    expect((await rowOf(setting, certificateId)).status).toBe('ACTIVE');
    signs = true;
    await expect
      .poll(async () => {
        setting.office.clock.advance(61_000);
        await issueDue(setting.ports);
        return (await goOn())?.waiting;
      })
      .toBe(0);
    expect((await rowOf(setting, certificateId)).status).toBe('REVOKED');
    const active = await setting.office.database.query
      .selectFrom('certificate')
      .select('predecessor_id')
      .where('status', '=', 'ACTIVE')
      .execute();
    expect(active).toEqual([{ predecessor_id: certificateId }]);
  });

  for (const [what, address] of Object.entries(ADDRESSES)) {
    for (const point of ['before', 'after'] as const) {
      test(`killed ${point} asking for ${what}: another process goes on, and of one signature comes one certificate on record`, async () => {
        const asked: string[] = [];
        const office = await testOffice(open);
        const dying = processOf(office, { wire: dyingAt(address, point, asked) });
        const certificateId = await approved(dying);
        const rounds = async () => {
          // Short of the day after which it is given up: the CA takes its own time to look.
          for (let round = 0; round < 1000; round += 1) {
            office.clock.advance(61_000);
            await issueDue(dying.ports);
          }
        };
        await expect(rounds()).rejects.toThrow('killed');
        expect(await rowOf(dying, certificateId)).toMatchObject({ status: 'ISSUING', der: null });
        const living = processOf(office, { wire: listening(asked) });
        const row = await settled(living, certificateId);
        expect(row).toMatchObject({ status: 'ACTIVE', reason: null });
        expect(asked.filter((url) => url.includes('/finalize-order/'))).toHaveLength(1);
        const events = await office.database.query.selectFrom('certificate_event').select('what').where('what', '=', 'issued').execute();
        expect(events).toHaveLength(1);
      });
    }
  }

  test('many processes at once make one certificate of one request', async () => {
    const asked: string[] = [];
    const office = await testOffice(open);
    const processes = Array.from({ length: 8 }, () => processOf(office, { wire: listening(asked) }));
    const [first] = processes;
    if (first === undefined) throw new Error('there is no process');
    const certificateId = await approved(first);
    await expect
      .poll(async () => {
        office.clock.advance(61_000);
        await Promise.all(processes.map(({ ports }) => issueDue(ports)));
        return (await rowOf(first, certificateId)).status;
      })
      .toBe('ACTIVE');
    const events = await office.database.query.selectFrom('certificate_event').select('what').where('what', '=', 'issued').execute();
    expect(events).toHaveLength(1);
    expect(await office.database.query.selectFrom('certificate_acme_account').selectAll().execute()).toHaveLength(1);
  });

  describe('with a program that changes the zones', () => {
    let folder = '';
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    /** Speaks to the DNS of the test, and writes down how it was called. */
    function programWith(behaviour: 'publishes' | 'fails'): string {
      folder = mkdtempSync(join(tmpdir(), 'sallyport-zone-'));
      const path = join(folder, 'change-zone');
      writeFileSync(
        path,
        `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const [what, name, value] = process.argv.slice(2);
appendFileSync(${JSON.stringify(join(folder, 'calls'))}, [what, name, Object.keys(process.env).filter((one) => one.startsWith('SALLYPORT')).length].join(' ') + '\\n');
if (${JSON.stringify(behaviour)} === 'fails') process.exit(1);
const [verb, body] = what === 'publish' ? ['set-txt', { host: name + '.', value }] : ['clear-txt', { host: name + '.' }];
fetch(${JSON.stringify(pebble.dnsManagement)} + '/' + verb, { method: 'POST', body: JSON.stringify(body) }).then((answer) => process.exit(answer.ok ? 0 : 1));
`,
      );
      chmodSync(path, 0o755);
      return path;
    }

    test('a wildcard is proven by DNS, and its record taken away', async () => {
      const setting = await openOne(open, { settings: { dns: dnsProgram(programWith('publishes')) } });
      const certificateId = await approved(setting, ['*.harbour.example', 'pier.harbour.example']);
      const row = await settled(setting, certificateId);
      expect([row.status, row.reason]).toEqual(['ACTIVE', null]);
      const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n').sort();
      expect(calls).toEqual([
        'publish _acme-challenge.harbour.example 0',
        'publish _acme-challenge.pier.harbour.example 0',
        'remove _acme-challenge.harbour.example 0',
        'remove _acme-challenge.pier.harbour.example 0',
      ]);
    });

    test('a program that fails is called again, and says so meanwhile', async () => {
      const setting = await openOne(open, { settings: { dns: dnsProgram(programWith('fails')) } });
      const certificateId = await approved(setting, ['*.harbour.example']);
      await issueDue(setting.ports);
      expect(await rowOf(setting, certificateId)).toMatchObject({ status: 'ISSUING' });
      expect(await orderOf(setting, certificateId)).toMatchObject({ problem: 'acme/dns-program-failed' });
      const better = processOf(setting.office, { settings: { dns: dnsProgram(programWith('publishes')) } });
      expect(await settled(better, certificateId)).toMatchObject({ status: 'ACTIVE' });
    });
  });
});

describe('a CA that wants an account of its own', () => {
  eachEngine('external account binding', (open) => {
    test('without the binding nothing is issued, with a wrong key neither, with the right one it is', async () => {
      const strict = await startPebble({ account: 'external', httpPort: pebble.httpPort });
      const away = pebble;
      try {
        pebble = strict;
        const key = (text: string) => ({ externalAccount: { keyId: EXTERNAL_ACCOUNT.keyId, key: new Secret(text) } });
        const without = await openOne(open);
        const refused = await settled(without, await approved(without));
        expect([refused.status, refused.reason]).toEqual(['FAILED', expect.stringMatching(/^acme\/externalAccountRequired: /)]);
        const wrong = processOf(without.office, { settings: key('AAAAAAAAAAAAAAAAAAAAAAAA') });
        const refusedToo = await settled(wrong, await approved(wrong));
        expect([refusedToo.status, refusedToo.reason]).toEqual(['FAILED', expect.stringMatching(/^acme\//)]);
        const right = processOf(without.office, { settings: key(EXTERNAL_ACCOUNT.key) });
        const issued = await settled(right, await approved(right));
        expect([issued.status, issued.reason]).toEqual(['ACTIVE', null]);
        expect(new X509Certificate(issued.der ?? Buffer.alloc(0)).subjectAltName).toBe('DNS:www.harbour.example');
      } finally {
        pebble = away;
        await strict.stop();
      }
    });
  });
});

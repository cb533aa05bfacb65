import { type PersonId, type Role, revokeApiKey } from '@sallyport/certificates';
import { pemChain } from '@sallyport/pki';
import { makeTestAuthority } from '@sallyport/pki/testing';
import { manualClock } from '@sallyport/platform/testing';
import { NoRoom } from '@sallyport/platform';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type ApiAnswer,
  type ApiProgram,
  type ApiRequest,
  type Description,
  askApi,
  programOf,
  readDescription,
} from '../testing/api-programs.ts';
import { type StaffMember, csrOf, staffOf, staffedServer } from '../testing/certificate-staff.ts';
import { runServer } from '../testing/running-server.ts';
import { OPERATIONS } from './operations.ts';

let description: Description;
const { server, hire, anotherOrganisation } = staffedServer();
beforeAll(async () => {
  description = await readDescription(server());
});

const program = (member: StaffMember, scopes?: Parameters<typeof programOf>[1]['scopes']) =>
  programOf(server(), { member, description, ...(scopes && { scopes }) });

const ALL_ROLES: readonly Role[] = ['requester', 'approver', 'domain-administrator', 'auditor', 'organisation-administrator'];
const NEVER = 'AAAAAAAAAAAAAAAAAAAAAA';
/** Under TLS, on this machine: where no message may go. */
const INSIDE = 'https://127.0.0.1/hook';

/** One request that is well-formed for each operation; `of` names what it is about. */
function requestTo({ method, path, id }: (typeof OPERATIONS)[number], of = NEVER): ApiRequest {
  const bodies: Readonly<Record<string, unknown>> = {
    checkRequest: { profile: 'server', csr: csrOf(), names: ['a.example'] },
    createRequest: { profile: 'server', csr: csrOf(), names: ['a.example'] },
    decideOnRequest: { decision: 'approve' },
    decideOnRevocation: { wish: NEVER, decision: 'approve' },
    revokeCertificate: {},
    renewCertificate: { csr: csrOf() },
    reissueCertificate: { csr: csrOf(), overlapHours: 24 },
    tellOthers: { noticeAddresses: ['team@harbour.example'] },
    describeCertificate: { fields: [] },
    chooseNotices: { scope: 'none', pace: 'each', approvals: 'silent' },
    addWebhook: { url: INSIDE, occasions: ['certificate.issued'] },
    addDomain: { name: 'a.example', method: 'dns' },
    proveDomainAgain: { method: 'dns' },
    removeDomain: { reason: 'not ours' },
    addField: { name: 'Team', kind: 'text', need: 'optional' },
    changeField: { name: 'Team', need: 'optional' },
    revokeMany: { certificates: [of] },
    deactivateMany: { certificates: [of] },
    retryMany: { certificates: [of] },
    describeMany: { certificates: [of], fields: [] },
    tellManyOthers: { certificates: [of], noticeAddresses: ['team@harbour.example'] },
    importCertificates: { files: [{ pem: 'dear colleague' }] },
    saveView: { name: 'Everything' },
    shareView: { name: 'Everything' },
  };
  const filled = path
    .replace(/:(certificate|domain|webhook|field|view|report)Id/, of)
    .replace(':personId', 'nobody')
    .replace(':role', 'approver')
    .replace(':file', 'certificate.pem');
  return { method, path: filled, ...(id in bodies && { body: bodies[id] }) };
}

async function asks(ada: ApiProgram, headers: Readonly<Record<string, string>> = {}, name = 'www.harbour.example') {
  return ada.ask({ method: 'POST', path: '/requests', body: { profile: 'server', csr: csrOf(), names: [name] }, headers });
}

function tallyOf(answers: readonly ApiAnswer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

async function certificates(): Promise<number> {
  return (await server().installation.database.query.selectFrom('certificate').select('certificate_id').execute()).length;
}

describe('what an attacker tries at the API', () => {
  test('no operation does anything for who has no key, a wrong one, a cookie, or a key in another place', async () => {
    const ada = await hire('ada', ALL_ROLES);
    const { key } = await program(ada);
    await ada.look('/dashboard');
    const before = await certificates();
    const wrong = key.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    const ways: readonly Readonly<Record<string, string>>[] = [
      {},
      { authorization: `Bearer ${wrong}` },
      { authorization: `Basic ${Buffer.from(`x:${key}`).toString('base64')}` },
      { authorization: `Bearer ${key} x` },
      { cookie: `sallyport-certificate-services=${key}` },
      { 'x-api-key': key },
    ];
    for (const operation of OPERATIONS) {
      for (const headers of ways) {
        const { status, json, headers: answered } = await askApi(server(), { ...requestTo(operation), headers });
        expect([status, json?.['code']], operation.id).toEqual([401, 'api-key-refused']);
        expect(answered.get('www-authenticate')).toContain('Bearer');
      }
    }
    expect(await certificates()).toBe(before);
    expect(server().logged.join('')).not.toContain(key);
  });

  test('each operation asks for its scope, also of who may do everything', async () => {
    const ada = await hire('ada', ALL_ROLES);
    const [looking, asking] = [await program(ada, ['look']), await program(ada, ['request'])];
    for (const operation of OPERATIONS) {
      const { scope } = operation;
      if (scope === 'any') continue;
      const { status, json } = await (scope === 'look' ? asking : looking).ask(requestTo(operation));
      expect([operation.id, status, json?.['details']]).toEqual([operation.id, 403, { scopes: [scope] }]);
    }
  });

  test('what a key is allowed is of no use to it when its maker has lost the role', async () => {
    const ada = await hire('ada', ['requester']);
    const asking = await program(ada, ['request']);
    expect((await asks(asking)).status).toBe(201);
    const personId = ada.person.accountId as string as PersonId;
    await server().installation.database.transact((tx) =>
      tx.query.deleteFrom('certificate_role').where('person_id', '=', personId).execute(),
    );
    const { status, json } = await asks(asking);
    expect([status, json?.['details']]).toEqual([403, { roles: ['requester'] }]);
  });

  test('a key that was ended opens nothing from the next request on', async () => {
    const ada = await hire('ada', ['requester']);
    const asking = await program(ada);
    expect((await asking.ask({ method: 'GET', path: '/key' })).json).toMatchObject({ id: asking.keyId });
    const personId = ada.person.accountId as string as PersonId;
    const { organisation_id: organisationId } = await server()
      .installation.database.query.selectFrom('certificate_person')
      .select('organisation_id')
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
    const person = { personId, organisationId, level: 2, network: '192.0.2.1' } as const;
    await revokeApiKey(server().installation.certificates, { person, keyId: asking.keyId as never });
    expect((await asking.ask({ method: 'GET', path: '/key' })).status).toBe(401);
  });

  test('what is of another organisation is not there, in the same words as what never was', async () => {
    const owner = await hire('ada', ALL_ROLES);
    const ada = await program(owner);
    const id = (await asks(ada)).json?.['id'] as string;
    const add = async (path: string, body: unknown) => (await ada.ask({ method: 'POST', path, body })).json?.['id'] as string;
    const ids = {
      ':certificateId': id,
      ':domainId': await add('/domains', { name: 'theirs.example', method: 'dns' }),
      ':webhookId': await add('/webhooks', { url: INSIDE, occasions: ['certificate.issued'] }),
      ':fieldId': await add('/fields', { name: 'Team', kind: 'text', need: 'optional' }),
      ':viewId': await add('/views/shared', { name: 'Everything' }),
      ':reportId': await add('/many/retry', { certificates: [id] }),
    };
    expect(Object.values(ids).map((one) => one.length)).toEqual(Object.keys(ids).map(() => NEVER.length));
    await anotherOrganisation();
    const mallory = await program(await hire('mallory', ALL_ROLES));
    for (const [name, of] of Object.entries(ids)) {
      const operations = OPERATIONS.filter(({ path }) => path.includes(name));
      expect(operations.length).toBeGreaterThan(0);
      for (const operation of operations) {
        const [theirs, none] = [await mallory.ask(requestTo(operation, of)), await mallory.ask(requestTo(operation))];
        expect([theirs.status, none.status], operation.id).toEqual([404, 404]);
        expect({ ...theirs.json, instance: '' }).toEqual({ ...none.json, instance: '' });
      }
    }
    for (const operation of OPERATIONS.filter(({ path }) => path.startsWith('/many/'))) {
      const rowsOf = async (of: string) => (await mallory.ask(requestTo(operation, of))).json?.['rows'];
      const not = { outcome: 'refused', code: 'certificate-not-found' };
      expect([await rowsOf(id), await rowsOf(NEVER)]).toEqual([[{ ...not, certificate: id }], [{ ...not, certificate: NEVER }]]);
    }
    expect((await mallory.ask({ method: 'GET', path: '/views' })).json).toEqual({ views: [] });
    expect((await mallory.ask({ method: 'GET', path: '/certificates?search=www' })).json).toEqual({ certificates: [] });
    expect((await mallory.ask({ method: 'GET', path: '/people' })).text).not.toContain(owner.person.userName);
    expect((await mallory.ask({ method: 'GET', path: '/webhooks' })).json).toEqual({ webhooks: [] });
  });

  test('the secret of a webhook is answered where it is asked for, and kept in no answer and no log', async () => {
    const eve = await program(await hire('eve', ALL_ROLES));
    const body = { url: INSIDE, occasions: ['certificate.issued'] };
    const add = () => eve.ask({ method: 'POST', path: '/webhooks', body, headers: { 'idempotency-key': 'hook' } });
    const [added, replayed] = [await add(), await add()];
    expect([replayed.json, replayed.headers.get('idempotent-replayed')]).toEqual([added.json, 'true']);
    const path = `/webhooks/${added.json?.['id'] as string}/secret`;
    const shown = await eve.ask({ method: 'GET', path, headers: { 'idempotency-key': 'secret' } });
    const secret = shown.json?.['secret'] as string;
    expect([secret, shown.headers.get('cache-control')]).toEqual([expect.stringMatching(/^whsec_/), 'no-store']);
    const others = await program(await hire('ada', ['requester', 'approver', 'auditor', 'domain-administrator']));
    expect((await others.ask({ method: 'GET', path })).status).toBe(403);
    const { query } = server().installation.database;
    const kept = await query.selectFrom('certificate_api_answer').select(['idempotency_key', 'answer']).execute();
    expect(kept.map(({ idempotency_key: key }) => key)).toContain('hook');
    expect(JSON.stringify(kept)).not.toContain('whsec_');
    expect(server().logged.join('')).not.toContain(secret);
  });

  test('a private key among certificates of others refuses all of them, and is kept under no key and in no log', async () => {
    const ada = await program(await hire('ada', ['requester']));
    const theirs = await makeTestAuthority({ now: Date.now() });
    const secret = 'MIGHAgEAMBMGByqGSM49AgEGprograms';
    const key = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`;
    const good = { pem: pemChain([await theirs.issue(['keyed.example'])]) };
    for (const bad of [{ pem: key }, { pem: good.pem + key }, { base64: Buffer.from(key).toString('base64') }]) {
      const headers = { 'idempotency-key': 'theirs' };
      const { status, json, text } = await ada.ask({ method: 'POST', path: '/imports', body: { files: [good, bad] }, headers });
      expect([status, json?.['code']]).toEqual([422, 'import-private-key']);
      expect(text).not.toContain(secret);
    }
    const { status, text } = await ada.ask({ method: 'POST', path: '/imports', body: { files: [{ ...good, key }] } });
    expect([status, text]).toEqual([400, expect.not.stringContaining(secret)]);
    expect((await ada.ask({ method: 'GET', path: '/certificates?search=keyed' })).json).toEqual({ certificates: [] });
    const { query } = server().installation.database;
    const kept = await query.selectFrom('certificate_api_answer').selectAll().where('idempotency_key', '=', 'theirs').execute();
    expect(kept).toEqual([]);
    expect(server().logged.join('')).not.toContain(secret);
  });

  test('too much brought in at once is refused, and many are no more than a person looks at', async () => {
    const ada = await program(await hire('ada', ['requester']));
    const post = async (path: string, body: unknown) => {
      const answer = await ada.ask({ method: 'POST', path, body });
      return `${String(answer.status)} ${answer.json?.['code'] as string}`;
    };
    const lines = (length: number) => '\n'.repeat(length);
    expect(await post('/imports', { files: [{ pem: lines(1_048_577) }] })).toBe('400 not-understood');
    expect(await post('/imports', { files: Array.from({ length: 21 }, () => ({ pem: 'x' })) })).toBe('400 not-understood');
    expect(await post('/imports', { files: [{ base64: 'no base64' }] })).toBe('400 not-understood');
    expect(await post('/imports', { files: [{ pem: 'x', base64: 'AAAA' }] })).toBe('400 not-understood');
    expect(await post('/imports', { files: Array.from({ length: 5 }, () => ({ pem: 'x'.repeat(1_000_000) })) })).toBe('413 too-large');
    expect(await post('/imports', { files: [] })).toBe('422 nothing-to-import');
    expect(await post('/many/retry', { certificates: Array.from({ length: 101 }, () => NEVER) })).toBe('400 not-understood');
    expect(await post('/many/retry', { certificates: [] })).toBe('422 nothing-chosen');
  });

  test('a request sent again under its key is done once, however often and however many at once', async () => {
    const ada = await program(await hire('ada', ['requester']));
    const before = await certificates();
    const once = { 'idempotency-key': 'deploy-7' };
    const body = { profile: 'server', csr: csrOf(), names: ['once.harbour.example'] };
    const again = () => ada.ask({ method: 'POST', path: '/requests', body, headers: once });
    const answers = await Promise.all(Array.from({ length: 10 }, again));
    expect(await certificates()).toBe(before + 1);
    const done = answers.filter(({ status }) => status === 201);
    expect(answers.filter(({ status }) => status !== 201).every(({ json }) => json?.['code'] === 'idempotency-in-progress')).toBe(true);
    const replayed = await again();
    expect([replayed.status, replayed.json, replayed.headers.get('idempotent-replayed')]).toEqual([201, done[0]?.json, 'true']);
    expect(replayed.headers.get('location')).toBe(done[0]?.headers.get('location'));
    expect(await certificates()).toBe(before + 1);
  });

  test('the key of another request, or of another program, replays nothing', async () => {
    const [ada, bo] = [await program(await hire('ada', ['requester'])), await program(await hire('bo', ['requester']))];
    const once = { 'idempotency-key': 'same' };
    const first = await asks(ada, once);
    const other = await asks(ada, once, 'other.harbour.example');
    expect([other.status, other.json?.['code']]).toEqual([422, 'idempotency-key-reused']);
    const elsewhere = await ada.ask({ method: 'POST', path: `/requests/${first.json?.['id'] as string}/withdrawal`, headers: once });
    expect(elsewhere.json?.['code']).toBe('idempotency-key-reused');
    expect((await asks(bo, once)).json?.['id']).not.toBe(first.json?.['id']);
    for (const key of ['', 'x'.repeat(101), 'a b']) expect((await asks(ada, { 'idempotency-key': key })).status).toBe(400);
  });

  test('what was refused is tried again under its key when the reason is gone', async () => {
    const ada = await program(await hire('ada', ['requester']));
    const once = { 'idempotency-key': 'try' };
    expect((await asks(ada, once, 'not a name')).status).toBe(422);
    expect((await asks(ada, once)).status).toBe(201);
  });

  test('what is too large, of another kind or more than declared is refused before anything is done', async () => {
    const ada = await program(await hire('ada', ALL_ROLES));
    const before = await certificates();
    const request = { profile: 'server', csr: csrOf(), names: ['a.example'] };
    const post = async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
      const answer = await ada.ask({ method: 'POST', path: '/requests', body, headers });
      return `${String(answer.status)} ${answer.json?.['code'] as string}`;
    };
    expect(await post({ ...request, csr: 'x'.repeat(70_000) })).toBe('413 too-large');
    expect(await post({ ...request, names: Array.from({ length: 501 }, () => 'a') })).toBe('400 not-understood');
    expect(await post({ ...request, names: ['x'.repeat(254)] })).toBe('400 not-understood');
    expect(await post({ ...request, note: 'x'.repeat(1001) })).toBe('400 not-understood');
    expect(await post({ ...request, status: 'ACTIVE' })).toBe('400 not-understood');
    expect(await post({ ...request, lifetimeDays: '30' })).toBe('400 not-understood');
    expect(await post('{"profile":"server","__proto__":{}}')).toBe('400 not-understood');
    expect(await post('{')).toBe('400 not-understood');
    expect(await post('[]')).toBe('400 not-understood');
    expect(await post('profile=server&csr=x', { 'content-type': 'application/x-www-form-urlencoded' })).toBe('415 media-type-refused');
    expect(await post('<x/>', { 'content-type': 'application/xml' })).toBe('415 media-type-refused');
    expect((await ada.ask({ method: 'GET', path: '/certificates?search=x&key=y' })).status).toBe(400);
    expect((await ada.ask({ method: 'GET', path: '/certificates?limit=501' })).status).toBe(400);
    expect((await ada.ask({ method: 'GET', path: '/certificates?status=ACTIVE&status=FAILED' })).status).toBe(400);
    expect(await certificates()).toBe(before);
  });

  test('on a full disk nothing is done, and the program is told so', async () => {
    const ada = await program(await hire('ada', ['requester']));
    const before = await certificates();
    const full = vi.spyOn(server().installation.database, 'transact').mockRejectedValue(new NoRoom('full'));
    const answer = await asks(ada);
    full.mockRestore();
    expect(answer).toMatchObject({ status: 503, json: { code: 'no-room' } });
    expect(await certificates()).toBe(before);
    expect((await asks(ada)).status).toBe(201);
  });

  test('another method of an address is none, whatever headers say, and no form of a page reaches it', async () => {
    const ada = await program(await hire('ada', ALL_ROLES));
    const id = (await asks(ada)).json?.['id'] as string;
    const revoke = { method: 'GET', path: `/certificates/${id}/revocation` };
    for (const headers of [{}, { 'x-http-method-override': 'POST' }, { 'x-method-override': 'POST' }]) {
      const { status, headers: answered, json } = await ada.ask({ ...revoke, headers });
      expect([status, answered.get('allow'), json?.['code']]).toEqual([405, 'POST', 'method-not-allowed']);
    }
    expect((await ada.ask({ ...revoke, path: `${revoke.path}?_method=POST` })).status).toBe(405);
    expect((await ada.ask({ method: 'DELETE', path: `/certificates/${id}` })).status).toBe(405);
    expect((await ada.ask({ method: 'POST', path: '/certificates' })).status).toBe(405);
    for (const path of ['/Certificates', '//certificates', `/certificates/${id}/revoke`, '/..%2fdashboard']) {
      expect((await ada.ask({ method: 'GET', path })).status, path).toBe(404);
    }
    expect((await ada.ask({ method: 'HEAD', path: '/key' })).status).toBe(200);
  });

  test('a program that asks without end is told to wait, and its colleagues are not', async () => {
    const clock = manualClock(Date.now());
    const standing = await runServer({ clock });
    try {
      const there = await readDescription(standing);
      const office = await staffOf(standing);
      const hired = async (name: string) => programOf(standing, { member: await office.hire(name, ['requester']), description: there });
      const [ada, bo] = [await hired('pace.ada'), await hired('pace.bo')];
      const key = { method: 'GET', path: '/key' } as const;
      const ask = (times: number) => Promise.all(Array.from({ length: times }, () => ada.ask(key)));
      const answers = await ask(510);
      expect(tallyOf(answers)).toEqual({ 200: 500, 429: 10 });
      expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
      expect((await bo.ask(key)).status).toBe(200);
      // As many as there are in it: 499 are left.
      const many = (count: number) =>
        bo.ask({ method: 'POST', path: '/many/retry', body: { certificates: Array.from({ length: count }, () => NEVER) } });
      for (const count of [100, 100, 100, 100]) expect((await many(count)).status).toBe(200);
      const refused = await many(100);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
      expect((await many(90)).status).toBe(200);
      // So does what is brought in, a KiB for one, whatever it is: 8 are left.
      const bring = (...characters: readonly number[]) =>
        bo.ask({ method: 'POST', path: '/imports', body: { files: characters.map((length) => ({ pem: '-'.repeat(length) })) } });
      expect((await bring(4096, 4097)).status).toBe(429);
      expect((await bring(4096, 3072)).status).toBe(200);
      expect((await bo.ask(key)).status).toBe(429);
      clock.advance(1000);
      expect(tallyOf(await ask(60))).toEqual({ 200: 50, 429: 10 });
    } finally {
      await standing.stop();
    }
  });

  test('guesses are held back, and the answer says nothing about what there is', async () => {
    const before = server().heldBack.length;
    const bodies = new Set<string>();
    for (let guess = 0; guess < 15; guess += 1) {
      const { json } = await askApi(server(), { method: 'GET', path: '/key', headers: { authorization: `Bearer guess-${String(guess)}` } });
      bodies.add(JSON.stringify({ ...json, instance: '' }));
    }
    expect(bodies.size).toBe(1);
    expect(server().heldBack.length).toBeGreaterThan(before);
  });
});

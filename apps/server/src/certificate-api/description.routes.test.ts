import { X509Certificate } from 'node:crypto';
import { pemChain, pkcs7Bundle } from '@sallyport/pki';
import { makeTestAuthority } from '@sallyport/pki/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiProgram, type Description, programOf, readDescription } from '../testing/api-programs.ts';
import { csrOf, staffOf } from '../testing/certificate-staff.ts';
import { type RunningServer, runServer } from '../testing/running-server.ts';
import { OPERATIONS } from './operations.ts';

let server: RunningServer;
let description: Description;
beforeAll(async () => {
  server = await runServer();
  description = await readDescription(server);
});
afterAll(() => server.stop());

test('the description names every route of the API, and every operation in it is answered by a route', () => {
  const described = Object.entries(description.document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = server.routes
    .filter(({ listener, path }) => listener === 'certificate-services' && path.startsWith('/api/v1/'))
    .filter(({ path }) => !path.endsWith('/*') && !path.endsWith('/openapi.json'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(described.sort()).toEqual(routes.sort());
  const ids = Object.values(description.document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  expect(ids.sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
  expect(new Set(ids).size).toBe(ids.length);
});

test('an answer that is not what the description says is noticed', () => {
  const request = { method: 'GET', path: '/domains' };
  const answerOf = (json: Readonly<Record<string, unknown>>, status = 200, type = 'application/json') => ({
    status,
    headers: new Headers({ 'content-type': type }),
    json,
    text: JSON.stringify(json),
  });
  const domain = { id: 'A'.repeat(22), name: 'a.example', state: 'pending', reuse: [], found: [] };
  const told = { type: 'urn:x', status: 404, code: 'x', detail: 'x', instance: 'x' };
  description.hold(request, answerOf({ domains: [domain] }));
  description.hold(request, answerOf(told, 404, 'application/problem+json'));
  for (const wrong of [
    answerOf({ domains: [{ ...domain, secret: 'x' }] }),
    answerOf({ domains: [{ ...domain, state: 'maybe' }] }),
    answerOf({ domains: [{ ...domain, verifiedAt: 'yesterday' }] }),
    answerOf({ domains: [domain] }, 200, 'text/html'),
    answerOf({ ...told, reason: 'private' }, 404, 'application/problem+json'),
    answerOf({ error: 'x' }, 404, 'application/problem+json'),
  ]) {
    expect(() => description.hold(request, wrong), wrong.text).toThrow();
  }
  description.done.clear();
});

/** A page, the next and so on, until a page says that it is the last. */
async function allPages(program: ApiProgram, query: string): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  let after = '';
  for (let page = 0; page < 20; page += 1) {
    const { json } = await program.ask({ method: 'GET', path: `/certificates?${query}${after}` });
    found.push(...(json?.['certificates'] as unknown[]));
    if (json?.['next'] === undefined) return found;
    after = `&after=${encodeURIComponent(json['next'] as string)}`;
  }
  throw new Error('there is no last page');
}

test('every operation does what its description says, and answers what its schema says', async () => {
  const staff = await staffOf(server);
  const roles = ['requester', 'approver', 'domain-administrator', 'organisation-administrator'] as const;
  const [ada, bo] = [await staff.hire('api.ada', roles), await staff.hire('api.bo', roles)];
  const [asks, agrees] = [await programOf(server, { member: ada, description }), await programOf(server, { member: bo, description })];
  const get = async (path: string) => (await asks.ask({ method: 'GET', path })).json;
  const post = (program: ApiProgram, path: string, body?: unknown) =>
    program.ask({ method: 'POST', path, ...(body !== undefined && { body }) });
  let fields: readonly object[] = [];
  const request = (profile: string, name: string) => ({ profile, csr: csrOf(), names: [name], fields });

  expect(await get('/key')).toMatchObject({ id: asks.keyId, person: ada.person.accountId });
  expect(await get('/profiles')).toMatchObject({ profiles: [{ id: 'server' }, { id: 'server-and-client' }, { id: 'short-lived-server' }] });
  expect(
    (await post(asks, '/requests/check', { ...request('server', 'www.harbour.example'), csr: csrOf(['other.example']) })).json,
  ).toMatchObject({
    approvalsNeeded: 1,
    differences: [{ kind: 'name-added' }, { kind: 'subject-left-out', about: 'CN', value: 'other.example' }],
  });

  // From the request to its end.
  const kept = await post(asks, '/fields', { name: 'Cost', kind: 'number', need: 'optional' });
  const field = kept.json?.['id'] as string;
  expect(kept.status).toBe(201);
  const changed = { name: 'Cost centre', need: 'required' };
  expect((await asks.ask({ method: 'PUT', path: `/fields/${field}`, body: changed })).status).toBe(204);
  expect(await get('/fields')).toEqual({ fields: [{ id: field, name: 'Cost centre', kind: 'number', choices: [], need: 'required' }] });
  expect((await post(asks, '/requests', request('server', 'www.harbour.example'))).json).toMatchObject({
    code: 'field-value-missing',
    details: { texts: ['Cost centre'] },
  });
  fields = [{ id: field, value: '17' }];
  const asked = await post(asks, '/requests', request('server', 'www.harbour.example'));
  expect([asked.status, asked.json]).toEqual([201, expect.objectContaining({ status: 'PENDING_APPROVAL' })]);
  const id = asked.json?.['id'] as string;
  expect(asked.headers.get('location')).toBe(`/api/v1/certificates/${id}`);
  expect((await agrees.ask({ method: 'GET', path: '/requests' })).json).toMatchObject({ requests: [{ certificate: { id } }] });
  expect((await post(agrees, `/requests/${id}/decision`, { decision: 'approve' })).json).toEqual({
    status: 'ACTIVE',
    approvals: 1,
    needed: 1,
  });
  const active = await get(`/certificates/${id}`);
  expect(active).toMatchObject({
    status: 'ACTIVE',
    names: ['www.harbour.example'],
    events: [{ what: 'asked' }, { what: 'approved' }, { what: 'issued' }],
  });
  expect(new X509Certificate(active?.['pem'] as string).subjectAltName).toBe('DNS:www.harbour.example');
  const whole = await asks.ask({ method: 'GET', path: `/certificates/${id}/files/full-chain.pem` });
  expect(whole.text.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  for (const file of ['certificate.pem', 'chain.pem', 'root.pem', 'certificate.cer', 'certificate.p7b']) {
    expect((await asks.ask({ method: 'GET', path: `/certificates/${id}/files/${file}` })).status).toBe(200);
  }
  const described = { fields: [{ id: field, value: '18' }] };
  expect((await asks.ask({ method: 'PUT', path: `/certificates/${id}/fields`, body: described })).status).toBe(204);
  expect(await get(`/certificates/${id}`)).toMatchObject(described);
  expect(await get('/certificates?search=18')).toMatchObject({ certificates: [{ id, ...described }] });

  // In its place.
  const [mails, path] = [{ noticeAddresses: ['team@harbour.example'] }, `/certificates/${id}`];
  expect((await asks.ask({ method: 'PUT', path: `${path}/notice-addresses`, body: mails })).json).toEqual(mails);
  const reissued = await post(asks, `${path}/reissue`, { csr: csrOf(), overlapHours: 24 });
  expect([reissued.status, reissued.json]).toEqual([201, expect.objectContaining({ status: 'PENDING_APPROVAL' })]);
  const next = reissued.json?.['id'] as string;
  expect((await post(asks, `${path}/renewal`, {})).json).toMatchObject({ code: 'replaced-already' });
  expect(await get(path)).toMatchObject({ ...mails, successor: { id: next, status: 'PENDING_APPROVAL', overlapHours: 24 } });
  expect((await post(asks, `/requests/${next}/withdrawal`)).status).toBe(204);
  const renewed = await post(asks, `${path}/renewal`, { lifetimeDays: 30, note: 'as before' });
  expect(renewed.status).toBe(201);
  expect(await get(`/certificates/${renewed.json?.['id'] as string}`)).toMatchObject({
    ...mails,
    names: ['www.harbour.example'],
    lifetimeDays: 30,
    predecessor: { id, status: 'ACTIVE' },
  });
  expect((await post(asks, `/requests/${renewed.json?.['id'] as string}/withdrawal`)).status).toBe(204);

  const revoked = await post(asks, `/certificates/${id}/revocation`, { reason: 'superseded' });
  expect([revoked.status, revoked.json]).toEqual([200, { outcome: 'revoked' }]);
  expect(await get(`/certificates/${id}`)).toMatchObject({ status: 'REVOKED', revoked: { reason: 'superseded' } });

  // A revocation to which somebody else must agree.
  const both = (await post(asks, '/requests', request('server-and-client', 'both.harbour.example'))).json?.['id'] as string;
  expect((await post(agrees, `/requests/${both}/decision`, { decision: 'approve' })).json).toMatchObject({ status: 'ACTIVE' });
  const wished = await post(asks, `/certificates/${both}/revocation`, {});
  expect([wished.status, wished.json]).toEqual([200, { outcome: 'asked', approvalsNeeded: 1 }]);
  const { revocationWish } = (await get(`/certificates/${both}`)) as { readonly revocationWish: { readonly id: string } };
  expect(revocationWish).toMatchObject({ state: 'OPEN', approvalsNeeded: 1, approvals: [] });
  expect((await agrees.ask({ method: 'GET', path: '/requests' })).json).toMatchObject({ revocations: [{ certificate: { id: both } }] });
  const word = await post(agrees, `/certificates/${both}/revocation/decision`, { wish: revocationWish.id, decision: 'approve' });
  expect([word.status, word.json]).toEqual([200, { status: 'REVOKED', approvals: 1, needed: 1 }]);

  const short = await post(asks, '/requests', request('short-lived-server', 'api.harbour.example'));
  expect(short.json).toMatchObject({ status: 'ACTIVE' });
  expect((await post(asks, `/certificates/${short.json?.['id'] as string}/deactivation`)).status).toBe(204);

  const unwanted = (await post(asks, '/requests', request('server', 'old.harbour.example'))).json?.['id'] as string;
  expect((await asks.ask({ method: 'GET', path: `/certificates/${unwanted}/files/certificate.pem` })).status).toBe(404);
  expect((await post(asks, `/requests/${unwanted}/withdrawal`)).status).toBe(204);

  const failed = (await post(asks, '/requests', request('server', 'fails.harbour.example'))).json?.['id'] as string;
  await server.installation.database.transact(async (tx) => {
    const change = { status: 'FAILED', reason: 'a reason' } as const;
    await tx.query
      .updateTable('certificate')
      .set(change)
      .where('certificate_id', '=', failed as never)
      .execute();
  });
  expect((await post(agrees, `/requests/${failed}/retry`)).json).toEqual({ status: 'ACTIVE' });

  // Looking.
  const names = async (query: string) =>
    (await allPages(asks, query)).map((one) => (one as { readonly names: readonly string[] }).names[0]);
  const all = ['api', 'both', 'fails', 'old', 'www', 'www', 'www'].map((host) => `${host}.harbour.example`);
  expect(await names('order=name&limit=1')).toEqual(all);
  expect(await names('search=old')).toEqual(['old.harbour.example']);
  expect(await names('status=REVOKED&order=name')).toEqual(['both.harbour.example', 'www.harbour.example']);
  expect(await get('/overview')).toMatchObject({ latest: [{ names: ['fails.harbour.example'] }, {}, {}, {}, {}], undecided: 0 });

  // Many at once, and what became of each.
  const never = 'A'.repeat(22);
  const many = (act: string, body: object = {}) => post(asks, `/many/${act}`, { certificates: [failed, never, failed], ...body });
  const missing = { outcome: 'refused', certificate: never, code: 'certificate-not-found' };
  const written = await many('fields', { fields: [{ id: field, value: '19' }] });
  expect([written.status, written.json]).toEqual([
    200,
    { id: expect.any(String) as string, act: 'describe', rows: [{ outcome: 'done', certificate: failed }, missing] },
  ]);
  expect(await get(`/reports/${written.json?.['id'] as string}`)).toEqual({ madeAt: expect.any(String) as string, report: written.json });
  expect((await agrees.ask({ method: 'GET', path: `/reports/${written.json?.['id'] as string}` })).status).toBe(404);
  expect(await names(`field=${field}&search=19`)).toEqual(['fails.harbour.example']);
  const told = await many('notice-addresses', { noticeAddresses: ['team@harbour.example', 'team@harbour.example'] });
  expect(told.json).toMatchObject({ act: 'tell-others', rows: [{ outcome: 'done', certificate: failed }, missing] });
  expect(await get(`/certificates/${failed}`)).toMatchObject({ noticeAddresses: ['team@harbour.example'] });
  const malformed = await many('notice-addresses', { noticeAddresses: ['harbour.example'] });
  expect([malformed.status, malformed.json]).toMatchObject([422, { code: 'addresses-malformed', details: { texts: ['harbour.example'] } }]);
  const early = { outcome: 'refused', certificate: failed, code: 'status-changed', details: { status: 'ACTIVE' } };
  expect((await many('retry')).json).toMatchObject({ act: 'retry', rows: [early, missing] });
  expect((await many('deactivation')).json).toMatchObject({ rows: [{ outcome: 'done', certificate: failed }, missing] });
  expect((await many('revocation', { reason: 'superseded' })).json).toMatchObject({ act: 'revoke', rows: [{ outcome: 'done' }, missing] });
  expect(await get(`/certificates/${failed}`)).toMatchObject({ status: 'REVOKED', revoked: { reason: 'superseded' } });

  // Those of others.
  const theirs = await makeTestAuthority({ now: Date.now() });
  const [first, second] = [await theirs.issue(['a.theirs.example']), await theirs.issue(['b.theirs.example'])];
  const bundle = Buffer.from(pkcs7Bundle([second, first, theirs.root.certificate.der])).toString('base64');
  const files = [{ pem: pemChain([first]) }, { name: 'bundle.p7b', base64: bundle }, { name: 'letter.txt', pem: 'dear colleague' }];
  const imported = await post(asks, '/imports', { files });
  expect([imported.status, imported.json]).toMatchObject([
    200,
    {
      act: 'import',
      rows: [
        { outcome: 'done', file: '', place: 1, name: 'a.theirs.example' },
        { outcome: 'done', file: 'bundle.p7b', place: 1, name: 'b.theirs.example' },
        { outcome: 'refused', file: 'bundle.p7b', place: 2, name: 'a.theirs.example', code: 'there-already' },
        { outcome: 'refused', file: 'bundle.p7b', place: 3, code: 'is-a-ca' },
        { outcome: 'refused', file: 'letter.txt', place: 0, code: 'unpack-malformed' },
      ],
    },
  ]);
  expect(await names('search=theirs&order=name')).toEqual(['a.theirs.example', 'b.theirs.example']);

  // Searches with a name.
  const search = { name: 'Ending', search: 'harbour', status: 'ACTIVE', order: 'ends', field };
  const [mine, ours] = [await post(asks, '/views', search), await post(asks, '/views/shared', { name: 'Everything' })];
  expect([mine.status, ours.status]).toEqual([201, 201]);
  const shared = { ...ours.json, name: 'Everything', seenBy: 'everybody', search: '', order: 'asked' };
  expect(await get('/views')).toEqual({ views: [{ ...mine.json, ...search, seenBy: 'me' }, shared] });
  expect((await agrees.ask({ method: 'GET', path: '/views' })).json).toEqual({ views: [shared] });
  expect((await asks.ask({ method: 'DELETE', path: `/views/${mine.json?.['id'] as string}` })).status).toBe(204);
  expect(await get('/views')).toEqual({ views: [shared] });
  expect((await asks.ask({ method: 'DELETE', path: `/fields/${field}` })).status).toBe(204);
  expect(await get('/fields')).toEqual({ fields: [] });

  // Domains: an address at which nothing is published.
  const added = await post(asks, '/domains', { name: '127.0.0.1', method: 'file' });
  expect([added.status, added.json]).toEqual([201, expect.objectContaining({ state: 'pending', name: '127.0.0.1' })]);
  const domain = added.json?.['id'] as string;
  expect(added.json?.['proof']).toMatchObject({ method: 'file', place: `http://127.0.0.1/.well-known/sallyport-challenge/${domain}` });
  expect((await post(asks, `/domains/${domain}/check`)).json).toEqual({
    outcome: 'not-proven',
    found: [{ observer: 'here', what: 'status' }],
    released: 0,
  });
  expect((await post(asks, `/domains/${domain}/proof`, { method: 'file' })).json?.['proof']).not.toEqual(added.json?.['proof']);
  expect((await post(asks, `/domains/${domain}/removal`, { reason: 'not ours' })).status).toBe(204);
  expect(await get('/domains')).toMatchObject({ domains: [{ state: 'declined', declined: { reason: 'not ours', by: 'organisation' } }] });

  // Who is told.
  const choice = { scope: 'all', pace: 'daily', approvals: 'silent' };
  expect((await asks.ask({ method: 'PUT', path: '/notices', body: choice })).status).toBe(204);
  expect(await get('/notices')).toMatchObject({ choice });
  const hook = await post(asks, '/webhooks', { url: 'https://127.0.0.1/hook', occasions: ['certificate.issued'] });
  expect([hook.status, Object.keys(hook.json ?? {})]).toEqual([201, ['id']]);
  const webhook = `/webhooks/${hook.json?.['id'] as string}`;
  expect(hook.headers.get('location')).toBe(`/api/v1${webhook}`);
  expect((await get(`${webhook}/secret`))?.['secret']).toMatch(/^whsec_/);
  expect((await post(asks, `${webhook}/test`)).json).toEqual({ fault: 'address-refused' });
  expect(await get(webhook)).toMatchObject({ state: 'ACTIVE', waiting: 1, messages: [{ occasion: 'webhook.test', tries: 1 }] });
  expect((await post(asks, `${webhook}/retry`)).json).toEqual({ messages: 0 });
  expect(await get('/webhooks')).toMatchObject({ webhooks: [{ url: 'https://127.0.0.1/hook', occasions: ['certificate.issued'] }] });
  expect((await asks.ask({ method: 'DELETE', path: webhook })).status).toBe(204);
  expect(await get('/webhooks')).toEqual({ webhooks: [] });

  // People.
  expect(await get('/organisation')).toMatchObject({ administrators: [{}, {}] });
  const auditor = `/people/${bo.person.accountId}/roles/auditor`;
  expect((await asks.ask({ method: 'PUT', path: auditor })).status).toBe(204);
  expect(JSON.stringify(await get('/people'))).toContain('"auditor"');
  expect((await asks.ask({ method: 'DELETE', path: auditor })).status).toBe(204);
  expect(JSON.stringify(await get('/people'))).not.toContain('"auditor"');

  expect([...description.done].sort()).toEqual(OPERATIONS.map(({ id: one }) => one).sort());
});

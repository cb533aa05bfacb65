import { X509Certificate } from 'node:crypto';
import { ROLES } from '@sallyport/certificates';
import { readCertificates } from '@sallyport/pki';
import { NoRoom } from '@sallyport/platform';
import { describe, expect, test, vi } from 'vitest';
import { REQUEST, approves, asks, csrOf, staffedServer } from '../testing/certificate-staff.ts';
import { FORMS } from '../testing/places.ts';

const { server, hire, anotherOrganisation } = staffedServer();

const origin = () => server().configuration.listeners['certificate-services'].origin;

async function statusOf(path: string): Promise<string> {
  const row = await server()
    .installation.database.query.selectFrom('certificate')
    .select('status')
    .where('certificate_id', '=', (path.split('/')[2] ?? '') as never)
    .executeTakeFirstOrThrow();
  return row.status;
}

const count = async () => (await server().installation.database.query.selectFrom('certificate').select('certificate_id').execute()).length;

describe('what an attacker tries at Certificate Services', () => {
  test('a certificate of another organisation is not there, in the same words as one that never was, whatever is tried with it', async () => {
    const ada = await hire('ada', ['requester']);
    const path = await asks(ada);
    await anotherOrganisation();
    const mallory = await hire('mallory', ['requester', 'approver', 'organisation-administrator']);
    await mallory.act('/certificates/new');
    const never = '/certificates/AAAAAAAAAAAAAAAAAAAAAA';
    for (const address of [
      '',
      '/files/full-chain.pem',
      '/decide',
      '/decide-revocation',
      '/withdraw',
      '/retry',
      '/renew',
      '/reissue',
      '/tell-others',
      '/revoke',
      '/deactivate',
    ]) {
      const [theirs, none] = [await mallory.look(path + address), await mallory.look(never + address)];
      expect([theirs.status, none.status], address).toEqual([404, 404]);
      expect(theirs.text).toBe(none.text);
      expect((await mallory.look(`/certificates/..%2f..%2fdashboard${address}`)).status).toBe(404);
    }
    const forms = {
      decide: { decision: 'approve', reason: '' },
      'decide-revocation': { decision: 'approve', reason: '', wish: 'AAAAAAAAAAAAAAAAAAAAAA' },
      withdraw: {},
      retry: {},
      renew: { key: 'same', csr: '', lifetime: '', note: '' },
      reissue: { csr: csrOf(), overlap: '0', note: '' },
      'tell-others': { addresses: 'eve@evil.example' },
      revoke: { reason: 'unspecified' },
      deactivate: {},
    };
    for (const [act, fields] of Object.entries(forms)) {
      const [theirs, none] = [await mallory.send(`${path}/${act}`, fields), await mallory.send(`${never}/${act}`, fields)];
      expect([theirs.status, none.status], act).toEqual([404, 404]);
      expect(theirs.text).toBe(none.text);
    }
    expect(await statusOf(path)).toBe('PENDING_APPROVAL');
    expect((await mallory.look('/certificates')).text).not.toContain('harbour.example');
    expect((await mallory.look('/certificates?search=www')).text).toContain('Nothing was found');
    expect((await mallory.look('/people')).text).not.toMatch(/\bada\b/);
  });

  test('with the password alone every form there is asks for the second factor, whatever roles somebody has, and changes nothing', async () => {
    const bo = await hire('bo', ROLES);
    const path = await asks(await hire('ada', ['requester']));
    await bo.look('/dashboard');
    const kept = async () => {
      const { query } = server().installation.database;
      const [certificates, roles, events] = await Promise.all([
        query.selectFrom('certificate').selectAll().orderBy('certificate_id').execute(),
        query.selectFrom('certificate_role').selectAll().orderBy('person_id').orderBy('role').execute(),
        query.selectFrom('audit_event').select('outcome').where('outcome', '=', 'done').execute(),
      ]);
      return { certificates, roles, done: events.length };
    };
    const before = await kept();
    const forms = Object.entries(FORMS).filter(([key]) => key.startsWith('certificate-services ') && !key.endsWith('/sign-out'));
    expect(forms).not.toEqual([]);
    for (const [key, { query = '', form = {} }] of forms) {
      const address = (key.split(' ')[1] ?? '').replace('/certificates/:certificateId', path).replace(/:\w+Id/, 'A'.repeat(22));
      expect((await bo.send(address + query, form)).heading, address).toBe('Confirm it is you');
    }
    expect(await kept()).toEqual(before);
  });

  test('on a full disk a form says so, and what it was about is as it was', async () => {
    const ada = await hire('ada', ['requester']);
    const path = await asks(ada, { profile: 'short-lived-server' });
    await ada.look(`${path}/revoke`);
    const full = vi.spyOn(server().installation.database, 'transact').mockRejectedValue(new NoRoom('full'));
    const shown = await ada.visitor.press('Revoke certificate', { reason: 'unspecified' });
    full.mockRestore();
    expect([shown.status, shown.heading]).toEqual([503, 'There is no room left to keep this']);
    expect(await statusOf(path)).toBe('ACTIVE');
    await ada.look(`${path}/revoke`);
    await ada.visitor.press('Revoke certificate', { reason: 'unspecified' });
    expect(await statusOf(path)).toBe('REVOKED');
  });

  test('nobody approves what they asked for themselves, and a role that is missing is missing for the form too', async () => {
    const bo = await hire('bo', ['requester', 'approver']);
    const path = await asks(bo);
    const ownPage = await bo.look(`${path}/decide`);
    expect([ownPage.heading, ownPage.text]).toEqual([
      'There is nothing to decide here',
      expect.stringContaining('for your colleagues to decide'),
    ]);
    const own = await bo.send(`${path}/decide`, { decision: 'approve', reason: '' });
    expect([own.status, own.text]).toEqual([403, expect.stringContaining('You asked for this yourself')]);

    const di = await hire('di', ['auditor']);
    await di.act(`${path}/decide`);
    expect(di.visitor.page.text).toContain('or have not the role Approver');
    // Told before anything was typed.
    for (const form of ['/certificates/new', '/certificates/import', '/domains/new']) {
      const shown = await di.look(form);
      expect([shown.status, shown.heading, shown.document.querySelectorAll('main form').length], form).toEqual([
        403,
        'That was not done',
        0,
      ]);
    }
    for (const [address, fields] of [
      ['/certificates/new', { ...REQUEST, csr: csrOf(), names: 'a.example', act: 'send' }],
      [`${path}/decide`, { decision: 'approve', reason: '' }],
      [`${path}/withdraw`, {}],
      [`/people/roles?person=${di.person.accountId}`, { role: 'approver', change: 'grant' }],
    ] as const) {
      const shown = await di.send(address, fields);
      expect([shown.status, shown.heading], address).toEqual([403, 'That was not done']);
      expect(shown.text).toContain('It takes one of these:');
    }
    expect(await statusOf(path)).toBe('PENDING_APPROVAL');
  });

  test('a form sent from another site, with a field nobody asked for, or too large, does nothing', async () => {
    const ada = await hire('ada', ['requester']);
    const path = await asks(ada);
    const address = new URL(`${path}/withdraw`, origin());
    expect((await ada.visitor.submit(address, {}, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await ada.send(`${path}/withdraw`, { organisation: 'theirs' })).status).toBe(400);
    const large = { ...REQUEST, csr: 'A'.repeat(70_000), names: 'a.example', act: 'check' };
    expect((await ada.send('/certificates/new', large)).status).toBe(413);
    expect(await statusOf(path)).toBe('PENDING_APPROVAL');
  });

  test('somebody without a role sees nothing of the organisation, and is told where roles come from', async () => {
    await asks(await hire('ada', ['requester']));
    const nobody = await hire('nobody', []);
    const dashboard = await nobody.look('/dashboard');
    expect(dashboard.text).toContain('You have no role here yet');
    for (const path of ['/certificates', '/certificates.csv', '/approvals', '/people']) {
      const shown = await nobody.look(path);
      expect([shown.status, shown.text], path).toEqual([403, expect.stringContaining('Your account has no role here')]);
      expect(shown.text).not.toContain('harbour.example');
    }
  });

  test('what a person wrote computes nothing in a spreadsheet', async () => {
    const ada = await hire('ada', ['requester']);
    const bo = await hire('bo', ['approver']);
    const path = await asks(ada);
    await bo.act(`${path}/decide`);
    await bo.visitor.press('Decline', { reason: '=HYPERLINK("https://evil.example")' });
    expect(await statusOf(path)).toBe('DECLINED');
    const file = await bo.look('/certificates.csv');
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.document.toString()).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
  });

  test('a private key that was pasted is refused, and its owner told what to do', async () => {
    const ada = await hire('ada', ['requester']);
    await ada.act('/certificates/new');
    const key = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEG\n-----END PRIVATE KEY-----';
    const shown = await ada.visitor.press('Check only', { ...REQUEST, csr: key });
    expect([shown.status, shown.text]).toEqual([422, expect.stringContaining('throw this key away')]);
    expect(server().logged.join('')).not.toContain('MIGHAgEAMBMGByqGSM49AgEG');
  });
});

describe('the pages of Certificate Services', () => {
  test('a request is checked, sent, approved by a colleague, issued at once, and downloaded in every form', async () => {
    const ada = await hire('ada', ['requester']);
    const bo = await hire('bo', ['approver']);
    const before = await count();
    await ada.act('/certificates/new');
    const checked = await ada.visitor.press('Check only', {
      ...REQUEST,
      csr: csrOf(['old.harbour.example']),
      names: 'www.harbour.example\n192.0.2.7',
    });
    expect(checked.text).toContain('Nothing stands against this request.');
    expect(checked.text).toContain('The subject’s CN “old.harbour.example” is left out.');
    expect(await count()).toBe(before);

    const sent = await ada.visitor.press('Send the request');
    expect(sent.text).toContain('One person other than the requester must agree; nobody has so far.');
    const path = sent.url.pathname;
    expect((await bo.look('/dashboard')).text).toContain('One request waits for your word');
    expect((await bo.look('/approvals')).text).toContain('www.harbour.example');
    const approved = await approves(bo, path);
    expect(approved.text).toContain('It is good until its end');
    expect(await statusOf(path)).toBe('ACTIVE');
    expect((await bo.look('/approvals')).text).toContain('Nothing waits for you');

    const { certificates } = server().installation;
    for (const [file, length] of Object.entries({ 'certificate.pem': 1, 'chain.pem': 1, 'full-chain.pem': 2, 'root.pem': 1 })) {
      const read = readCertificates((await ada.look(`${path}/files/${file}`)).document.toString());
      expect(read.ok && read.value.length, file).toBe(length);
    }
    const leaf = new X509Certificate((await ada.look(`${path}/files/certificate.pem`)).document.toString());
    expect(leaf.subjectAltName).toBe('DNS:www.harbour.example, IP Address:192.0.2.7');
    expect(leaf.checkIssued(new X509Certificate(certificates.provider.chain()[0] ?? ''))).toBe(true);
    const saved = await ada.look(`${path}/files/certificate.p7b`);
    expect(saved.headers.get('content-disposition')).toBe('attachment; filename="www.harbour.example.p7b"');
    expect((await ada.look(`${path}/files/key.pem`)).status).toBe(404);
  });

  test('a mistake keeps everything typed, and says at its field what to do', async () => {
    const ada = await hire('ada', ['requester']);
    await ada.act('/certificates/new');
    const typed = { ...REQUEST, csr: csrOf(), names: 'www.harbour.example\nnot a name', lifetime: '30', note: 'for <b>the</b> quay' };
    const shown = await ada.visitor.press('Send the request', typed);
    expect(shown.status).toBe(422);
    expect(shown.text).toContain('These are not names of hosts or addresses: not a name.');
    expect(shown.document.querySelector('.error-summary a')?.getAttribute('href')).toBe('#names');
    for (const name of ['csr', 'names', 'note'] as const) {
      expect(shown.document.querySelector(`textarea[name=${name}]`)?.text.trim()).toBe(typed[name].trim().replaceAll('\n', '\n'));
    }
    expect(shown.document.querySelector('input[name=lifetime]')?.getAttribute('value')).toBe('30');
    expect(shown.document.querySelector('input[name=profile][checked]')?.getAttribute('value')).toBe('server');
    const tooLong = await ada.visitor.press('Send the request', { ...typed, names: 'www.harbour.example', lifetime: 'a year' });
    expect(tooLong.text).toContain('Write the lifetime as a number of days');
  });

  test('what needs nobody’s word is issued at once; it is revoked with a reason, once it was asked about', async () => {
    const ada = await hire('ada', ['requester']);
    const path = await asks(ada, { profile: 'short-lived-server' });
    expect(await statusOf(path)).toBe('ACTIVE');
    const asked = await ada.visitor.choose('Revoke');
    expect(asked.text).toContain('It cannot be undone.');
    expect(asked.document.querySelector('input[name=reason][checked]')?.getAttribute('value')).toBe('unspecified');
    const unknown = await ada.send(`${path}/revoke`, { reason: 'boredom' });
    expect([unknown.status, unknown.text]).toEqual([422, expect.stringContaining('Choose one of the reasons.')]);
    await ada.look(`${path}/revoke`);
    const revoked = await ada.visitor.press('Revoke certificate', { reason: 'key-compromise' });
    expect(revoked.text).toContain('Others have the key, or may have it');
    expect((await ada.look(`${path}/revoke`)).heading).toBe('This cannot be done now');
    const again = await ada.send(`${path}/revoke`, { reason: 'unspecified' });
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('it is “Revoked” now')]);
  });

  test('a revocation that others must agree to waits for them, is declined with a reason, and agreed to only as it was looked at', async () => {
    const ada = await hire('ada', ['requester']);
    const bo = await hire('bo', ['approver']);
    const path = await asks(ada, { profile: 'server-and-client' });
    await approves(bo, path);
    const page = await ada.act(`${path}/revoke`);
    expect(page.text).toContain('One other person must agree first');
    const asked = await ada.visitor.press('Revoke certificate', { reason: 'superseded' });
    expect(asked.text).toContain('Somebody asked to have it revoked. It stays good until everybody needed has agreed.');
    expect(await statusOf(path)).toBe('ACTIVE');
    const twice = await ada.send(`${path}/revoke`, { reason: 'superseded' });
    expect([twice.status, twice.text]).toEqual([409, expect.stringContaining('Its revocation was asked for already')]);

    expect((await bo.look('/dashboard')).text).toContain('One request waits for your word');
    expect((await bo.look('/approvals')).text).toContain('Revocations that wait for you');
    const decide = await bo.act(`${path}/decide-revocation`);
    expect(decide.text).toContain('Another certificate has taken its place');
    const stale = decide.document.querySelector('input[name=wish]')?.getAttribute('value') ?? '';
    expect((await bo.visitor.press('Decline', { reason: '' })).text).toContain('Write why');
    const declined = await bo.visitor.press('Decline', { reason: 'It is <b>in use</b>.' });
    expect(declined.text).toContain('It is <b>in use</b>.');
    expect(declined.document.querySelector('dd b')).toBeNull();
    expect(await statusOf(path)).toBe('ACTIVE');

    await ada.act(`${path}/revoke`);
    await ada.visitor.press('Revoke certificate', { reason: 'superseded' });
    for (const wish of [stale, 'none', '']) {
      const old = await bo.send(`${path}/decide-revocation`, { decision: 'approve', reason: '', wish });
      expect([old.status, old.text]).toEqual([409, expect.stringContaining('Meanwhile this revocation is decided')]);
    }
    expect(await statusOf(path)).toBe('ACTIVE');
    await bo.act(`${path}/decide-revocation`);
    const revoked = await bo.visitor.press('Agree to the revocation', { reason: '' });
    expect(revoked.text).toContain('Everybody needed has agreed, and it was revoked.');
    expect(await statusOf(path)).toBe('REVOKED');
    expect((await bo.look('/approvals')).text).toContain('Nothing waits for you');
  });

  test('a request is taken back, and a certificate leaves management', async () => {
    const ada = await hire('ada', ['requester']);
    const pending = await asks(ada);
    await ada.visitor.choose('Take the request back');
    expect((await ada.visitor.press('Take the request back')).text).toContain('This request is over');
    expect(await statusOf(pending)).toBe('DECLINED');
    const active = await asks(ada, { profile: 'short-lived-server' });
    await ada.visitor.choose('Stop managing it');
    await ada.visitor.press('Stop managing it');
    expect(await statusOf(active)).toBe('DEACTIVATED');
  });

  test('with the password alone one looks at everything, and an act leads through the second door back to where it was begun', async () => {
    const path = await asks(await hire('ada', ['requester']));
    const bo = await hire('bo', ['approver']);
    for (const address of ['/dashboard', '/certificates', '/approvals', '/people', path]) {
      expect((await bo.look(address)).status, address).toBe(200);
    }
    await bo.look(path);
    expect((await bo.visitor.choose('Approve or decline')).heading).toBe('Confirm it is you');
    expect((await bo.act(`${path}/decide`)).url.pathname).toBe(`${path}/decide`);
    // A form that was sent before its door was open leads back to the page it stands on.
    const eve = await hire('eve', ['organisation-administrator']);
    await eve.look('/dashboard');
    const roles = `/people/roles?person=${bo.person.accountId}`;
    await eve.send(roles, { role: 'auditor', change: 'grant' });
    expect((await eve.act(roles)).heading).toContain('Roles of');
  });

  test('an administrator gives and takes roles; the last one stays', async () => {
    const eve = await hire('eve', ['organisation-administrator']);
    const ada = await hire('ada', []);
    await eve.act(`/people/roles?person=${ada.person.accountId}`);
    expect((await eve.visitor.press('Give role Requester')).text).toContain('Take away Requester');
    expect((await ada.look('/dashboard')).text).toContain('There is no certificate yet.');
    await eve.look(`/people/roles?person=${eve.person.accountId}`);
    const kept = await eve.visitor.press('Take away Organisation administrator');
    expect([kept.status, kept.text]).toEqual([409, expect.stringContaining('Make another person administrator first.')]);
  });
});

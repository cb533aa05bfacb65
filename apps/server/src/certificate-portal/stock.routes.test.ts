import { isRefusal, keepField } from '@sallyport/certificates';
import { pemChain, pkcs7Bundle, toPem } from '@sallyport/pki';
import { type TestAuthority, makeTestAuthority } from '@sallyport/pki/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { type StaffMember, csrOf, staffedServer } from '../testing/certificate-staff.ts';

/** The inventory as a place of work: fields, saved views, many at once, and certificates of others. */

let theirs: TestAuthority;
const { server, hire, anotherOrganisation } = staffedServer();
beforeAll(async () => {
  theirs = await makeTestAuthority({ now: Date.now() });
});

const origin = () => server().configuration.listeners['certificate-services'].origin;

const REQUEST = { profile: 'short-lived-server', names: '', lifetime: '', note: '' };

/** The identifier of a certificate that was issued at once. */
async function issued(member: StaffMember, name: string): Promise<string> {
  await member.act('/certificates/new');
  const shown = await member.visitor.press('Send the request', { ...REQUEST, csr: csrOf(), names: name });
  expect(shown.status, shown.text).toBe(200);
  return shown.url.pathname.split('/')[2] ?? '';
}

function many(act: string, ids: readonly string[]): string {
  return `/certificates/many?${new URLSearchParams([['act', act], ...ids.map((id) => ['certificate', id])]).toString()}`;
}

async function statusOf(id: string): Promise<string> {
  const { query } = server().installation.database;
  const row = await query
    .selectFrom('certificate')
    .select('status')
    .where('certificate_id', '=', id as never)
    .executeTakeFirstOrThrow();
  return row.status;
}

/** Sends the form with files, as a browser does without script. */
async function upload(
  member: StaffMember,
  parts: readonly { readonly name: string; readonly content: string | Uint8Array<ArrayBuffer> }[],
) {
  const form = new FormData();
  form.set('text', '');
  for (const { name, content } of parts) {
    if (name === '') form.set('text', typeof content === 'string' ? content : '');
    else form.append('files', new Blob([content]), name);
  }
  const body = new Response(form);
  return member.visitor.sendRaw(new URL('/certificates/import', origin()), {
    contentType: body.headers.get('content-type') ?? '',
    body: new Uint8Array(await body.arrayBuffer()),
  });
}

describe('many certificates at once', () => {
  test('one of another organisation among the chosen is not named, not touched, and the report says no more of it than of one that never was', async () => {
    const ada = await hire('ada', ['requester']);
    const own = [await issued(ada, 'a.harbour.example'), await issued(ada, 'b.harbour.example')];
    await anotherOrganisation();
    const mallory = await hire('mallory', ['requester']);
    const mine = await issued(mallory, 'm.quay.example');
    const never = 'A'.repeat(22);
    const asked = await mallory.act(many('revoke', [mine, ...own, never, '../../etc/passwd']));
    expect(asked.heading).toBe('Revoke this certificate?');
    expect(asked.text).not.toContain('harbour.example');
    // Even where the address says more than the page has named.
    const shown = await mallory.send(many('revoke', [mine, ...own, never]), { reason: 'superseded' });
    expect(shown.text).toContain('One was done. 3 were left out');
    expect(shown.text).not.toContain('harbour.example');
    const rows = shown.document.querySelectorAll('tbody tr').map((row) => row.text);
    expect(rows[1]).toBe(rows[3]);
    expect(await Promise.all([mine, ...own].map(statusOf))).toEqual(['REVOKED', 'ACTIVE', 'ACTIVE']);
    // And the report is for whoever made it.
    expect((await ada.look(shown.url.pathname)).text).toContain('This report is not there any more.');
  });

  test('with the password alone it asks for the second factor and comes back to what was chosen', async () => {
    const ada = await hire('ada', ['requester']);
    const ids = [await issued(ada, 'a.harbour.example'), await issued(ada, 'b.harbour.example')];
    const bo = await hire('bo', ['approver']);
    await bo.look('/certificates');
    const sent = await bo.send(many('deactivate', ids));
    expect(sent.heading).toBe('Confirm it is you');
    expect((await bo.act(many('deactivate', ids))).heading).toBe('Stop managing these 2 certificates?');
    const done = await bo.visitor.press('Stop managing 2 certificates');
    expect(done.text).toContain('2 were done.');
    expect(await Promise.all(ids.map(statusOf))).toEqual(['DEACTIVATED', 'DEACTIVATED']);
    await bo.act(many('retry', ids.slice(0, 1)));
    expect((await bo.visitor.press('Try 1 certificate again')).text).toContain('Left as it was: it is “No longer managed”.');
  });

  test('others are told of many: an address that is none is named at its field, and what was typed stays', async () => {
    const ada = await hire('ada', ['requester']);
    const ids = [await issued(ada, 'a.harbour.example'), await issued(ada, 'b.harbour.example')];
    expect((await ada.act(many('tell-others', ids))).heading).toBe('Tell others about these 2 certificates?');
    const addresses = 'team@harbour.example\nnobody';
    const wrong = await ada.visitor.press('Keep these addresses with 2 certificates', { addresses });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('These are not e-mail addresses: nobody.')]);
    expect(wrong.document.querySelector('.error-summary a')?.getAttribute('href')).toBe('#addresses');
    expect(wrong.document.querySelector('textarea[name=addresses]')?.text).toBe(addresses);
    const done = await ada.visitor.press('Keep these addresses with 2 certificates', { addresses: 'team@harbour.example' });
    expect([done.heading, done.text]).toEqual(['Who else is told', expect.stringContaining('2 were done.')]);
    for (const id of ids) expect((await ada.look(`/certificates/${id}`)).text).toContain('team@harbour.example');
  });

  test('the list offers what its reader may do, and to an auditor nothing to choose', async () => {
    const ada = await hire('ada', ['requester']);
    await issued(ada, 'a.harbour.example');
    const list = await ada.look('/certificates');
    expect(list.document.querySelectorAll('input[name=certificate]')).toHaveLength(1);
    expect(list.document.querySelectorAll('.choosing-acts button').map((button) => button.text)).toEqual([
      'Tell others too',
      'Try to issue again',
      'Stop managing',
      'Revoke',
    ]);
    const di = await hire('di', ['auditor']);
    expect((await di.look('/certificates')).document.querySelectorAll('input[name=certificate], .choosing-acts')).toHaveLength(0);
    const none = await di.act('/certificates/many?act=revoke');
    expect(none.text).toContain('Tick the certificates first.');
    expect((await di.visitor.choose('Go to the list of certificates')).heading).toBe('Certificates');
  });
});

describe('fields', () => {
  test('an administrator adds one; it is asked for, noted, searched for and in the file, where it computes nothing', async () => {
    const eve = await hire('eve', ['organisation-administrator']);
    await eve.act('/fields/change');
    const wrong = await eve.visitor.press('Keep the field', { name: 'Team', kind: 'choice', choices: '', need: 'required' });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('at least one thing to choose')]);
    expect(wrong.document.querySelector('input[name=name]')?.getAttribute('value')).toBe('Team');
    await eve.visitor.press('Keep the field', { name: 'Team', kind: 'text', choices: '', need: 'required' });
    expect(eve.visitor.page.text).toContain('must be filled');

    const ada = await hire('ada', ['requester']);
    await ada.act('/certificates/new');
    const missing = await ada.visitor.press('Send the request', { ...REQUEST, csr: csrOf(), names: 'a.harbour.example' });
    expect([missing.status, missing.text]).toEqual([422, expect.stringContaining('wants something written here: Team.')]);
    const input = missing.document.querySelector('input[name^=field-]')?.getAttribute('name') ?? '';
    expect(missing.document.querySelector('.error-summary a')?.getAttribute('href')).toBe(`#${input}`);
    const sent = await ada.visitor.press('Send the request', { [input]: '=cmd|quay' });
    expect(sent.text).toContain('=cmd|quay');
    const path = sent.url.pathname;
    expect((await ada.look('/certificates?search=%3Dcmd')).text).toContain('a.harbour.example');
    expect((await ada.look(`/certificates?search=quay&field=${input.slice(6)}`)).text).toContain('Nothing was found');
    expect((await ada.look('/certificates.csv')).document.toString()).toContain(`"'=cmd|quay"`);

    await ada.act(`${path}/describe`);
    const noted = await ada.visitor.press('Write it down', { [input]: 'Pilots' });
    expect(noted.text).toContain('Pilots');
    expect(noted.text).toContain('Fields written');
    const di = await hire('di', ['auditor']);
    await di.act('/fields');
    const refusedForm = await di.send(`${path}/describe`, { [input]: 'x' });
    expect(refusedForm.heading).toBe('Confirm it is you');
  });

  test('another organisation’s field cannot be opened, changed or retired by its address', async () => {
    const eve = await hire('eve', ['organisation-administrator']);
    const { certificates } = server().installation;
    const person = { personId: eve.person.accountId as never, organisationId: await organisationOf(eve), level: 2, network: '' } as const;
    const wish = { name: 'Secret team', kind: 'text', choices: [], need: 'optional' };
    const kept = await keepField(certificates, { person, fieldId: undefined, wish });
    if (isRefusal(kept)) throw new Error(kept.code);
    await anotherOrganisation();
    const mallory = await hire('mallory', ['organisation-administrator']);
    const address = `/fields/change?field=${kept.fieldId}`;
    expect((await mallory.act(address)).heading).toBe('Fields');
    for (const act of ['keep', 'retire']) {
      const form = { name: 'Mine', need: 'optional', act };
      const shown = await mallory.send(address, form);
      expect([shown.status, shown.text]).toEqual([404, expect.stringContaining('There is no such field any more.')]);
    }
    expect((await eve.look('/fields')).text).toContain('Secret team');
  });

  async function organisationOf(member: StaffMember) {
    const { query } = server().installation.database;
    const id = member.person.accountId as never;
    const row = await query
      .selectFrom('certificate_person')
      .select('organisation_id')
      .where('person_id', '=', id)
      .executeTakeFirstOrThrow();
    return row.organisation_id;
  }
});

describe('saved views', () => {
  test('a search is saved under a name, opened from the list, and deleted; what is one’s own nobody else sees', async () => {
    const ada = await hire('ada', ['requester']);
    await issued(ada, 'a.harbour.example');
    await ada.act('/certificates/views/new?search=harbour&status=ACTIVE');
    const nameless = await ada.visitor.press('Save the view', { name: ' ', seenBy: 'me' });
    expect([nameless.status, nameless.text]).toEqual([422, expect.stringContaining('Give the view a name')]);
    const saved = await ada.visitor.press('Save the view', { name: 'In the harbour', seenBy: 'everybody' });
    expect(`${saved.url.pathname}${saved.url.search}`).toBe('/certificates?search=harbour&status=ACTIVE');
    expect(saved.document.querySelector('.saved-views [aria-current=page]')?.text).toBe('In the harbour');
    await ada.act('/certificates/views/new?search=quay');
    await ada.visitor.press('Save the view', { name: 'Mine alone', seenBy: 'me' });

    const di = await hire('di', ['auditor']);
    const list = await di.look('/certificates');
    expect(list.text).toContain('In the harbour');
    expect(list.text).not.toContain('Mine alone');
    expect((await di.visitor.choose('In the harbour')).text).toContain('a.harbour.example');

    await ada.look('/certificates/views');
    await ada.visitor.choose('Delete Mine alone');
    expect((await ada.visitor.press('Delete the view')).text).not.toContain('Mine alone');
  });
});

describe('certificates of others', () => {
  test('files and text are brought in at once; what is not taken is named, and what is taken can be watched and not revoked', async () => {
    const ada = await hire('ada', ['requester']);
    await ada.act('/certificates/import');
    const [first, second, third] = [
      await theirs.issue(['a.theirs.example']),
      await theirs.issue(['b.theirs.example']),
      await theirs.issue(['c.theirs.example']),
    ];
    const shown = await upload(ada, [
      { name: '', content: `${pemChain([first])}${toPem('X509 CRL', first)}` },
      { name: 'one.cer', content: new Uint8Array(second) },
      { name: 'bundle.p7b', content: new Uint8Array(pkcs7Bundle([third, theirs.root.certificate.der])) },
      { name: 'letter.txt', content: 'dear colleague' },
    ]);
    expect(shown.heading).toBe('What was brought in');
    for (const name of ['a', 'b', 'c']) expect(shown.text).toContain(`${name}.theirs.example`);
    expect(shown.text).toContain('3 were done. 3 were left out');
    expect(shown.text).toContain('bundle.p7b, number 2');
    expect(shown.text).toContain('It is a certificate authority');
    expect(shown.text).toContain('letter.txt');
    const page = await ada.visitor.choose('a.theirs.example');
    expect(page.text).toContain('Somebody else issued it.');
    expect(page.text).toContain('CN=Example Issuing CA');
    expect(page.document.querySelectorAll('a').some((link) => link.text.trim() === 'Revoke')).toBe(false);
    const path = page.url.pathname;
    await ada.act(`${path}/deactivate`);
    const revoked = await ada.send(`${path}/revoke`, { reason: 'unspecified' });
    expect([revoked.status, revoked.text]).toEqual([409, expect.stringContaining('only they can revoke it')]);
    expect((await ada.look(`${path}/files/certificate.pem`)).document.toString()).toContain('BEGIN CERTIFICATE');
    expect((await ada.look(`${path}/files/full-chain.pem`)).status).toBe(404);
    expect((await ada.look('/certificates?search=theirs')).text).toContain('not ours');
  });

  test('a private key among them refuses all of it, is not shown again, and is in no log', async () => {
    const ada = await hire('ada', ['requester']);
    await ada.act('/certificates/import');
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGstock\n-----END RSA PRIVATE KEY-----';
    const shown = await upload(ada, [
      { name: '', content: key },
      { name: 'one.cer', content: new Uint8Array(await theirs.issue(['d.theirs.example'])) },
    ]);
    expect([shown.status, shown.text]).toEqual([422, expect.stringContaining('throw this key away')]);
    expect(shown.document.toString()).not.toContain('MIGHAgEAMBMGByqGSM49AgEGstock');
    expect(server().logged.join('')).not.toContain('MIGHAgEAMBMGByqGSM49AgEGstock');
    expect((await ada.look('/certificates?search=d.theirs')).text).toContain('Nothing was found');
  });

  test('what is no form, too large, or sent before the doors are open brings in nothing', async () => {
    const ada = await hire('ada', ['requester']);
    const file = { name: 'one.cer', content: new Uint8Array(await theirs.issue(['e.theirs.example'])) };
    await ada.look('/certificates');
    expect((await upload(ada, [file])).heading).toBe('Confirm it is you');
    await ada.act('/certificates/import');
    const large = { name: 'large.der', content: new Uint8Array(5 * 1_048_576) };
    expect((await upload(ada, [file, large])).status).toBe(413);
    expect((await upload(ada, [])).text).toContain('There is no certificate in this.');
    const torn = await ada.visitor.sendRaw(new URL('/certificates/import', origin()), {
      contentType: 'multipart/form-data; boundary=x',
      body: new TextEncoder().encode('--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nno end'),
    });
    expect([torn.status, torn.text]).toEqual([422, expect.stringContaining('There is no certificate in this.')]);
    const di = await hire('di', ['auditor']);
    await di.act('/certificates/import');
    expect([(await upload(di, [file])).status, di.visitor.page.text]).toEqual([403, expect.stringContaining('It takes one of these')]);
    expect((await ada.look('/certificates?search=e.theirs')).text).toContain('Nothing was found');
  });
});

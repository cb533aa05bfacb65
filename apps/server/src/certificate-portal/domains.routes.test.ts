import { verifyOrganisationByOperator } from '@sallyport/certificates';
import { beforeEach, describe, expect, test } from 'vitest';
import { type StaffMember, csrOf, staffedServer } from '../testing/certificate-staff.ts';

const { server, hire, anotherOrganisation } = staffedServer();
beforeEach(() => {
  server().world.asked.length = 0;
});

/** Adds a domain; the browser is left on the page that says what to publish. Answers the path of the domain. */
async function adds(member: StaffMember, name: string, method = 'dns'): Promise<string> {
  await member.act('/domains/new');
  const shown = await member.visitor.press('Add and continue', { name, method });
  expect(shown.status, shown.text).toBe(200);
  expect(shown.url.pathname).toMatch(/^\/domains\/[\w-]{22}\/check$/);
  return shown.url.pathname.replace(/\/check$/, '');
}

/** What the page says is to be published: where, and what. */
function wanted({ visitor }: StaffMember): readonly [place: string, value: string] {
  const [place = '', value = ''] = visitor.page.document.querySelectorAll('code.octets').map(({ text }) => text);
  return [place, value];
}

function publishText(member: StaffMember): void {
  const [place, value] = wanted(member);
  server().world.texts.set(place, [value]);
}

async function rowOf(path: string) {
  return server()
    .installation.database.query.selectFrom('certificate_domain')
    .select(['verified_at', 'declined_at', 'challenge'])
    .where('domain_id', '=', path.split('/')[2] as never)
    .executeTakeFirstOrThrow();
}

describe('what an attacker tries with domains', () => {
  test('a domain of another organisation is not there, in the same words as one that never was, whatever is tried with it', async () => {
    const fay = await hire('fay', ['domain-administrator']);
    const path = await adds(fay, 'theirs.test');
    publishText(fay);
    const before = await rowOf(path);
    await anotherOrganisation();
    const mallory = await hire('mallory', ['domain-administrator', 'requester']);
    await mallory.act('/domains/new');
    const never = `/domains/${'A'.repeat(22)}`;
    for (const address of ['', '/check', '/prove-again', '/remove']) {
      const [theirs, none] = [await mallory.look(path + address), await mallory.look(never + address)];
      expect([theirs.status, none.status], address).toEqual([404, 404]);
      expect(theirs.text).toBe(none.text);
      expect((await mallory.look(`/domains/..%2f..%2fdashboard${address}`)).status).toBe(404);
    }
    const forms = { check: {}, 'prove-again': { method: 'dns' }, remove: { reason: 'mine now' } };
    for (const [act, fields] of Object.entries(forms)) {
      const [theirs, none] = [await mallory.send(`${path}/${act}`, fields), await mallory.send(`${never}/${act}`, fields)];
      expect([theirs.status, none.status], act).toEqual([404, 404]);
      expect(theirs.text).toBe(none.text);
    }
    expect(await rowOf(path)).toEqual(before);
    expect(server().world.asked).toEqual([]);
    expect((await mallory.look('/domains')).text).not.toContain('theirs.test');
    // Naming the same is allowed, and what the others have published proves nothing.
    const own = await adds(mallory, 'theirs.test');
    expect(await mallory.visitor.press('Check now').then(({ text }) => text)).toContain('none that is the value alone');
    expect((await rowOf(own)).verified_at).toBeNull();
  });

  test('with the password alone, or without the role, nothing is added, checked or removed, and nobody outside is asked', async () => {
    const fay = await hire('fay', ['domain-administrator']);
    const path = await adds(fay, 'harbour.test');
    const gus = await hire('gus', ['domain-administrator']);
    const ada = await hire('ada', ['requester', 'organisation-administrator']);
    await gus.look('/dashboard');
    await ada.act('/settings/account');
    const forms = {
      '/domains/new': { name: 'evil.test', method: 'dns' },
      [`${path}/check`]: {},
      [`${path}/prove-again`]: { method: 'file' },
      [`${path}/remove`]: { reason: 'x' },
    };
    const before = await rowOf(path);
    for (const [address, fields] of Object.entries(forms)) {
      expect((await gus.send(address, fields)).heading, address).toBe('Confirm it is you');
      const shown = await ada.send(address, fields);
      expect([shown.status, shown.text], address).toEqual([403, expect.stringContaining('It takes one of these: Domain administrator.')]);
    }
    for (const address of ['/check', '/prove-again', '/remove']) expect((await ada.look(path + address)).status, address).toBe(403);
    expect(await rowOf(path)).toEqual(before);
    expect(server().world.asked).toEqual([]);
    const told = server()
      .installation.database.query.selectFrom('audit_event')
      .select('action')
      .where('outcome', '=', 'refused')
      .where('actor', '=', `account:${ada.person.accountId}`);
    expect((await told.execute()).map(({ action }) => action).sort()).toEqual([
      'certificate-domain.add',
      'certificate-domain.check',
      'certificate-domain.decline',
      'certificate-domain.prove-again',
    ]);
    // Looking is allowed, and leads to no form.
    expect((await ada.look(path)).document.querySelectorAll(`a[href^="${path}/"]`)).toEqual([]);
    expect((await ada.look('/domains')).document.querySelector('a[href="/domains/new"]')).toBeNull();
  });

  test('when the budget is spent nobody outside is asked any more, and the page says from when on', async () => {
    const fay = await hire('fay', ['domain-administrator']);
    const path = await adds(fay, 'busy.test');
    for (let times = 0; times < 10; times += 1) await fay.send(`${path}/check`);
    expect(server().world.asked).toHaveLength(10);
    await fay.look(`${path}/check`);
    publishText(fay);
    const shown = await fay.visitor.press('Check now');
    expect([shown.status, shown.text]).toEqual([429, expect.stringContaining('This was looked at many times just now.')]);
    expect(shown.text).toContain('It can be checked again from');
    expect(server().world.asked).toHaveLength(10);
    expect((await rowOf(path)).verified_at).toBeNull();
  });

  test('what is no domain is refused at its field with what was typed; a form with more in it than was asked for does nothing', async () => {
    const fay = await hire('fay', ['domain-administrator']);
    await fay.act('/domains/new');
    for (const name of ['https://harbour.test/', '*.harbour.test', 'localhost', 'høfn.test/<script>', 'a'.repeat(300), '']) {
      const shown = await fay.visitor.press('Add and continue', { name, method: 'dns' });
      expect([shown.status, shown.document.querySelector('input[name=name]')?.getAttribute('value')], name).toEqual([422, name]);
      expect(shown.document.querySelector('.error-summary a')?.getAttribute('href')).toBe('#name');
    }
    expect((await fay.visitor.press('Add and continue', { name: '192.0.2.9', method: 'dns' })).text).toContain('Choose the file.');
    expect((await fay.send('/domains/new', { name: 'a.test', method: 'email' })).status).toBe(422);
    expect((await fay.send('/domains/new', { name: 'a.test', method: 'dns', organisation: 'theirs' })).status).toBe(400);
    expect((await fay.look('/domains')).text).toContain('There is no domain yet');
  });

  test('what stands in the DNS is shown as text, whatever it is', async () => {
    const fay = await hire('fay', ['domain-administrator']);
    await adds(fay, 'hostile.test');
    server().world.texts.set(wanted(fay)[0], ['<script>alert(1)</script>']);
    const shown = await fay.visitor.press('Check now');
    expect(shown.text).toContain('<script>alert(1)</script>');
    expect(shown.document.querySelectorAll('script').filter(({ text }) => text.includes('alert'))).toEqual([]);
  });
});

describe('the page of the organisation', () => {
  test('shows what was verified of this one and of no other, what can be asked for, and whom to ask', async () => {
    const ada = await hire('ada', ['requester']);
    const eve = await hire('eve', ['organisation-administrator']);
    const nobody = await hire('nobody', []);
    await eve.look('/dashboard');
    expect((await ada.look('/organisation')).text).toContain('Nothing of your organisation is verified');
    const row = await server()
      .installation.database.query.selectFrom('certificate_person')
      .select('organisation_id')
      .where('person_id', '=', ada.person.accountId as never)
      .executeTakeFirstOrThrow();
    const subject = { country: 'NO', organization: 'Quay <b>AS</b>' };
    await verifyOrganisationByOperator(server().installation.certificates, { organisationId: row.organisation_id, subject });
    const shown = await ada.look('/organisation');
    expect(shown.text).toContain('Quay <b>AS</b>');
    expect(shown.text).toContain('90 days, at most 397');
    expect(shown.document.querySelector('a[href^="mailto:"]')?.text).toContain(eve.person.userName);
    expect((await nobody.look('/organisation')).status).toBe(403);
    await anotherOrganisation();
    const mallory = await hire('mallory', ['organisation-administrator']);
    expect((await mallory.look('/organisation')).text).not.toContain('Quay');
  });
});

describe('the pages of domains', () => {
  test('a domain that was not written is asked for, in no words about a domain of no name', async () => {
    const fay = await hire('fay', ['domain-administrator']);
    await fay.act('/domains/new');
    const shown = await fay.visitor.press('Add and continue', { name: ' ', method: 'dns' });
    expect([shown.status, shown.text]).toEqual([422, expect.stringContaining('Write the domain: a name of two parts or more')]);
  });

  test('a domain is added, published, checked in vain and then proven; what waited for it goes on', async () => {
    const fay = await hire('fay', ['domain-administrator']);
    const ada = await hire('ada', ['requester']);
    const path = await adds(fay, 'Høfn.test');
    expect(fay.visitor.page.heading).toBe('Prove høfn.test');
    const [place] = wanted(fay);
    expect(place).toBe('_sallyport-challenge.xn--hfn-0na.test');

    await ada.act('/certificates/new');
    const request = { profile: 'server', csr: csrOf(), names: 'www.xn--hfn-0na.test', lifetime: '', note: '' };
    const checked = await ada.visitor.press('Check only', request);
    expect(checked.text).toContain('Nobody vouches for this name yet');
    expect(checked.text).toContain('You can send the request all the same.');
    expect(checked.document.querySelector('main a[href="/domains"]')?.text).toBe('Go to the domains');
    const asked = await ada.visitor.press('Send the request');
    expect(asked.text).toContain('Waiting for verification');
    expect(asked.document.querySelector('.notice .name-lines')?.text).toBe('www.xn--hfn-0na.test');
    expect(asked.document.querySelector('main a[href="/domains"]')?.text).toBe('Go to the domains');

    const inVain = await fay.visitor.press('Check now');
    expect(inVain.url.pathname).toBe(`${path}/check`);
    expect(inVain.text).toContain('There is no TXT record of that name.');
    publishText(fay);
    const proven = await fay.visitor.press('Check now');
    expect(proven.url.pathname).toBe(path);
    expect(proven.text).toContain('Your organisation vouches for it.');
    expect(proven.text).toContain('The name, everything below it, and wildcards');
    const released = await ada.look(asked.url.pathname);
    expect(released.text).toContain('Waiting for approval');
    expect(released.text).not.toContain('Nobody vouches');

    const list = await ada.look('/domains');
    expect(list.text).toContain('høfn.testxn--hfn-0na.test');
    expect(list.text).toContain('Your organisation, by DNS');
    expect(list.text).toContain('Whoever runs Sallyport vouches for these');
    expect(list.document.querySelectorAll('.name-lines li').map(({ text }) => text)).toContain('example');
    expect((await fay.act(`${path}/check`)).heading).toBe('There is nothing to prove now');
  });

  test('a domain is proven by a file and again by DNS; removed it vouches for nothing, with the reason for all to read', async () => {
    const fay = await hire('fay', ['domain-administrator']);
    const path = await adds(fay, '192.0.2.9', 'file');
    const [url, value] = wanted(fay);
    expect(url).toBe(`http://192.0.2.9/.well-known/sallyport-challenge/${path.split('/')[2] ?? ''}`);
    server().world.files.set(url, 'something else');
    expect((await fay.visitor.press('Check now')).text).toContain('something else is in it');
    server().world.files.set(url, `${value}\n`);
    expect((await fay.visitor.press('Check now')).text).toContain('This one name or address');

    await fay.visitor.choose('Prove it again');
    expect((await fay.visitor.press('Begin the proof', { method: 'dns' })).text).toContain('Choose the file.');
    const begun = await fay.visitor.press('Begin the proof', { method: 'file' });
    expect(begun.url.pathname).toBe(`${path}/check`);
    expect(wanted(fay)[1]).not.toBe(value);
    expect((await fay.look(path)).text).toContain('Your organisation vouches for it.');

    await fay.visitor.choose('Remove it');
    expect((await fay.visitor.press('Remove domain', { reason: ' ' })).text).toContain('Write why');
    const removed = await fay.visitor.press('Remove domain', { reason: 'sold to <b>others</b>' });
    expect(removed.text).toContain('sold to <b>others</b>');
    expect(removed.text).toContain('somebody of your organisation removed it');
    expect((await rowOf(path)).declined_at).not.toBeNull();
    expect(await adds(fay, '192.0.2.9', 'file')).toBe(path);
  });
});

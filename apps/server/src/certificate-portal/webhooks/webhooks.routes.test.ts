import { deliverMessages, tellOccasions } from '@sallyport/certificates';
import { expect, test } from 'vitest';
import { asks, staffedServer } from '../../testing/certificate-staff.ts';

const { server, hire, anotherOrganisation } = staffedServer();

/** Under TLS, on this machine: where no message may go. */
const INSIDE = 'https://127.0.0.1/hook';

async function added(): Promise<{ readonly eve: Awaited<ReturnType<typeof hire>>; readonly path: string }> {
  const eve = await hire('eve', ['organisation-administrator', 'requester']);
  await eve.act('/settings/webhooks/new');
  const page = await eve.visitor.press('Add webhook', { url: INSIDE });
  expect(page.heading).toBe('Webhook at 127.0.0.1');
  return { eve, path: page.url.pathname };
}

test('a webhook of another organisation is not there, whatever is tried with it, in the same words as one that never was', async () => {
  const { path } = await added();
  await anotherOrganisation();
  const mallory = await hire('mallory', ['organisation-administrator']);
  await mallory.act('/settings/webhooks');
  expect(mallory.visitor.page.text).toContain('There is no webhook yet');
  const never = '/settings/webhooks/AAAAAAAAAAAAAAAAAAAAAA';
  for (const page of ['', '/secret', '/remove']) {
    const [theirs, none] = [await mallory.look(path + page), await mallory.look(never + page)];
    expect([theirs.status, none.status], page).toEqual([404, 404]);
    expect(theirs.text).toBe(none.text);
    expect((await mallory.look(`/settings/webhooks/..%2f..${page}`)).status).toBe(404);
  }
  for (const [page, form] of [
    ['', { act: 'try' }],
    ['', { act: 'send-again' }],
    ['/remove', {}],
  ] as const) {
    const shown = await mallory.send(path + page, form);
    expect(shown.status, page).toBe(404);
  }
});

test('without the role there is no form, no list and no secret', async () => {
  const { path } = await added();
  const ada = await hire('ada', ['requester', 'approver', 'auditor']);
  await ada.act('/certificates/new');
  for (const page of ['/settings/webhooks', '/settings/webhooks/new', path, `${path}/secret`, `${path}/remove`]) {
    const shown = await ada.look(page);
    expect([shown.status, shown.text], page).toEqual([403, expect.stringContaining('It takes one of these: Organisation administrator.')]);
    expect(shown.text).not.toContain('whsec_');
  }
});

test('a test message to a private address is not sent, and the page says why without saying where', async () => {
  const { eve } = await added();
  const tried = await eve.visitor.press('Send a test message');
  expect(tried.text).toContain('The test message was not taken: its name leads to an address that is not open');
  expect(tried.text).toContain('A test');
});

test('an address that is none is refused at its field, with what was chosen kept', async () => {
  const eve = await hire('eve', ['organisation-administrator']);
  await eve.act('/settings/webhooks/new');
  const shown = await eve.visitor.submit(eve.visitor.page.url, { url: 'http://hooks.example/', 'certificate.revoked': 'yes' });
  expect([shown.status, shown.text]).toEqual([422, expect.stringContaining('begins with https://')]);
  expect(shown.document.querySelector('.error-summary a')?.getAttribute('href')).toBe('#url');
  expect(shown.document.querySelector('input[name=url]')?.getAttribute('value')).toBe('http://hooks.example/');
  const ticked = shown.document.querySelectorAll('input[type=checkbox]').filter((one) => one.hasAttribute('checked'));
  expect(ticked.map((one) => one.getAttribute('name'))).toEqual(['certificate.revoked']);
  const none = await eve.visitor.submit(eve.visitor.page.url, { url: 'https://hooks.example/' });
  expect([none.status, none.text]).toEqual([422, expect.stringContaining('Choose at least one thing')]);
});

test('what is not delivered is shown to the administrator with what came of it; the secret is shown to whoever asks, and is in no log', async () => {
  const { eve, path } = await added();
  await asks(eve, { profile: 'short-lived-server' });
  await tellOccasions(server().installation.certificates);
  await deliverMessages(server().installation.certificates);
  const page = await eve.look(path);
  expect(page.text).toContain('A certificate was issued');
  expect(page.text).toContain('One try: its name leads to an address that is not open');
  const secret = await eve.visitor.choose('Show the signing secret');
  const [text = ''] = /whsec_[A-Za-z0-9+/=]+/.exec(secret.text) ?? [];
  expect(text.length).toBeGreaterThan(40);
  expect(server().logged.join('')).not.toContain(text.slice(6));
  await eve.look(path);
  await eve.visitor.choose('Remove this webhook');
  expect((await eve.visitor.press('Remove webhook')).text).toContain('There is no webhook yet');
  expect((await eve.look(path)).status).toBe(404);
});

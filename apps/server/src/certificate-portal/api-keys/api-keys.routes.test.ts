import { expect, test } from 'vitest';
import { type StaffMember, staffedServer } from '../../testing/certificate-staff.ts';

const { server, hire } = staffedServer();

const KEY = /sallyport_key_[0-9a-f]{72}/;
const FORM = { name: 'deploy', days: '90' };

async function makes(member: StaffMember): Promise<string> {
  await member.act('/settings/keys/new');
  const shown = await member.visitor.press('Make the key', { ...FORM, scope: 'look' });
  expect(shown.heading, shown.text).toBe('Your new key');
  return KEY.exec(shown.text)?.[0] ?? '';
}

test('with the password alone nobody makes a key or ends one', async () => {
  const ada = await hire('ada', ['requester']);
  await ada.look('/settings/keys');
  expect(ada.visitor.page.heading).toBe('API keys');
  for (const [path, fields] of [
    ['/settings/keys/new', { ...FORM, scope: 'look' }],
    ['/settings/keys/revoke?key=AAAAAAAAAAAAAAAAAAAAAA', {}],
  ] as const) {
    expect((await ada.send(path, fields)).heading, path).toBe('Confirm it is you');
  }
  expect(await server().installation.database.query.selectFrom('certificate_api_key').selectAll().execute()).toEqual([]);
});

test('a key is seen once, by the browser that made it, and stands in no log and no address', async () => {
  const ada = await hire('ada', ['requester']);
  const key = await makes(ada);
  expect(key).toMatch(KEY);
  expect(ada.visitor.page.url.href).not.toContain(key);
  expect((await ada.visitor.press('I have kept the key')).text).toContain(key.slice(0, 22));
  expect(ada.visitor.page.text).not.toContain(key);
  const again = await ada.look('/settings/keys/made');
  expect([again.status, again.heading]).toEqual([410, 'This key is not shown any more']);
  const sessions = await server().installation.database.query.selectFrom('web_session').select('data').execute();
  expect(JSON.stringify(sessions) + server().logged.join('')).not.toContain(key.slice(22));
});

test('a key of somebody else is neither seen nor ended, save by who gives roles', async () => {
  const [ada, bo, eve] = [
    await hire('ada', ['requester']),
    await hire('bo', ['requester']),
    await hire('eve', ['organisation-administrator']),
  ];
  await makes(ada);
  await ada.visitor.press('I have kept the key');
  const end = ada.visitor.page.document.querySelector('a[href^="/settings/keys/revoke"]')?.getAttribute('href') ?? '';
  await bo.act('/settings/keys/new');
  expect((await bo.look('/settings/keys')).text).not.toContain('deploy');
  expect((await bo.look(end)).url.pathname).toBe('/settings/keys');
  expect((await bo.send(end, {})).status).toBe(404);
  expect((await eve.look('/settings/keys')).text).toContain('deploy');
  await eve.act(end);
  expect((await eve.visitor.press('End the key')).text).toContain('ended');
});

test('only what one’s own roles allow is offered, and what else is sent is refused at its field', async () => {
  const di = await hire('di', ['auditor']);
  await di.act('/settings/keys/new');
  const offered = di.visitor.page.document.querySelectorAll('input[name=scope]').map((box) => box.getAttribute('value'));
  expect(offered).toEqual(['look', 'choose-notices', 'save-views']);
  const refused = await di.send('/settings/keys/new', { ...FORM, scope: 'revoke' });
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('Your roles do not allow this')]);
  for (const fields of [{ name: '', days: '90', scope: 'look' }, { ...FORM }, { name: 'x', days: 'soon', scope: 'look' }]) {
    const shown = await di.send('/settings/keys/new', fields);
    expect([shown.status, shown.heading]).toEqual([422, 'Make an API key']);
  }
});

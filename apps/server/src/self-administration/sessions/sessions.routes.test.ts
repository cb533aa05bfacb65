import { afterAll, beforeAll, expect, test } from 'vitest';
import { givePassword, signInToActions, signInToDashboard } from '../../testing/journeys.ts';
import { addPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const origin = (name: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[name].origin;
const at = (path: string) => `${origin('self-administration')}${path}`;
const person = (userName: string) => addPerson(server.installation.identity, userName);
const labels = (visitor: Visitor) =>
  visitor.page.document.querySelectorAll('input[name=session]').map((input) => input.getAttribute('value') ?? '');

/** With the password alone: the first door. */
async function openSessions(userName: string, password: string): Promise<Visitor> {
  const visitor = new Visitor();
  await visitor.open(at('/sessions'));
  await visitor.press('Continue', { userName, password });
  expect(visitor.page.heading).toBe('Your sessions');
  return visitor;
}

test('nobody ends the session of another account, with its label or without; nothing is listed to who is not signed in', async () => {
  const [ada, eve] = [await person('ended.ada'), await person('ending.eve')];
  const owner = await openSessions(ada.userName, ada.password);
  const [label = ''] = labels(owner);
  const stranger = await openSessions(eve.userName, eve.password);
  for (const session of [label, '', '../..', 'x'.repeat(22)]) {
    const shown = await stranger.submit(new URL(at('/sessions/end')), { session });
    expect(shown.status).toBe(404);
    expect(shown.text).toContain('This session is over already.');
    expect(labels(stranger)).not.toContain(label);
  }
  expect((await stranger.submit(new URL(at('/sessions/end')), { session: 'x'.repeat(23) })).status).toBe(400);
  expect((await new Visitor().submit(new URL(at('/sessions/end')), { session: label })).heading).toBe('Sign in');
  expect((await new Visitor().submit(new URL(at('/sessions/end-all')), {})).heading).toBe('Sign in');
  const forged = { origin: 'https://evil.example' };
  expect((await owner.clone().submit(new URL(at('/sessions/end')), { session: label }, forged)).status).toBe(403);
  expect((await owner.clone().submit(new URL(at('/sessions/end-all')), {}, forged)).status).toBe(403);
  expect((await owner.open(at('/sessions'))).heading).toBe('Your sessions');
});

test('the page shows neither the id nor the name of a session', async () => {
  const ada = await person('shown.ada');
  const visitor = await openSessions(ada.userName, ada.password);
  const rows = await server.installation.database.query.selectFrom('web_session').select(['ref', 'id_hash']).execute();
  const page = visitor.page.document.toString();
  for (const secret of [...rows.flatMap((row) => [row.ref, row.id_hash]), ...visitor.cookies()]) expect(page).not.toContain(secret);
});

test('a session ended by its owner is over at the portal and at Self-Administration at their next request; the own one goes on', async () => {
  const ada = await person('one.ada');
  const other = new Visitor();
  await other.open(origin('certificate-services'));
  await other.choose('My Account');
  const form = other.page.document.querySelector('form')?.getAttribute('action') ?? '';
  const hidden = Object.fromEntries(
    other.page.document
      .querySelectorAll('form input[type=hidden]')
      .map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']),
  );
  const fields = { ...hidden, userName: ada.userName, password: ada.password };
  await other.submit(new URL(form, other.page.url), fields, { 'user-agent': FIREFOX });
  expect(other.page.heading).toBe('Dashboard');
  await signInToActions(other, server, ada);

  const owner = await openSessions(ada.userName, ada.password);
  expect(owner.page.text).toContain('Firefox on Linux');
  expect(owner.page.text).toContain('127.0.0.0/24');
  const rows = owner.page.document.querySelectorAll('tbody tr');
  expect(rows).toHaveLength(2);
  expect(rows.filter((row) => row.text.includes('this browser'))).toHaveLength(1);
  const theirs = rows.find((row) => !row.text.includes('this browser'));
  const label = theirs?.querySelector('input[name=session]')?.getAttribute('value') ?? '';
  const [first, second] = await Promise.all([0, 1].map(() => owner.clone().submit(new URL(at('/sessions/end')), { session: label })));
  expect([first?.status, second?.status].sort()).toEqual([200, 404]);

  expect((await other.open(`${origin('certificate-services')}/dashboard`)).heading).toBe('Sign in');
  expect((await other.open(at('/actions'))).heading).toBe('Sign in');
  expect((await owner.open(at('/sessions'))).heading).toBe('Your sessions');
  expect(labels(owner)).toHaveLength(1);
  const ends = await server.installation.database.query
    .selectFrom('audit_event')
    .select('outcome')
    .where('action', '=', 'session.end')
    .where('subject', '=', `account:${ada.accountId}`)
    .execute();
  expect(ends).toHaveLength(1);
});

test('ending the own session signs out here and at the Federation', async () => {
  const ada = await person('own.ada');
  const owner = await openSessions(ada.userName, ada.password);
  const copy = owner.clone();
  const [label = ''] = labels(owner);
  expect((await owner.submit(new URL(at('/sessions/end')), { session: label })).heading).toBe('You are signed out of Self-Administration');
  for (const visitor of [owner, copy]) expect((await visitor.open(at('/sessions'))).heading).toBe('Sign in');
});

test('signing out everywhere ends every session in every application, and takes no proof beyond the password', async () => {
  const ada = await person('all.ada');
  const portal = new Visitor();
  await signInToDashboard(portal, server, ada);
  const repair = new Visitor();
  await signInToActions(repair, server, ada);
  const owner = await openSessions(ada.userName, ada.password);
  expect((await owner.press('Sign out everywhere')).heading).toBe('You are signed out of Self-Administration');
  expect((await portal.open(`${origin('certificate-services')}/dashboard`)).heading).toBe('Sign in');
  expect((await repair.open(at('/actions'))).heading).toBe('Sign in');
  await owner.open(at('/sessions'));
  await givePassword(owner, ada);
  expect(labels(owner)).toHaveLength(1);
});

import { request as httpRequest } from 'node:http';
import { activateByLink } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givePassword, signInToActions, signInToDashboard } from '../../testing/journeys.ts';
import { mailedResetLink, mailsTo } from '../../testing/mails.ts';
import { addPerson, type TestPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** What an attacker tries with *I've forgotten my password*, over HTTP; budgets, expiry and races are in the identity room's tests. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const NEW_PASSWORD = 'nine lanterns along the quay';
const origin = (name: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[name].origin;
const person = (userName: string) => addPerson(server.installation.identity, userName);
const addressOf = ({ userName }: TestPerson) => `${userName}@northwind.example`;

async function askForLink({ userName }: Pick<TestPerson, 'userName'>): Promise<void> {
  const visitor = new Visitor();
  await visitor.open(`${origin('federation')}/password/forgotten`);
  await visitor.press('Send the link', { userName });
}

async function reset(code: string, password = NEW_PASSWORD, visitor = new Visitor()) {
  await visitor.open(`${origin('federation')}/password`);
  return visitor.press('Set the new password', { code, password });
}

describe('the link of a forgotten password', () => {
  test.each([
    ['Host', { host: 'evil.example' }],
    ['X-Forwarded-Host', { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }],
    ['Forwarded', { forwarded: 'host=evil.example;proto=https' }],
    ['X-Original-Host', { 'x-original-host': 'evil.example', 'x-host': 'evil.example' }],
  ])('comes from the configured origin, whatever %s says', async (name, headers) => {
    const ada = await person(`header.${name.toLowerCase()}`);
    expect(await postForgotten(ada, headers)).toBe(303);
    const { link } = await mailedResetLink(server, addressOf(ada));
    expect(link).toMatch(new RegExp(`^${origin('federation')}/password#r=`));
    expect(JSON.stringify(await mailsTo(server, addressOf(ada)))).not.toContain('evil.example');
  });

  test('is worth nothing a second time, also in the browser that used it', async () => {
    const ada = await person('reuse.ada');
    await askForLink(ada);
    const { code } = await mailedResetLink(server, addressOf(ada));
    const visitor = new Visitor();
    expect((await reset(code, NEW_PASSWORD, visitor)).heading).toBe('Your new password is set');
    for (const again of [visitor, new Visitor()]) {
      const shown = await reset(code, 'eleven ropes and a brass bell', again);
      expect([shown.status, shown.heading]).toEqual([404, 'Choose your new password']);
    }
  });

  test('sets the password of the account it was mailed to, and no form field can turn it to another', async () => {
    const [ada, bo] = [await person('cross.ada'), await person('cross.bo')];
    await askForLink(ada);
    const { code } = await mailedResetLink(server, addressOf(ada));
    const action = new URL(`${origin('federation')}/password`);
    for (const field of ['userName', 'accountId', 'sub']) {
      const shown = await new Visitor().submit(action, { code, password: NEW_PASSWORD, [field]: bo.userName });
      expect(shown.status).toBe(400);
    }
    await reset(code);
    expect((await signInToDashboard(new Visitor(), server, bo)).heading).toBe('Dashboard');
    expect((await signInToDashboard(new Visitor(), server, { ...ada, password: NEW_PASSWORD })).heading).toBe('Dashboard');
    expect((await signInToDashboard(new Visitor(), server, { ...bo, password: NEW_PASSWORD })).heading).toBe('Sign in');
  });

  test('opens no other door: it is no invitation, and no code of an invitation is one', async () => {
    const ada = await person('other.ada');
    await askForLink(ada);
    const { code } = await mailedResetLink(server, addressOf(ada));
    const visitor = new Visitor();
    await visitor.open(`${origin('self-administration')}/invitation`);
    expect((await visitor.press('Continue', { code })).status).toBe(404);
  });

  test('is not taken out of a query, which servers and proxies write down', async () => {
    const ada = await person('query.ada');
    await askForLink(ada);
    const { code } = await mailedResetLink(server, addressOf(ada));
    const shown = await new Visitor().open(`${origin('federation')}/password?r=${code}&code=${code}`);
    expect(shown.document.querySelector('input[name=code]')?.getAttribute('value') ?? '').toBe('');
    expect(shown.document.toString()).not.toContain(code);
  });

  test('of another form gets the answer of one that never was', async () => {
    const answers = [];
    for (const code of ['A'.repeat(22), 'x', `${'A'.repeat(21)}+`, 'A'.repeat(64)]) {
      const shown = await reset(code);
      answers.push(`${String(shown.status)} ${shown.text}`);
    }
    expect(new Set(answers).size).toBe(1);
  });
});

describe('a password that was set by mail', () => {
  test('never passes the second factor', async () => {
    const ada = await person('second.ada');
    await activateByLink(ada.activationLink);
    await askForLink(ada);
    const visitor = new Visitor();
    const done = await reset((await mailedResetLink(server, addressOf(ada))).code, NEW_PASSWORD, visitor);
    expect(done.document.querySelector('.account')).toBeNull();
    expect((await visitor.open(`${origin('certificate-services')}/dashboard`)).heading).toBe('Sign in');
    const fresh = { ...ada, password: NEW_PASSWORD };
    await givePassword(visitor, fresh);
    expect((await visitor.open(`${origin('certificate-services')}/settings/account`)).heading).toBe('Confirm it is you');
    await visitor.open(`${origin('self-administration')}/actions`);
    expect((await givePassword(visitor, fresh)).heading).toBe('Prove that it is you');
  });

  test('ends the sessions of whoever was signed in with the old one', async () => {
    const ada = await person('ended.ada');
    const [portal, repair] = [new Visitor(), new Visitor()];
    await signInToDashboard(portal, server, ada);
    await signInToActions(repair, server, ada);
    await askForLink(ada);
    await reset((await mailedResetLink(server, addressOf(ada))).code);
    expect((await repair.open(`${origin('self-administration')}/actions`)).heading).toBe('Sign in');
    expect((await portal.open(`${origin('certificate-services')}/settings/account`)).heading).toBe('Sign in');
  });

  test('is told to the address, with neither the code nor the password in the notice', async () => {
    const ada = await person('notice.ada');
    await askForLink(ada);
    const { code } = await mailedResetLink(server, addressOf(ada));
    await reset(code);
    const notice = (await mailsTo(server, addressOf(ada))).find(({ subject }) => subject === 'Your password was reset');
    expect(notice?.text).toContain('127.0.0.1');
    expect(notice?.text).not.toContain(code);
    expect(notice?.text).not.toContain(NEW_PASSWORD);
  });

  test('that is too easy is refused in plain words and uses nothing up', async () => {
    const ada = await person('easy.ada');
    await askForLink(ada);
    const { code } = await mailedResetLink(server, addressOf(ada));
    for (const [password, words] of [
      ['password', 'too short: use at least 15 characters'],
      ['ｐａｓｓｗｏｒｄ２０２６！！！', 'among the first that somebody would try'],
      ['easy.ada-northwind', 'among the first that somebody would try'],
      ['TestHarbour-2026-2026', 'among the first that somebody would try'],
    ] as const) {
      const shown = await reset(code, password);
      expect([shown.status, shown.text.includes(words)], password).toEqual([422, true]);
      expect(shown.document.toString()).not.toContain(`value="${password}"`);
    }
    expect((await reset(code)).heading).toBe('Your new password is set');
  });
});

/** With headers that a browser would not send. */
function postForgotten({ userName }: TestPerson, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  const target = new URL(`${origin('federation')}/password/forgotten`);
  const body = new URLSearchParams({ userName }).toString();
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      target,
      {
        method: 'POST',
        headers: {
          origin: target.origin,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(body.length),
          ...headers,
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

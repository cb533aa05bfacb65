import { startDelay } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import { activateByLink, type TokenInHand, passwordOf } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givePassword, signInToActions, signInToDashboard } from '../../testing/journeys.ts';
import { linkCode, mailsTo } from '../../testing/mails.ts';
import { addPerson, must, type TestPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** What somebody can do with a notice in their hand, and what nobody can do without. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const origin = (name: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[name].origin;
const person = (userName: string) => addPerson(server.installation.identity, userName);
const mailOf = ({ userName }: TestPerson) => `${userName}@northwind.example`;
const notMe = (ada: TestPerson, about?: { readonly subject: string }) =>
  linkCode(server, { address: mailOf(ada), page: '/not-me', ...about });

async function freeze(ada: TestPerson, about?: { readonly subject: string }): Promise<Visitor> {
  const visitor = new Visitor();
  await visitor.open(`${origin('self-administration')}/not-me`);
  await visitor.press('This was not me: freeze my account', { code: await notMe(ada, about) });
  expect(visitor.page.heading).toBe('Your account is frozen');
  return visitor;
}

/** Password and one-time password at Self-Administration: what changing an address needs. */
async function signInStrongly(ada: TestPerson, hand: TokenInHand): Promise<Visitor> {
  const visitor = new Visitor();
  await visitor.open(`${origin('self-administration')}/addresses`);
  await givePassword(visitor, ada);
  await visitor.choose('One-time password');
  hand.device.clock.advance(30_000);
  await visitor.press('Continue', { otp: await passwordOf(hand.vault) });
  return visitor;
}

describe('“this was not me”', () => {
  test('opening the link does nothing, however often a mail scanner does it; the code is in no address the server sees', async () => {
    const ada = await person('scan.ada');
    const code = await notMe(ada);
    const link = `${origin('self-administration')}/not-me#n=${code}`;
    expect((await mailsTo(server, mailOf(ada))).map(({ text }) => text).join('\n')).toContain(link);
    for (let times = 0; times < 3; times += 1) await new Visitor().open(link);
    const visitor = new Visitor();
    expect((await signInToDashboard(visitor, server, ada)).heading).toBe('Dashboard');
    expect(server.logged.join('\n')).not.toContain(code);
  });

  test('one press ends every session at the Federation, at Self-Administration and at the portal', async () => {
    const ada = await person('press.ada');
    const portal = new Visitor();
    await signInToDashboard(portal, server, ada);
    const repair = new Visitor();
    await signInToActions(repair, server, ada);
    await freeze(ada);
    expect((await portal.open(`${origin('certificate-services')}/dashboard`)).heading).toBe('Sign in');
    expect((await portal.open(`${origin('certificate-services')}/settings/account`)).heading).toBe('Sign in');
    expect((await repair.open(`${origin('self-administration')}/actions`)).heading).toBe('Sign in');
    const desk = await mailsTo(server, 'help-desk@northwind.example');
    expect(desk.some(({ text }) => text.includes('Account: press.ada'))).toBe(true);
  });

  test('a form sent from another site freezes nobody', async () => {
    const ada = await person('forged.ada');
    const action = new URL(`${origin('self-administration')}/not-me`);
    const shown = await new Visitor().submit(action, { code: await notMe(ada) }, { origin: 'https://evil.example' });
    expect(shown.status).toBe(403);
    expect((await signInToDashboard(new Visitor(), server, ada)).heading).toBe('Dashboard');
  });

  test('a link pressed twice says that it was used', async () => {
    const ada = await person('twice.ada');
    const code = await notMe(ada);
    await freeze(ada);
    const visitor = new Visitor();
    await visitor.open(`${origin('self-administration')}/not-me`);
    const shown = await visitor.press('This was not me: freeze my account', { code });
    expect(shown.status).toBe(404);
    expect(shown.text).toContain('This link has been used');
  });

  test('nobody freezes an account by its name', async () => {
    const ada = await person('name.ada');
    const visitor = new Visitor();
    await visitor.open(`${origin('self-administration')}/not-me`);
    for (const code of [ada.userName, mailOf(ada), '', '../../..', 'x'.repeat(64)]) {
      expect((await visitor.press('This was not me: freeze my account', { code })).status).toBe(404);
    }
    const long = await visitor.submit(visitor.page.url, { code: 'x'.repeat(65) });
    expect(long.status).toBe(400);
    expect((await signInToDashboard(new Visitor(), server, ada)).heading).toBe('Dashboard');
  });
});

describe('a frozen account', () => {
  test('gets the page, status and words of any failed sign-in, with the right password too', async () => {
    const ada = await person('alike.ada');
    await freeze(ada);
    const answers: string[] = [];
    for (const [userName, password] of [
      [ada.userName, ada.password],
      [ada.userName, 'not the password at all'],
      ['nobody.at.all', ada.password],
    ] as const) {
      const visitor = new Visitor();
      await visitor.open(`${origin('certificate-services')}/dashboard`);
      const shown = await visitor.press('Continue', { userName, password });
      answers.push(`${String(shown.status)} ${shown.text}`);
    }
    expect(new Set(answers).size).toBe(1);
  });

  test('is opened by both factors together, and by nothing less, with one answer for everything that is wrong', async () => {
    const ada = await person('thaw.ada');
    const hand = await activateByLink(ada.activationLink);
    const repair = new Visitor();
    await signInToActions(repair, server, ada);
    await repair.open(`${origin('self-administration')}/password/change`);
    await repair.press('Change my password', { current: ada.password, password: 'nine lanterns along the quay' });
    // Not of the token: one that is repudiated opens nothing again.
    await freeze(ada, { subject: 'Your password was changed' });

    const visitor = new Visitor();
    await visitor.open(`${origin('federation')}/frozen`);
    hand.device.clock.advance(30_000);
    const otp = await passwordOf(hand.vault);
    const wrong = [
      { userName: ada.userName, password: 'not the password at all', otp },
      { userName: ada.userName, password: 'nine lanterns along the quay', otp: otp === '000000' ? '111111' : '000000' },
      { userName: 'nobody.at.all', password: 'nine lanterns along the quay', otp },
    ];
    const answers: string[] = [];
    for (const fields of wrong) {
      const shown = await visitor.press('Open my account', fields);
      answers.push(`${String(shown.status)} ${shown.text}`);
      expect(shown.document.toString()).not.toContain(fields.otp);
    }
    expect(new Set(answers).size).toBe(1);
    const given = { userName: ada.userName, password: 'nine lanterns along the quay', otp };
    expect((await visitor.press('Open my account', given)).heading).toBe('Your account is open again');
    const again = new Visitor();
    await again.open(`${origin('certificate-services')}/dashboard`);
    expect((await again.press('Continue', given)).status).toBe(400);
    await again.open(`${origin('certificate-services')}/dashboard`);
    expect((await again.press('Continue', { userName: given.userName, password: given.password })).heading).toBe('Dashboard');
  });
});

describe('addresses', () => {
  test('with password and questions alone nothing changes: the page only shows, and its forms and links lead to what is strong enough', async () => {
    const ada = await person('weak.ada');
    await activateByLink(ada.activationLink);
    const visitor = new Visitor();
    await signInToActions(visitor, server, ada);
    await visitor.open(`${origin('self-administration')}/addresses`);
    expect(visitor.page.text).toContain('Takes one proof more: a one-time password.');
    expect((await visitor.choose('Give it now')).heading).toBe('This needs a stronger proof');
    for (const [path, fields] of [
      ['/addresses', { address: 'eve@evil.example' }],
      ['/addresses/primary', { address: mailOf(ada) }],
      ['/addresses/remove', { address: mailOf(ada) }],
    ] as const) {
      const shown = await visitor.submit(new URL(origin('self-administration') + path), fields);
      expect(shown.heading).toBe('This needs a stronger proof');
    }
    expect(await mailsTo(server, 'eve@evil.example')).toEqual([]);
  });

  test('an address is added, confirmed by its link, made primary, and the old one removed, each told to all', async () => {
    const ada = await person('address.ada');
    const hand = await activateByLink(ada.activationLink);
    const visitor = await signInStrongly(ada, hand);
    const added = 'ada@new.example';
    await visitor.open(`${origin('self-administration')}/addresses`);
    await visitor.press('Send the link', { address: 'no address' });
    expect(visitor.page.status).toBe(422);
    expect(visitor.page.document.querySelector('#address')?.getAttribute('value')).toBe('no address');
    await visitor.press('Send the link', { address: added });
    expect(visitor.page.text).toContain('not confirmed yet');

    const elsewhere = new Visitor();
    await elsewhere.open(`${origin('self-administration')}/addresses/confirm`);
    await elsewhere.press('Confirm this address', { code: await linkCode(server, { address: added, page: '/addresses/confirm' }) });
    expect(elsewhere.page.heading).toBe('The address is confirmed');

    await visitor.open(`${origin('self-administration')}/addresses`);
    await visitor.press(`Make primary ${added}`);
    await visitor.open(`${origin('self-administration')}/addresses/remove?position=1`);
    expect(visitor.page.text).toContain(mailOf(ada));
    await visitor.press(`Yes, remove ${mailOf(ada)}`);
    expect(visitor.page.url.pathname).toBe('/addresses');
    expect(visitor.page.text).not.toContain(mailOf(ada));
    const last = (await mailsTo(server, mailOf(ada))).find(({ text }) => text.includes('This is the last message it gets.'));
    expect(last?.text).toContain('/not-me#n=');
  });
});

describe('what waits', () => {
  async function waiting(ada: TestPerson) {
    const { accountId } = ada;
    const ports = server.installation.identity;
    const proofs = (['password', 'recovery-contact'] as const).map((factor) => ({ factor, at: ports.clock.now(), network: '' }));
    const claim = new Secret('AAAAAAAAAAAAAAAAAAAAAA');
    must(await startDelay(ports, { accountId, kind: 'new-soft-token', proofs, claim, visit: { address: '127.0.0.1' } }));
  }

  test('is shown with its countdown, is not done early, and is stopped from the mail without a sign-in', async () => {
    const ada = await person('waiting.ada');
    await waiting(ada);
    const visitor = new Visitor();
    await signInToActions(visitor, server, ada);
    await visitor.open(`${origin('self-administration')}/waiting`);
    expect(visitor.page.text).toContain('A new soft token without the old one');
    const delay = visitor.page.document.querySelector('input[name=delay]')?.getAttribute('value') ?? '';
    const early = await visitor.submit(new URL(`${origin('self-administration')}/waiting`), { delay });
    expect(early.heading).toBe('What waits');
    expect(early.text).toContain('Come back to this page in this browser');

    const code = await linkCode(server, { address: mailOf(ada), page: '/waiting/stop' });
    const elsewhere = new Visitor();
    await elsewhere.open(`${origin('self-administration')}/waiting/stop`);
    expect((await elsewhere.press('Stop it', { code })).heading).toBe('It is stopped');
    await elsewhere.open(`${origin('self-administration')}/waiting/stop`);
    expect((await elsewhere.press('Stop it', { code })).status).toBe(410);
    expect((await visitor.open(`${origin('self-administration')}/waiting`)).text).toContain('Stopped.');
  });

  test('of somebody else is neither done nor stopped', async () => {
    const ada = await person('others.ada');
    const eve = await person('others.eve');
    await waiting(ada);
    const visitor = new Visitor();
    await signInToActions(visitor, server, ada);
    await visitor.open(`${origin('self-administration')}/waiting`);
    const delay = visitor.page.document.querySelector('input[name=delay]')?.getAttribute('value') ?? '';
    const stranger = new Visitor();
    await signInToActions(stranger, server, eve);
    expect((await stranger.submit(new URL(`${origin('self-administration')}/waiting`), { delay })).text).toContain('Nothing waits');
    expect((await stranger.submit(new URL(`${origin('self-administration')}/waiting/stop-mine`), { delay })).status).toBe(410);
    expect((await visitor.open(`${origin('self-administration')}/waiting`)).text).not.toContain('Stopped.');
  });

  test('is stopped by a sign-in with both factors, and not by the password alone', async () => {
    const ada = await person('strong.ada');
    const hand = await activateByLink(ada.activationLink);
    await waiting(ada);
    const visitor = new Visitor();
    await signInToDashboard(visitor, server, ada);
    const asking = new Visitor();
    await signInToActions(asking, server, ada);
    expect((await asking.open(`${origin('self-administration')}/waiting`)).text).not.toContain('Stopped.');
    await visitor.open(`${origin('certificate-services')}/settings/account`);
    hand.device.clock.advance(30_000);
    await visitor.press('Continue', { otp: await passwordOf(hand.vault) });
    expect(visitor.page.heading).toBe('Manage My Account');
    expect((await asking.open(`${origin('self-administration')}/waiting`)).text).toContain('Stopped.');
  });
});

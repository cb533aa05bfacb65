import { activateByLink, lockInHand, passwordOf } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givePassword, signInToActions, signInToDashboard } from '../../testing/journeys.ts';
import { lastMail } from '../../testing/mails.ts';
import { addPerson, type TestPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** Recovery codes and mailed codes, over HTTP and with scripts off. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const origin = (name: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[name].origin;
const at = (path: string) => `${origin('self-administration')}${path}`;

async function atProve(person: TestPerson): Promise<Visitor> {
  const visitor = new Visitor();
  await visitor.open(at('/actions'));
  await givePassword(visitor, person);
  expect(visitor.page.heading).toBe('Prove that it is you');
  return visitor;
}

/** Somebody with a soft token who has made recovery codes with it, and the codes as they stand on the page. */
async function personWithCodes(userName: string) {
  const person = await addPerson(server.installation.identity, userName);
  const hand = await activateByLink(person.activationLink);
  const visitor = new Visitor();
  await signInToActions(visitor, server, person);
  await visitor.choose('Recovery codes');
  expect((await visitor.choose('Make new recovery codes')).heading).toBe('This needs a stronger proof');
  await visitor.choose('One-time password');
  expect((await visitor.press('Continue', { otp: await passwordOf(hand.vault, 1) })).heading).toBe('Make ten recovery codes?');
  expect((await visitor.press('Yes, make my codes')).heading).toBe('Your recovery codes');
  const codes = visitor.page.document.querySelectorAll('.code-list data').map((code) => code.text.trim());
  expect(codes).toHaveLength(10);
  return { person, hand, visitor, codes };
}

async function mailedCode(person: TestPerson): Promise<string> {
  const text = await lastMail(server, { to: `${person.userName}@northwind.example`, subject: 'Your code for Self-Administration' });
  return /Code: ([\d ]+)/.exec(text)?.[1]?.trim() ?? '';
}

describe('recovery codes', () => {
  test('are shown once: as a page, as a file, and to no other browser', async () => {
    const { visitor, codes } = await personWithCodes('codes.shown');
    const stranger = visitor.clone();
    const file = await visitor.open(at('/recovery-codes/new/file'));
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="recovery-codes.txt"');
    for (const code of codes) expect(file.document.text).toContain(code);
    await visitor.open(at('/recovery-codes/new'));
    expect((await visitor.press('I have saved them')).text).toContain('10 of 10 left');
    expect((await stranger.open(at('/recovery-codes/new'))).status).toBe(410);
    expect((await visitor.open(at('/recovery-codes/new/file'))).status).toBe(410);
  });

  test('open the second door at the Federation, each once', async () => {
    const { person, codes } = await personWithCodes('codes.sign.in');
    const visitor = new Visitor();
    await signInToDashboard(visitor, server, person);
    await visitor.open(`${origin('certificate-services')}/settings/account`);
    await visitor.choose('Recovery code');
    const account = await visitor.press('Continue', { code: codes[3] ?? '' });
    expect(account.heading).toBe('Manage My Account');
    expect(account.text).toContain('password and recovery code');

    const again = new Visitor();
    await signInToDashboard(again, server, person);
    await again.open(`${origin('certificate-services')}/settings/account`);
    await again.choose('Recovery code');
    const refused = await again.press('Continue', { code: codes[3] ?? '' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('was not accepted');
    expect(refused.document.querySelector('#code')?.getAttribute('value')).toBeFalsy();
    const typo = await again.press('Continue', { code: (codes[4] ?? '').replace(/^./, (digit) => String((Number(digit) + 1) % 10)) });
    expect(typo.text).toContain('Group 1 has a typing error.');
  });

  test('prove it in Self-Administration, where the locked token cannot', async () => {
    const { person, hand, codes } = await personWithCodes('codes.unlock');
    const code = await lockInHand(hand);
    const visitor = await atProve(person);
    await visitor.choose('Recovery code');
    expect((await visitor.press('Continue', { code: codes[0] ?? '' })).heading).toBe('What is wrong?');
    await visitor.choose('My Soft Token application is locked');
    await visitor.press('Yes, unlock my token');
    expect((await visitor.press('Continue', { code })).heading).toBe('Your unlock code');
  });

  test('are not offered to whoever has none, and not made by whoever only answered questions', async () => {
    const person = await addPerson(server.installation.identity, 'codes.none');
    const visitor = await atProve(person);
    expect(visitor.page.text).not.toContain('Recovery code');
    const actions = new Visitor();
    await signInToActions(actions, server, person);
    await actions.submit(new URL(at('/recovery-codes/make')), {});
    expect(actions.page.heading).toBe('This needs a stronger proof');
    expect((await actions.open(at('/recovery-codes'))).text).toContain('You have no recovery codes');
  });
});

describe('a code by mail', () => {
  test('proves it for a repair, in the browser in which it was asked for and in no other', async () => {
    const person = await addPerson(server.installation.identity, 'mail.repair');
    const visitor = await atProve(person);
    await visitor.choose('Code by e-mail');
    expect((await visitor.press('Send the code')).heading).toBe('Type the code from the mail');
    const code = await mailedCode(person);
    expect(code).toMatch(/^\d{4} \d{4}$/);

    const stranger = await atProve(person);
    await stranger.open(at('/prove/mailed-code/answer'));
    expect((await stranger.press('Continue', { code })).text).toContain('was not accepted');
    expect((await visitor.press('Continue', { code })).heading).toBe('What is wrong?');
  });

  test('opens no second door: not at the Federation, and not for what moves a credential', async () => {
    const person = await addPerson(server.installation.identity, 'mail.level');
    await activateByLink(person.activationLink);
    const visitor = await atProve(person);
    await visitor.choose('Code by e-mail');
    await visitor.press('Send the code');
    await visitor.press('Continue', { code: await mailedCode(person) });
    expect((await visitor.open(at('/recovery-codes/make'))).heading).toBe('This needs a stronger proof');
    expect(visitor.page.text).not.toContain('Code by e-mail');
    expect((await visitor.open(`${origin('certificate-services')}/settings/account`)).heading).toBe('Confirm it is you');
  });

  test('is sent three times and then not for a while, whatever is pressed', async () => {
    const person = await addPerson(server.installation.identity, 'mail.flood');
    const visitor = await atProve(person);
    const send = new URL(at('/prove/mailed-code/send'));
    for (let turn = 0; turn < 3; turn += 1) expect((await visitor.submit(send, {})).status).toBe(200);
    const refused = await visitor.submit(send, {});
    expect(refused.status).toBe(429);
    expect(refused.text).toContain('tried too often');
  });
});

test('the pages of both are reached by nobody who has not given a password', async () => {
  for (const path of [
    '/recovery-codes',
    '/recovery-codes/make',
    '/recovery-codes/new',
    '/recovery-codes/new/file',
    '/prove/recovery-code',
    '/prove/mailed-code',
    '/prove/mailed-code/answer',
  ])
    expect((await new Visitor().open(at(path))).heading).toBe('Sign in');
});

test('no code is written into the log, by whichever door it came', async () => {
  const { codes } = await personWithCodes('codes.log');
  const logged = server.logged.join('\n');
  for (const code of codes)
    for (const written of [code, code.replaceAll(' ', ''), code.replaceAll(' ', '+')]) expect(logged).not.toContain(written);
});

import { issueTemporaryAccess, makeRecoveryCodes, viewRecoveryCodes } from '@sallyport/identity';
import { activateByLink, passwordOf } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givePassword, signInToActions, signInToDashboard } from '../../testing/journeys.ts';
import { lastMail } from '../../testing/mails.ts';
import { addPerson, must, type TestPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** A misplaced token and the code that stands in for it, over HTTP and with scripts off. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const origin = (name: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[name].origin;
const at = (path: string) => `${origin('self-administration')}${path}`;

/** Somebody with a soft token and a recovery code. */
async function personWithCode(userName: string) {
  const person = await addPerson(server.installation.identity, userName);
  const hand = await activateByLink(person.activationLink);
  const ports = server.installation.identity;
  const { accountId } = person;
  const now = ports.clock.now();
  const proofs = (['password', 'soft-token-otp'] as const).map((factor) => ({ factor, at: now, network: '' }));
  must(await makeRecoveryCodes(ports, { accountId, proofs, session: 'a session', visit: { address: '127.0.0.1' } }));
  const { codes } = must(await viewRecoveryCodes(ports, { accountId, session: 'a session' }));
  return { person, hand, recoveryCode: codes[0]?.reveal() ?? '' };
}

async function atMisplaced({ person, recoveryCode }: Awaited<ReturnType<typeof personWithCode>>): Promise<Visitor> {
  const visitor = new Visitor();
  await signInToActions(visitor, server, person);
  await visitor.choose('I have misplaced my Soft Token');
  expect(visitor.page.heading).toBe('This needs a stronger proof');
  await visitor.choose('Recovery code');
  expect((await visitor.press('Continue', { code: recoveryCode })).heading).toBe('Misplaced your Soft Token?');
  return visitor;
}

const shownCode = (visitor: Visitor) => visitor.page.document.querySelector('.code-display data')?.text.trim() ?? '';

async function atSecondDoor(person: TestPerson): Promise<Visitor> {
  const visitor = new Visitor();
  await signInToDashboard(visitor, server, person);
  await visitor.open(`${origin('certificate-services')}/settings/account`);
  expect(visitor.page.heading).toBe('Confirm it is you');
  return visitor;
}

test('the code is shown once, in the browser that asked, and stands in until the token is found', async () => {
  const given = await personWithCode('misplaced.found');
  const visitor = await atMisplaced(given);
  expect((await visitor.press('Yes, I have misplaced this one')).heading).toBe('Your temporary access code');
  const code = shownCode(visitor);
  expect(code).toMatch(/^\d{5} \d{5} \d{5}$/);
  expect(
    await lastMail(server, { to: 'misplaced.found@northwind.example', subject: 'Your soft token was reported as misplaced' }),
  ).not.toBe('');
  const stranger = new Visitor();
  await signInToActions(stranger, server, given.person);
  expect((await stranger.open(at('/soft-token/misplaced/code'))).status).toBe(410);
  expect((await visitor.press('I have noted it')).text).toContain('misplaced');
  expect((await visitor.open(at('/soft-token/misplaced/code'))).status).toBe(410);

  const second = await atSecondDoor(given.person);
  await second.choose('Temporary access code');
  expect((await second.press('Continue', { code })).heading).toBe('Manage My Account');

  const found = await atSecondDoor(given.person);
  expect((await found.press('Continue', { otp: await passwordOf(given.hand.vault, 1) })).heading).toBe('Manage My Account');
  const late = await atSecondDoor(given.person);
  expect(late.page.text).not.toContain('Temporary access code');
  const refused = await late.submit(
    new URL(`${late.page.url.origin}${late.page.url.pathname.replace('second-factor', 'temporary-access-code')}`),
    { code },
  );
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('was not accepted');
  const logged = server.logged.join('\n');
  for (const written of [code, code.replaceAll(' ', ''), code.replaceAll(' ', '+')]) expect(logged).not.toContain(written);
});

test('the page is reached by nobody who only answered questions, and prolongs no temporary access', async () => {
  const given = await personWithCode('misplaced.prolong');
  const actions = new Visitor();
  await signInToActions(actions, server, given.person);
  await actions.submit(new URL(at('/soft-token/misplaced')), { token: 'A'.repeat(22) });
  expect(actions.page.heading).toBe('This needs a stronger proof');

  const { code } = must(await issueTemporaryAccess(server.installation.identity, given.person));
  await actions.open(at('/soft-token/misplaced'));
  await actions.choose('Temporary access code');
  await actions.press('Continue', { code: code.reveal() });
  const refused = await actions.press('Yes, I have misplaced this one');
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('cannot prolong itself');
});

test('nobody’s code opens another person’s door, and another person’s token is not marked', async () => {
  const ada = await personWithCode('misplaced.ada');
  const ben = await personWithCode('misplaced.ben');
  const bens = await atMisplaced(ben);
  const bensToken = bens.page.document.querySelector('input[name=token]')?.getAttribute('value') ?? '';
  const visitor = await atMisplaced(ada);
  const refused = await visitor.submit(new URL(at('/soft-token/misplaced')), { token: bensToken });
  expect(refused.status).toBe(404);
  await bens.press('Yes, I have misplaced this one');
  const second = new Visitor();
  await second.open(at('/prove/temporary-access-code'));
  await givePassword(second, ada.person);
  await second.open(at('/prove/temporary-access-code'));
  expect((await second.press('Continue', { code: shownCode(bens) })).status).toBe(422);
});

test('no page of it is reached by whoever has not given a password', async () => {
  for (const path of ['/soft-token/misplaced', '/soft-token/misplaced/code', '/prove/temporary-access-code'])
    expect((await new Visitor().open(at(path))).heading).toBe('Sign in');
});

import {
  asFederationSessionRef,
  makeRecoveryCodes,
  offerPasskeyRegistration,
  type Proof,
  registerPasskey,
  startPasskeyRegistration,
  viewRecoveryCodes,
} from '@sallyport/identity';
import type { SoftAuthenticator } from '@sallyport/platform/testing';
import { activateByLink } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerQuestions, givePassword, rightAnswers, signInToActions } from '../../testing/journeys.ts';
import { lastMail, mailsTo } from '../../testing/mails.ts';
import { answerWith, deviceFor } from '../../testing/passkeys.ts';
import { addPerson, type TestPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** The rehearsal over HTTP, with scripts off. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const origin = (name: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[name].origin;
const at = (path: string) => `${origin('self-administration')}${path}`;
const VISIT = { address: '127.0.0.1' };

/** Somebody with a soft token, in a browser that has given the password. */
async function wellPerson(userName: string) {
  const person = await addPerson(server.installation.identity, userName);
  await activateByLink(person.activationLink);
  return { person, visitor: await atWaysBack(person) };
}

async function atWaysBack(person: TestPerson): Promise<Visitor> {
  const visitor = new Visitor();
  await visitor.open(at('/ways-back'));
  await givePassword(visitor, person);
  expect(visitor.page.heading).toBe('Your ways back');
  return visitor;
}

async function begin(visitor: Visitor, situation: string): Promise<void> {
  await visitor.open(at('/ways-back'));
  expect((await visitor.choose('Rehearse a way back')).heading).toBe('Rehearse a way back');
  await visitor.press('Begin the rehearsal', { situation });
}

function strong(): readonly Proof[] {
  const at = server.installation.identity.clock.now();
  return (['password', 'soft-token-otp'] as const).map((factor) => ({ factor, at, network: '' }));
}

async function recoveryCodesOf({ accountId }: TestPerson): Promise<readonly string[]> {
  const { identity } = server.installation;
  await makeRecoveryCodes(identity, { accountId, proofs: strong(), session: 'a test', visit: VISIT });
  const shown = await viewRecoveryCodes(identity, { accountId, session: 'a test' });
  return 'codes' in shown ? shown.codes.map((code) => code.reveal()) : expect.unreachable('no codes');
}

async function passkeyOf({ accountId }: TestPerson): Promise<SoftAuthenticator> {
  const { identity } = server.installation;
  const session = asFederationSessionRef('a test');
  const device = deviceFor(server);
  await startPasskeyRegistration(identity, { accountId, session, proofs: strong(), name: 'Key', visit: VISIT });
  const offer = await offerPasskeyRegistration(identity, { accountId, session });
  if (!('options' in offer)) expect.unreachable('no passkey was offered');
  await registerPasskey(identity, { accountId, session, fields: device.create(offer.options), visit: VISIT });
  return device;
}

/** What is behind each door for whoever gave the password alone. */
async function expectNoFurther(visitor: Visitor): Promise<void> {
  expect((await visitor.open(at('/actions'))).heading).toBe('Prove that it is you');
  expect((await visitor.open(at('/recovery-codes/make'))).heading).toBe('Prove that it is you');
  expect((await visitor.open(`${origin('certificate-services')}/settings/account`)).heading).toBe('Confirm it is you');
}

test('whoever rehearsed everything rightly has come no further than the password brought them, at either door', async () => {
  const { person, visitor } = await wellPerson('rehearsal.further');
  const [code = ''] = await recoveryCodesOf(person);
  const device = await passkeyOf(person);
  await begin(visitor, 'token-lost');
  await visitor.choose('Your answers');
  expect((await visitor.press('See whether it works', rightAnswers(visitor))).heading).toBe('The device is lost or stolen');
  await visitor.choose('A recovery code');
  await visitor.press('See whether it works', { code });
  expect(visitor.page.text).toContain('You would be back');
  await visitor.choose('A passkey');
  expect((await answerWith(visitor, device)).heading).toBe('The device is lost or stolen');
  expect(visitor.page.text).not.toContain('Did not work');
  await expectNoFurther(visitor);
});

test('a code that was rehearsed is good for one real use, and its owner was told that it was tried', async () => {
  const { person, visitor } = await wellPerson('rehearsal.code');
  const [code = ''] = await recoveryCodesOf(person);
  await begin(visitor, 'token-misplaced');
  await visitor.open(at('/ways-back/rehearsal/recovery-code'));
  for (let turn = 0; turn < 2; turn += 1)
    expect((await visitor.submit(new URL(at('/ways-back/rehearsal/recovery-code')), { code })).text).toContain('Would have worked');
  expect(
    await lastMail(server, { to: `${person.userName}@northwind.example`, subject: 'Rehearsal: one of your recovery codes was tried' }),
  ).toContain('it still works');
  const prove = new URL(at('/prove/recovery-code'));
  expect((await visitor.submit(prove, { code })).heading).toBe('What is wrong?');
  expect((await visitor.submit(prove, { code })).text).toContain('was not accepted');
});

test('wrong answers cost one try of the three, are told what to mend, and leave the real way open', async () => {
  const { person, visitor } = await wellPerson('rehearsal.wrong');
  await begin(visitor, 'token-locked');
  await visitor.choose('Your answers');
  const wrong = { answer0: 'no idea', answer1: 'none' };
  expect((await visitor.press('See whether it works', wrong)).text).toContain('not the ones you registered');
  const again = await visitor.press('See whether it works', wrong);
  expect(again.status).toBe(429);
  expect(again.text).toContain('kept for the day you need them');
  await visitor.choose('Back to the rehearsal');
  expect(visitor.page.text).toContain('Did not work');
  expect(visitor.page.text).toContain('Change your questions');
  const real = new Visitor();
  await real.open(at('/actions'));
  await givePassword(real, person);
  expect((await answerQuestions(real)).heading).toBe('What is wrong?');
});

test('belongs to one browser: another of the same person, which a thief may hold, has none under way', async () => {
  const { person, visitor } = await wellPerson('rehearsal.thief');
  await begin(visitor, 'password-forgotten');
  await visitor.choose('A code by e-mail');
  await visitor.press('Send the code');
  const mails = await mailsTo(server, `${person.userName}@northwind.example`);
  const code =
    /Code: ([\d ]+)/.exec(mails.find(({ subject }) => subject.startsWith('Rehearsal: your code'))?.text ?? '')?.[1]?.trim() ?? '';
  expect(code).toMatch(/^\d{4} \d{4}$/);
  const thief = await atWaysBack(person);
  const typed = new URL(at('/ways-back/rehearsal/mailed-code/answer'));
  expect((await thief.submit(typed, { code })).heading).toBe('Rehearse a way back');
  await begin(thief, 'password-forgotten');
  expect((await thief.submit(typed, { code })).text).toContain('was not accepted');
  // Nor is it a code for the real page.
  expect((await visitor.submit(new URL(at('/prove/mailed-code/answer')), { code })).text).toContain('was not accepted');
  expect((await visitor.submit(typed, { code })).text).toContain('You would be back');
});

test('bothers no recovery contact, and says so', async () => {
  const { visitor } = await wellPerson('rehearsal.contact');
  await begin(visitor, 'token-broken');
  expect((await visitor.open(at('/ways-back/rehearsal/contact'))).text).toContain('In a rehearsal nobody is asked');
});

test('is begun by choosing; a page of it without one begun leads there, and sent twice it is one', async () => {
  const { visitor } = await wellPerson('rehearsal.begin');
  await visitor.open(at('/ways-back/rehearse'));
  expect((await visitor.press('Begin the rehearsal')).text).toContain('Choose what might happen.');
  expect((await visitor.open(at('/ways-back/rehearsal/questions'))).heading).toBe('Rehearse a way back');
  const begun = new URL(at('/ways-back/rehearse'));
  expect((await visitor.submit(begun, { situation: 'no such thing' })).status).toBe(400);
  await Promise.all([visitor.clone(), visitor.clone()].map((twin) => twin.submit(begun, { situation: 'token-lost' })));
  expect((await visitor.open(at('/ways-back/rehearsal'))).heading).toBe('The device is lost or stolen');
  await visitor.submit(new URL(at('/ways-back/rehearsal/missing')), { way: 'questions' });
  expect(visitor.page.text).toContain('Not at hand');
});

test('is shown with its day on the page of the ways back, and in the activity', async () => {
  const { person, visitor } = await wellPerson('rehearsal.shown');
  const [code = ''] = await recoveryCodesOf(person);
  expect((await visitor.open(at('/ways-back'))).text).toContain('You have not rehearsed any of them yet.');
  await begin(visitor, 'token-broken');
  await visitor.choose('A recovery code');
  await visitor.press('See whether it works', { code });
  const shown = await visitor.choose('To your ways back');
  expect(shown.text).toContain('Last rehearsed:');
  expect(shown.text).toMatch(/Last rehearsed:\s+The device is broken,\s[^:]+:\s*worked/);
  const proved = new Visitor();
  await signInToActions(proved, server, person);
  expect((await proved.open(at('/activity'))).text).toContain('A recovery code was typed in a rehearsal, and was right. It still works.');
});

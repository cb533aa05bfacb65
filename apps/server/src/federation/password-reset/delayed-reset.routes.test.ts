import {
  acceptInvitation,
  answerNaming,
  answerVouching,
  createAccount,
  createInvitation,
  findAccount,
  finishPasswordResets,
  listVouchings,
  makeRecoveryCodes,
  nameContact,
  viewRecoveryCodes,
} from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import { activateByLink } from '@sallyport/protocol/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { givePassword } from '../../testing/journeys.ts';
import { mailedResetLink } from '../../testing/mails.ts';
import { addPerson, must, type TestPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** A forgotten password under the strict policy: the mail, one proof beside it, and a day; over HTTP and with scripts off. */

const DAY = 24 * 60 * 60_000;
const NEW_PASSWORD = 'seventeen brass anchors ashore';
const VISIT = { address: '127.0.0.1' };

let server: RunningServer;
let ahead = 0;
const clock = { now: () => Date.now() + ahead };
beforeAll(async () => {
  server = await runServer({ recoveryPolicy: 'strict', clock });
});
afterAll(() => server.stop());
afterEach(() => {
  ahead = 0;
});

const federation = (path: string) => `${server.configuration.listeners.federation.origin}${path}`;
const strong = () => (['password', 'soft-token-otp'] as const).map((factor) => ({ factor, at: clock.now(), network: '' }));

async function forgetful(userName: string) {
  const ports = server.installation.identity;
  const person = await addPerson(ports, userName);
  await activateByLink(person.activationLink);
  const { accountId } = person;
  must(await makeRecoveryCodes(ports, { accountId, proofs: strong(), session: 'a session', visit: VISIT }));
  const { codes } = must(await viewRecoveryCodes(ports, { accountId, session: 'a session' }));
  return { person, codes: codes.map((code) => code.reveal()) };
}

/** In this browser, with the link from the newest mail. */
async function withLink(visitor: Visitor, { userName }: TestPerson): Promise<string> {
  await visitor.open(federation('/password/forgotten'));
  await visitor.press('Send the link', { userName });
  const { code } = await mailedResetLink(server, `${userName}@northwind.example`);
  await visitor.open(federation('/password'));
  return code;
}

async function signsIn({ userName }: TestPerson, password: string): Promise<boolean> {
  const visitor = new Visitor();
  await visitor.open(`${server.configuration.listeners['self-administration'].origin}/actions`);
  await givePassword(visitor, { userName, password } as TestPerson);
  return visitor.page.heading === 'Prove that it is you';
}

test('the mail alone sets nothing; with a recovery code it waits a day, and then takes effect by itself', async () => {
  const { person, codes } = await forgetful('strict.code');
  const visitor = new Visitor();
  const code = await withLink(visitor, person);
  expect(visitor.page.text).toContain('24 hours');
  const alone = await visitor.press('Ask for the new password', { code, password: NEW_PASSWORD, way: '', beside: '' });
  expect([alone.status, alone.document.querySelector('.error-summary a')?.getAttribute('href')]).toEqual([403, '#way']);
  expect(alone.document.querySelector('#password')?.getAttribute('value') ?? '').toBe('');
  const typo = await visitor.press('Ask for the new password', { code, password: NEW_PASSWORD, way: 'recovery-code', beside: '12345' });
  expect([typo.status, typo.document.querySelector('.error-summary a')?.getAttribute('href')]).toEqual([422, '#beside']);
  expect(typo.document.querySelector('#beside')?.getAttribute('value') ?? '').toBe('');
  const given = { code, password: NEW_PASSWORD, way: 'recovery-code', beside: codes[0] ?? '' };
  expect((await visitor.press('Ask for the new password', given)).heading).toBe('Your new password waits');
  expect(await signsIn(person, NEW_PASSWORD)).toBe(false);
  expect(await signsIn(person, person.password)).toBe(true);
  ahead = DAY;
  expect(await finishPasswordResets(server.installation.identity)).toEqual({ done: 1 });
  expect(await signsIn(person, NEW_PASSWORD)).toBe(true);
});

test('a recovery contact, asked from the mail, stands beside it in the same browser and in no other', async () => {
  const { person } = await forgetful('strict.contact');
  const ports = server.installation.identity;
  const { organisationId } = (await findAccount(ports, person)) ?? expect.unreachable('no such person');
  const made = { organisationId, userName: 'strict.ben', displayName: 'Ben Weir', addresses: ['strict.ben@northwind.example'] };
  const ben = must(await createAccount(ports, made));
  const { code: invitation } = must(await createInvitation(ports, ben));
  must(await acceptInvitation(ports, { code: invitation, password: new Secret(NEW_PASSWORD), visit: VISIT }));
  const { contactId } = must(await nameContact(ports, { ...person, contact: 'strict.ben', proofs: strong(), visit: VISIT }));
  must(await answerNaming(ports, { ...ben, contactId, answer: 'agree', proofs: strong(), visit: VISIT }));

  const visitor = new Visitor();
  const first = await withLink(visitor, person);
  await visitor.press('Ask my recovery contact', { code: first });
  expect((await visitor.press('Ask Ben Weir')).heading).toBe('Speak with Ben Weir');
  const spoken = new Secret(visitor.page.document.querySelector('.code-display data')?.getAttribute('value') ?? '');
  const [asked] = await listVouchings(ports, ben);
  must(await answerVouching(ports, { ...ben, voucherId: asked?.voucherId ?? '', code: spoken, proofs: strong(), visit: VISIT }));
  expect((await visitor.open(federation('/password/contact'))).heading).toBe('Ben Weir has vouched for you');
  expect((await new Visitor().open(federation('/password/contact'))).heading).toBe('Nothing is asked in this browser');

  const given = { code: await withLink(visitor, person), password: NEW_PASSWORD, way: 'recovery-contact', beside: '' };
  const thief = new Visitor();
  await thief.open(federation('/password'));
  expect((await thief.press('Ask for the new password', given)).status).toBe(409);
  expect((await visitor.press('Ask for the new password', given)).heading).toBe('Your new password waits');
});

test('a link that is none lists nobody’s contacts', async () => {
  const visitor = new Visitor();
  await visitor.open(federation('/password'));
  expect((await visitor.press('Ask my recovery contact', { code: 'A'.repeat(22) })).status).toBe(404);
});

import { acceptInvitation, createAccount, createInvitation, findAccount, startActivation } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import { activateByLink, type TokenInHand, passwordOf } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givePassword, signInToActions } from '../../testing/journeys.ts';
import { lastMail } from '../../testing/mails.ts';
import { addPerson, must, type TestPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** A colleague is named, agrees, and vouches; over HTTP and with scripts off. */

const HOUR = 60 * 60_000;

let server: RunningServer;
let ahead = 0;
beforeAll(async () => {
  server = await runServer({ clock: { now: () => Date.now() + ahead } });
});
afterAll(() => server.stop());

const at = (path: string) => `${server.configuration.listeners['self-administration'].origin}${path}`;
const mailOf = ({ userName }: TestPerson) => `${userName}@northwind.example`;

interface Colleague {
  readonly person: TestPerson;
  readonly hand: TokenInHand;
}

async function personWithToken(userName: string): Promise<Colleague> {
  const person = await addPerson(server.installation.identity, userName);
  return { person, hand: await activateByLink(person.activationLink) };
}

/** Of the same organisation, with a soft token. */
async function colleagueOf({ person }: Colleague, userName: string): Promise<Colleague> {
  const ports = server.installation.identity;
  const { organisationId } = (await findAccount(ports, person)) ?? expect.unreachable('no such person');
  const password = 'four lanterns on the harbour wall';
  const made = { organisationId, userName, displayName: `Person ${userName}`, addresses: [`${userName}@northwind.example`] };
  const { accountId } = must(await createAccount(ports, made));
  const { code } = must(await createInvitation(ports, { accountId }));
  must(await acceptInvitation(ports, { code, password: new Secret(password), visit: { address: '127.0.0.1' } }));
  const offer = must(await startActivation(ports, { accountId, actor: { kind: 'operator' } }));
  const activationLink = offer.link.reveal();
  return { person: { accountId, userName, password, activationLink }, hand: await activateByLink(activationLink) };
}

/** Opens a page with password and a one-time password that was not used yet. */
async function strongly(
  visitor: Visitor,
  { person, hand }: Colleague,
  wanted: { readonly path: string; readonly steps: number },
): Promise<void> {
  await visitor.open(at(wanted.path));
  await givePassword(visitor, person);
  await visitor.choose('One-time password');
  await visitor.press('Continue', { otp: await passwordOf(hand.vault, wanted.steps) });
  await visitor.open(at(wanted.path));
}

async function named(owner: Colleague, contact: Colleague): Promise<Visitor> {
  const visitor = new Visitor();
  await strongly(visitor, owner, { path: '/contacts', steps: 1 });
  expect(visitor.page.heading).toBe('Recovery contacts');
  await visitor.press('Ask them', { contact: contact.person.userName });
  expect(visitor.page.text).toContain('has not answered yet');
  return visitor;
}

async function agreed(contact: Colleague): Promise<Visitor> {
  const visitor = new Visitor();
  await strongly(visitor, contact, { path: '/contacts', steps: 1 });
  await visitor.press('Yes, I will be their contact');
  return visitor;
}

async function asking({ person }: Colleague): Promise<Visitor> {
  const visitor = new Visitor();
  await visitor.open(at('/actions'));
  await givePassword(visitor, person);
  await visitor.choose('My recovery contact');
  return visitor;
}

const shownCode = (visitor: Visitor) => visitor.page.document.querySelector('.code-display data')?.getAttribute('value') ?? '';

test('a colleague is named, agrees, hears the code by voice and vouches; what that opens waits, and is then finished', async () => {
  const ada = await personWithToken('contacts.ada');
  const ben = await colleagueOf(ada, 'contacts.ben');
  await named(ada, ben);
  expect(await lastMail(server, { to: mailOf(ben.person), subject: 'Person contacts.ada names you as recovery contact' })).toContain(
    at('/contacts'),
  );
  const bens = await agreed(ben);

  const locked = await asking(ada);
  await locked.press('Ask Person contacts.ben');
  expect(locked.page.heading).toBe('Speak with Person contacts.ben');
  const code = shownCode(locked);
  expect(code).toMatch(/^\d{6}$/);
  const mail = await lastMail(server, { to: mailOf(ben.person), subject: 'Person contacts.ada may need you: are they locked out?' });
  expect(mail).toContain(at('/vouching'));
  expect(mail).not.toContain(code);
  expect((await locked.press('Ask Person contacts.ben')).heading).toBe('Speak with Person contacts.ben');
  const newCode = shownCode(locked);

  await bens.open(at('/vouching'));
  await bens.choose('Person contacts.ada, contacts.ada');
  expect(bens.page.heading).toBe('Is it really Person contacts.ada?');
  for (const shown of [code, newCode, newCode.slice(0, 3)]) expect(bens.page.text).not.toContain(shown);
  const wrong = await bens.press('I have spoken with Person contacts.ada: vouch', { code: newCode === '000000' ? '111111' : '000000' });
  expect([wrong.status, wrong.text.includes('2 tries are left')]).toEqual([422, true]);
  expect((await bens.press('I have spoken with Person contacts.ada: vouch', { code: newCode })).heading).toBe('You have vouched');
  expect(await lastMail(server, { to: mailOf(ada.person), subject: 'Your recovery contact vouched for you' })).toContain('/not-me#n=');

  await locked.choose('Look whether they have answered');
  expect(locked.page.heading).toBe('Person contacts.ben has vouched for you');
  expect((await locked.press('Go on with it')).heading).toBe('What is wrong?');
  expect((await locked.open(at('/prove/contact'))).heading).toBe('Ask your recovery contact');
  expect((await locked.open(at('/recovery-codes/make'))).heading).toBe('This takes time');
  expect(locked.page.text).toContain('8 hours');
  await locked.press('Yes, ask for it');
  ahead = 8 * HOUR;
  await locked.open(at('/waiting'));
  await givePassword(locked, ada.person);
  await locked.press('Go on');
  expect((await locked.press('Yes, make my codes')).heading).toBe('Your recovery codes');
  ahead = 0;
  const logged = server.logged.join('\n');
  expect(logged).not.toContain(newCode);
});

test('nobody else uses the answer: neither another browser with the password, nor the contact', async () => {
  const ada = await personWithToken('stolen.ada');
  const ben = await colleagueOf(ada, 'stolen.ben');
  await named(ada, ben);
  const bens = await agreed(ben);
  const locked = await asking(ada);
  await locked.press('Ask Person stolen.ben');
  const thief = await asking(ada);
  expect(thief.page.heading).toBe('Ask your recovery contact');
  expect(thief.page.text).not.toContain(shownCode(locked));
  await bens.open(at('/vouching'));
  await bens.choose('Person stolen.ada, stolen.ada');
  await bens.press('I have spoken with Person stolen.ada: vouch', { code: shownCode(locked) });
  const taken = await thief.submit(new URL(at('/prove/contact/accept')), {});
  expect(taken.status).toBe(409);
  expect((await locked.open(at('/prove/contact'))).heading).toBe('Person stolen.ben has vouched for you');
});

test('the contact refuses, and either side ends it', async () => {
  const ada = await personWithToken('ended.ada');
  const ben = await colleagueOf(ada, 'ended.ben');
  const adas = await named(ada, ben);
  const bens = await agreed(ben);
  const locked = await asking(ada);
  await locked.press('Ask Person ended.ben');
  await bens.open(at('/vouching'));
  await bens.choose('Person ended.ada, ended.ada');
  expect((await bens.press('It is not Person ended.ada, or I am not sure: do not vouch', { code: '' })).heading).toBe('You did not vouch');
  await bens.open(at('/contacts'));
  await bens.choose('End Person ended.ada');
  await bens.press('Yes, end it with Person ended.ada');
  expect(bens.page.text).not.toContain('Person ended.ada');
  expect((await adas.open(at('/contacts'))).text).toContain('Nobody can vouch for you yet');
});

test('no page of it is reached by password and answers, and strangers are told nothing of who exists', async () => {
  const ada = await personWithToken('weak.ada');
  const visitor = new Visitor();
  await signInToActions(visitor, server, ada.person);
  for (const path of [
    '/contacts',
    '/contacts/remove?contact=AAAAAAAAAAAAAAAAAAAAAA',
    '/vouching',
    '/vouching/answer?asked=AAAAAAAAAAAAAAAAAAAAAA',
  ])
    expect([path, (await visitor.open(at(path))).heading]).toEqual([path, 'This needs a stronger proof']);
  await visitor.submit(new URL(at('/contacts')), { contact: 'weak.ada' });
  expect(visitor.page.heading).toBe('This needs a stronger proof');
  for (const path of ['/contacts', '/vouching', '/prove/contact']) expect((await new Visitor().open(at(path))).heading).toBe('Sign in');
});

test('a name that nobody of the organisation has is kept in the field, beside its error', async () => {
  const ada = await personWithToken('typo.ada');
  await personWithToken('typo.elsewhere');
  const visitor = new Visitor();
  await strongly(visitor, ada, { path: '/contacts', steps: 1 });
  for (const contact of ['typo.elsewhere', 'typo.nobody']) {
    const refused = await visitor.press('Ask them', { contact });
    expect(refused.status).toBe(404);
    expect(refused.document.querySelector('#contact')?.getAttribute('value')).toBe(contact);
    expect(refused.document.querySelector('.error-summary a')?.getAttribute('href')).toBe('#contact');
  }
});

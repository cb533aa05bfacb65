import { activateByLink, lockInHand, passwordOf } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givePassword, signInToActions, signInToDashboard } from '../../testing/journeys.ts';
import { lastMail, mailsTo } from '../../testing/mails.ts';
import { answerWith, askedOf, deviceFor } from '../../testing/passkeys.ts';
import { addPerson, type TestPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** Passkeys over HTTP: a device in software signs what the pages ask for, and what they do not. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const origin = (name: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[name].origin;
const self = (path: string) => `${origin('self-administration')}${path}`;
const federation = (path: string) => `${origin('federation')}${path}`;
const account = () => `${origin('certificate-services')}/settings/account`;

/** Somebody with a soft token, in Self-Administration with it, at the page that adds a passkey. */
async function atAdd(userName: string) {
  const person = await addPerson(server.installation.identity, userName);
  const hand = await activateByLink(person.activationLink);
  const visitor = new Visitor();
  await signInToActions(visitor, server, person);
  await visitor.choose('I want to sign in with a passkey');
  expect(visitor.page.text).toContain('You have no passkey');
  expect((await visitor.choose('Add a passkey')).heading).toBe('This needs a stronger proof');
  await visitor.choose('One-time password');
  expect((await visitor.press('Continue', { otp: await passwordOf(hand.vault, 1) })).heading).toBe('Add a passkey?');
  return { person, hand, visitor };
}

async function withPasskey(userName: string, device = deviceFor(server)) {
  const owner = await atAdd(userName);
  expect((await owner.visitor.press('Yes, add a passkey', { name: 'Work laptop' })).heading).toBe('Make your passkey');
  expect(owner.visitor.page.url.origin).toBe(origin('federation'));
  const added = await answerWith(owner.visitor, device);
  expect(added.heading).toBe('Your passkey is ready');
  expect(added.url.href).toBe(self('/passkeys/added'));
  return { ...owner, device };
}

async function atSignIn(): Promise<Visitor> {
  const visitor = new Visitor();
  await visitor.open(origin('certificate-services'));
  await visitor.choose('My Account');
  expect(visitor.page.heading).toBe('Sign in');
  return visitor;
}

async function atPasskey(): Promise<Visitor> {
  const visitor = await atSignIn();
  expect((await visitor.choose('Sign in with a passkey')).heading).toBe('Sign in with your passkey');
  return visitor;
}

/** At the second door, with the password given. */
async function atSecondDoor(person: TestPerson): Promise<Visitor> {
  const visitor = new Visitor();
  await signInToDashboard(visitor, server, person);
  expect((await visitor.open(account())).heading).toBe('Confirm it is you');
  return visitor;
}

describe('signing in with a passkey', () => {
  test('opens both doors at once, under a new session, and every application is told so', async () => {
    const { device } = await withPasskey('key.both');
    const visitor = await atPasskey();
    expect(askedOf(visitor).options).toMatchObject({ allowCredentials: [], userVerification: 'required', rpId: 'localhost' });
    await answerWith(visitor, device);
    const page = await visitor.open(account());
    expect(page.heading).toBe('Manage My Account');
    expect(page.text).toContain('passkey');
    expect(page.text).not.toContain('password and');
  });

  test('is refused from another origin, for another host, with another ceremony’s signature, and twice', async () => {
    const { device } = await withPasskey('key.forged');
    for (const forgery of [
      { origin: 'https://evil.example' },
      { origin: self('') },
      { rpId: 'evil.example' },
      { type: 'webauthn.create' },
      { isAbsent: true },
    ] as const) {
      const visitor = await atPasskey();
      const refused = await answerWith(visitor, device, forgery);
      expect(refused.status, JSON.stringify(forgery)).toBe(422);
      expect(refused.text).toContain('This passkey was not accepted');
    }
    const visitor = await atPasskey();
    const { options, action } = askedOf(visitor);
    const { id: credential, ...fields } = device.get(options);
    const replay = visitor.clone();
    await visitor.submit(action, { credential, ...fields });
    expect((await visitor.open(account())).heading).toBe('Manage My Account');
    expect((await replay.submit(action, { credential, ...fields })).heading).not.toBe('Manage My Account');
    expect((await replay.open(account())).heading).toBe('Sign in');
  });

  test('is not spoilt by the suggestions of the sign-in page, of which the server hears when the next page is shown', async () => {
    const { device } = await withPasskey('key.suggested');
    const visitor = await atPasskey();
    await visitor.clone().open(visitor.page.url.href);
    await answerWith(visitor, device);
    expect((await visitor.open(account())).heading).toBe('Manage My Account');
  });

  test('with the challenge of another browser’s sign-in is refused, and the page asks anew', async () => {
    const { device } = await withPasskey('key.elsewhere');
    const victim = await atPasskey();
    const attacker = await atPasskey();
    const { id: credential, ...fields } = device.get(askedOf(attacker).options);
    const refused = await victim.submit(askedOf(victim).action, { credential, ...fields });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('This page was used before');
    await answerWith(victim, device);
    expect((await victim.open(account())).heading).toBe('Manage My Account');
  });

  test('says the same of a passkey nobody has, one with a wrong signature, and one that was removed', async () => {
    const { device, visitor: owner } = await withPasskey('key.unknown');
    const stranger = deviceFor(server);
    stranger.create({ challenge: 'AA', rp: { id: 'localhost' }, user: { id: 'AAAA' }, excludeCredentials: [] });
    const unknown = await answerWith(await atPasskey(), stranger);
    const at = await atPasskey();
    const { options, action } = askedOf(at);
    const { id: credential, ...fields } = device.get(options);
    const wrong = await at.submit(action, { credential, ...fields, signature: stranger.force(options).signature });
    await owner.open(self('/passkeys'));
    await owner.choose('Remove Work laptop');
    expect((await owner.press('Yes, remove Work laptop')).heading).toBe('The passkey is removed');
    const removed = await answerWith(await atPasskey(), device);
    const seen = [unknown, wrong, removed].map(({ status, text }) => ({ status, text }));
    expect(seen).toEqual(Array(3).fill(seen[0]));
    expect(seen[0]?.status).toBe(422);
  });

  test('that did not verify its user opens nothing, but is a second factor after the password', async () => {
    const { device, person } = await withPasskey('key.plain', deviceFor(server, { verifies: false }));
    const visitor = await atPasskey();
    const refused = await answerWith(visitor, device);
    expect(refused.text).toContain('did not ask for a PIN');
    expect((await visitor.open(account())).heading).toBe('Sign in');
    const second = await atSecondDoor(person);
    expect((await second.choose('Passkey')).heading).toBe('Use your passkey');
    expect(askedOf(second).options).toMatchObject({ userVerification: 'preferred', allowCredentials: [{ type: 'public-key' }] });
    const page = await answerWith(second, device);
    expect(page.heading).toBe('Manage My Account');
    expect(page.text).toContain('password and passkey');
  });

  test('whose counter went back is refused; its owner is told, and it is out of use', async () => {
    const { device, person, visitor: owner } = await withPasskey('key.copy');
    expect((await answerWith(await atPasskey(), device, { signCount: 1 })).status).toBe(422);
    const text = await lastMail(server, {
      to: `${person.userName}@northwind.example`,
      subject: 'A passkey of your account was put out of use',
    });
    expect(text).toContain('“Work laptop”');
    expect((await owner.open(self('/passkeys'))).text).toContain('out of use, as it may be a copy');
    expect((await (await atSecondDoor(person)).open(account())).text).not.toContain('Passkey');
  });

  test('without a script says what it takes, spends nothing, and every other way stands beside it', async () => {
    const visitor = await atPasskey();
    expect(visitor.page.document.querySelector('noscript')?.text).toContain('JavaScript is off');
    const empty = await visitor.press('Use my passkey');
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Nothing was used up');
    expect((await visitor.choose('Use user name and password')).heading).toBe('Sign in');
  });

  test('takes no field that is too long, or that nobody asked for', async () => {
    const visitor = await atPasskey();
    const { action } = askedOf(visitor);
    const fields = { credential: 'AA', clientData: 'AA', authenticatorData: 'AA', signature: 'AA', userHandle: '' };
    for (const wrong of [
      { ...fields, credential: 'A'.repeat(1365) },
      { ...fields, clientData: 'A'.repeat(5000) },
      { ...fields, isVerified: 'true' },
    ])
      expect((await visitor.submit(action, wrong)).status).toBe(400);
    expect((await visitor.submit(action, fields, { origin: self('') })).status).toBe(403);
  });
});

describe('the second door', () => {
  test('offers a passkey only after the right password, and only to whoever has one', async () => {
    const { device, person } = await withPasskey('key.second');
    const other = await addPerson(server.installation.identity, 'key.none');
    await activateByLink(other.activationLink);
    const without = await atSecondDoor(other);
    expect(without.page.text).not.toContain('Passkey');
    const visitor = await atSecondDoor(person);
    await visitor.choose('Passkey');
    expect((await answerWith(visitor, device)).heading).toBe('Manage My Account');
  });

  test('is not opened by another person’s passkey', async () => {
    const ben = await withPasskey('key.ben');
    const { person } = await withPasskey('key.ada');
    const visitor = await atSecondDoor(person);
    await visitor.choose('Passkey');
    const refused = await answerWith(visitor, ben.device);
    expect(refused.status).toBe(422);
    expect((await visitor.open(account())).heading).toBe('Confirm it is you');
  });

  test('cannot be passed by what was signed at the first one', async () => {
    const { device, person } = await withPasskey('key.order');
    const visitor = await atPasskey();
    const { options, action } = askedOf(visitor);
    await visitor.choose('Use user name and password');
    await givePassword(visitor, person);
    const { id: credential, ...fields } = device.get(options);
    await visitor.submit(action, { credential, ...fields });
    expect((await visitor.open(account())).heading).toBe('Confirm it is you');
  });
});

describe('in Self-Administration', () => {
  test('a passkey is the whole sign-in, and locked out of the token its owner unlocks it with that', async () => {
    const { device, hand } = await withPasskey('key.unlock');
    const code = await lockInHand(hand);
    const visitor = new Visitor();
    await visitor.open(self('/actions'));
    await visitor.choose('Sign in with a passkey');
    expect((await answerWith(visitor, device)).heading).toBe('What is wrong?');
    await visitor.choose('My Soft Token application is locked');
    await visitor.press('Yes, unlock my token');
    expect((await visitor.press('Continue', { code })).heading).toBe('Your unlock code');
  });

  test('a passkey is a further proof beside the password, for what was wanted; what was proved before stays', async () => {
    const { device, person } = await withPasskey('key.prove', deviceFor(server, { verifies: false }));
    const visitor = new Visitor();
    await visitor.open(self('/recovery-codes/make'));
    await givePassword(visitor, person);
    expect(visitor.page.heading).toBe('Prove that it is you');
    expect((await visitor.choose('Passkey')).heading).toBe('Use your passkey');
    expect(visitor.page.url.origin).toBe(origin('federation'));
    await answerWith(visitor, device);
    expect((await visitor.open(self('/recovery-codes/make'))).heading).toBe('Make ten recovery codes?');
    expect((await visitor.press('Yes, make my codes')).heading).toBe('Your recovery codes');
  });

  test('a passkey that was asked for is not taken from a session in which none was given', async () => {
    const { person } = await withPasskey('key.back');
    const visitor = new Visitor();
    await visitor.open(self('/actions'));
    await givePassword(visitor, person);
    await visitor.choose('Passkey');
    await visitor.open(self('/actions'));
    expect(visitor.page.heading).toBe('Prove that it is you');
    await visitor.choose('Passkey');
    expect((await visitor.press('Go back without signing in')).heading).toBe('You were not signed in');
    expect((await visitor.open(self('/actions'))).heading).toBe('Prove that it is you');
  });

  test('a passkey of somebody else who has signed in meanwhile proves nothing for the first', async () => {
    const ada = await withPasskey('key.first');
    const ben = await withPasskey('key.other');
    const visitor = new Visitor();
    await visitor.open(self('/actions'));
    await givePassword(visitor, ada.person);
    const elsewhere = visitor.clone();
    await visitor.choose('Passkey');
    const refused = await answerWith(visitor, ben.device);
    expect(refused.status).toBe(422);
    expect((await elsewhere.open(self('/actions'))).heading).toBe('Prove that it is you');
  });
});

describe('adding a passkey', () => {
  test('is told to every address, and shows in the list with what may be done about it', async () => {
    const { visitor, person } = await withPasskey('key.told');
    const told = await mailsTo(server, `${person.userName}@northwind.example`);
    expect(told.map(({ subject }) => subject)).toContain('A passkey was added to your account');
    const list = await visitor.open(self('/passkeys'));
    for (const words of ['Work laptop', 'on one device', 'never', 'What you have proved suffices']) expect(list.text).toContain(words);
    await visitor.choose('Rename Work laptop');
    const refused = await visitor.press('Save the name', { name: ' ' });
    expect([refused.status, refused.heading]).toEqual([422, 'Rename this passkey']);
    expect((await visitor.press('Save the name', { name: 'Desk' })).text).toContain('Desk');
    expect((await visitor.open(self('/ways-back'))).document.querySelector('svg.ways-back')?.getAttribute('aria-label')).toContain(
      'Passkey',
    );
  });

  test('takes more than password and questions, by whichever address it is begun', async () => {
    const person = await addPerson(server.installation.identity, 'key.weak');
    await activateByLink(person.activationLink);
    const visitor = new Visitor();
    await signInToActions(visitor, server, person);
    for (const step of [() => visitor.open(self('/passkeys/add')), () => visitor.submit(new URL(self('/passkeys/add')), { name: 'Mine' })])
      expect((await step()).heading).toBe('This needs a stronger proof');
    expect((await visitor.open(federation('/passkeys/new'))).heading).toBe('No passkey was made');
  });

  test('is not made in a browser that was not allowed to, nor by nobody, nor twice', async () => {
    const owner = await atAdd('key.twice');
    await owner.visitor.press('Yes, add a passkey', { name: 'Work laptop' });
    const { options, action } = askedOf(owner.visitor);
    const device = deviceFor(server);
    const { id: credential, ...fields } = device.create(options);
    const stranger = new Visitor();
    expect((await stranger.submit(action, { credential, ...fields })).heading).toBe('No passkey was made');
    const other = await addPerson(server.installation.identity, 'key.bystander');
    await signInToDashboard(stranger, server, other);
    expect((await stranger.submit(action, { credential, ...fields })).status).toBe(409);
    expect((await owner.visitor.submit(action, { credential, ...fields })).heading).toBe('Your passkey is ready');
    expect((await owner.visitor.submit(action, { credential, ...fields })).heading).toBe('No passkey was made');
    expect((await owner.visitor.open(federation('/passkeys/new'))).status).toBe(409);
  });

  test('forged is refused, and its permission is gone; sent without a script it is not', async () => {
    const { visitor } = await atAdd('key.made.up');
    await visitor.press('Yes, add a passkey', { name: 'Work laptop' });
    const empty = await visitor.press('Make the passkey');
    expect([empty.status, empty.heading]).toEqual([422, 'Make your passkey']);
    const refused = await answerWith(visitor, deviceFor(server), { origin: 'https://evil.example' });
    expect([refused.status, refused.heading]).toEqual([422, 'No passkey was made']);
    expect((await visitor.open(self('/passkeys'))).text).toContain('You have no passkey');
  });

  test('keeps the name that was typed when it cannot be one', async () => {
    const { visitor } = await atAdd('key.named');
    const refused = await visitor.press('Yes, add a passkey', { name: 'x'.repeat(41) });
    expect(refused.status).toBe(422);
    expect(refused.document.querySelector('#name')?.getAttribute('value')).toBe('x'.repeat(41));
    expect(refused.text).toContain('at most 40 characters');
  });
});

test('what a removal costs is said before it is done', async () => {
  const { visitor } = await withPasskey('key.costs');
  await visitor.open(self('/passkeys'));
  const page = await visitor.choose('Remove Work laptop');
  expect(page.text).toContain('Without it your account does not count as ready any more');
  expect((await visitor.choose('No, keep it')).text).toContain('Work laptop');
});

test('the pages are reached by nobody who has not given a password', async () => {
  for (const path of ['/passkeys', '/passkeys/add', '/passkeys/added', '/passkeys/removed', '/passkeys/rename?passkey=x', '/prove/passkey'])
    expect((await new Visitor().open(self(path))).heading).toBe('Sign in');
});

test('no challenge and no answer of a device is written into the log', async () => {
  const { device } = await withPasskey('key.log');
  const visitor = await atPasskey();
  const { options, action } = askedOf(visitor);
  const { id: credential, ...fields } = device.get(options);
  await visitor.submit(action, { credential, ...fields });
  const logged = server.logged.join('\n');
  for (const secret of [options.challenge, fields.signature, fields.clientData]) expect(logged).not.toContain(secret);
});

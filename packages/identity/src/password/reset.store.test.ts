import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { acceptInvitation, changePassword, findAccount, requestPasswordReset, resetPassword, submitPassword } from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  PASSWORD,
  type TestHouse,
  type TestPerson,
  VISIT,
  expectDone,
  inParallel,
  invitedPerson,
  personWithPassword,
  tally,
  testHouse,
} from '../testing/index.ts';

const NEW_PASSWORD = new Secret('seventeen brass anchors');
const MINUTE = 60_000;

/** Asks for a reset and takes the code out of the mail, as the person would. */
async function mailedCode(house: TestHouse, userName: string): Promise<Secret<string>> {
  house.mailer.reset();
  expectDone(await requestPasswordReset(house.ports, { userName, visit: VISIT }));
  const code = /https:\/\/federation\.example\/password#r=([A-Za-z0-9_-]+)/.exec(house.mailer.sent[0]?.text ?? '')?.[1];
  if (code === undefined) throw new Error('no link was mailed');
  return new Secret(code);
}

eachEngine('a forgotten password', (open) => {
  test('a reset link is spent once, even when it is submitted twenty times at the same moment', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    const code = await mailedCode(house, userName);
    const outcomes = await inParallel(20, (index) =>
      resetPassword(house.ports, { code, newPassword: new Secret(`brass anchors number ${String(index)}`), visit: VISIT }),
    );
    expect(tally(outcomes)).toEqual({ done: 1, 'reset-link-not-valid': 19 });
  });

  test('nobody is signed in by it: the answer holds no proof and no device', async () => {
    const house = await testHouse(open);
    const { userName, accountId } = await personWithPassword(house);
    const code = await mailedCode(house, userName);
    expect(await resetPassword(house.ports, { code, newPassword: NEW_PASSWORD, visit: VISIT })).toEqual({ kind: 'set', accountId });
  });

  test('known and unknown names get the same answer from the same budget', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    const { userName: invited } = await invitedPerson(house, 'cleo.pier');
    const answers = [];
    for (const name of [userName, 'nobody.here', invited]) {
      const outcomes = await inParallel(6, () => requestPasswordReset(house.ports, { userName: name, visit: VISIT }));
      answers.push(outcomes.map((outcome) => JSON.stringify({ ...outcome, reason: undefined })).sort());
    }
    expect(answers[0]?.filter((answer) => answer.includes('answered'))).toHaveLength(3);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('all sessions of the account end, and every address is told', async () => {
    const house = await testHouse(open);
    const { userName, accountId } = await personWithPassword(house);
    const before = await findAccount(house.ports, { accountId });
    const code = await mailedCode(house, userName);
    house.mailer.reset();
    expectDone(await resetPassword(house.ports, { code, newPassword: NEW_PASSWORD, visit: VISIT }));
    expect((await findAccount(house.ports, { accountId }))?.epoch).toBe((before?.epoch ?? 0) + 1);
    expect(house.mailer.sent.map((mail) => [mail.to, mail.subject])).toEqual([
      ['ada.quay@northwind.example', 'Your password was reset'],
      ['ada.quay@home.example', 'Your password was reset'],
    ]);
    expect(await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT })).toMatchObject({ code: 'sign-in-failed' });
    expectDone(await submitPassword(house.ports, { userName, password: NEW_PASSWORD, visit: VISIT }));
  });

  test('the link ends after thirty minutes, and the last one asked for is the only one', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    const first = await mailedCode(house, userName);
    const second = await mailedCode(house, userName);
    const reset = (code: Secret<string>) => resetPassword(house.ports, { code, newPassword: NEW_PASSWORD, visit: VISIT });
    expect(await reset(first)).toMatchObject({ code: 'reset-link-not-valid' });
    house.clock.advance(30 * MINUTE);
    expect(await reset(second)).toMatchObject({ code: 'reset-link-expired' });
  });

  test('a password that is refused spends nothing', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    const code = await mailedCode(house, userName);
    expect(await resetPassword(house.ports, { code, newPassword: new Secret('short'), visit: VISIT })).toMatchObject({
      code: 'password-too-short',
      details: { limit: 15 },
    });
    expectDone(await resetPassword(house.ports, { code, newPassword: NEW_PASSWORD, visit: VISIT }));
  });

  test('the code of a reset is no invitation', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    const code = await mailedCode(house, userName);
    expect(await acceptInvitation(house.ports, { code, password: NEW_PASSWORD, visit: VISIT })).toMatchObject({
      code: 'invitation-not-valid',
    });
  });

  test('the audit log knows which names nobody has', async () => {
    const house = await testHouse(open);
    await requestPasswordReset(house.ports, { userName: 'nobody.here', visit: VISIT });
    expect(await auditTrail(house, 'password.reset-request')).toEqual(['password.reset-request refused: sign-in-failed: no-such-user']);
  });
});

eachEngine('changing a password', (open) => {
  const change = (house: TestHouse, { accountId }: TestPerson, passwords: { current: Secret<string>; next?: Secret<string> }) =>
    changePassword(house.ports, {
      accountId,
      currentPassword: passwords.current,
      newPassword: passwords.next ?? NEW_PASSWORD,
      visit: VISIT,
    });

  test('of 30 parallel guesses at the current password ten are looked at, whichever of the account’s sessions they come from', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const outcomes = await inParallel(30, () => change(house, person, { current: new Secret('not the current one') }));
    expect(tally(outcomes)).toEqual({ 'current-password-wrong': 10, 'too-many-attempts': 20 });
    expect(await change(house, person, { current: PASSWORD })).toMatchObject({ code: 'too-many-attempts' });
  });

  test('a stranger who guesses at the account does not keep its owner, who is signed in, from changing the password', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const { userName } = person;
    await inParallel(20, () => submitPassword(house.ports, { userName, password: new Secret('a guess at the sign-in'), visit: VISIT }));
    expect(await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT })).toMatchObject({ code: 'too-many-attempts' });
    expectDone(await change(house, person, { current: PASSWORD }));
  });

  test('every other session ends: the epoch rises, and this one goes on with the new one and a fresh proof', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const { userName } = person;
    const before = expectDone(await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT }));
    const changed = expectDone(await change(house, person, { current: PASSWORD }));
    expect(changed).toMatchObject({ epoch: before.epoch + 1, proof: { factor: 'password' } });
    expectDone(await submitPassword(house.ports, { userName, password: NEW_PASSWORD, visit: VISIT }));
  });

  test('a reset link asked for before is worthless after it', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const { userName } = person;
    const code = await mailedCode(house, userName);
    expectDone(await change(house, person, { current: PASSWORD }));
    expect(await resetPassword(house.ports, { code, newPassword: NEW_PASSWORD, visit: VISIT })).toMatchObject({
      code: 'reset-link-not-valid',
    });
  });

  test('the same password again, or one that is too easy, costs nothing and changes nothing', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    house.hasher.reset();
    expect(await change(house, person, { current: PASSWORD, next: PASSWORD })).toMatchObject({ code: 'password-unchanged' });
    expect(await change(house, person, { current: PASSWORD, next: new Secret('NorthwindHarbour1!') })).toMatchObject({
      code: 'password-too-easy',
    });
    expect(house.hasher.calls).toEqual([]);
  });

  test('every address is told when, from where, and whom to tell if it was not them', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    house.mailer.reset();
    expectDone(await change(house, person, { current: PASSWORD }));
    expect(house.mailer.sent.map((mail) => mail.to)).toEqual(['ada.quay@northwind.example', 'ada.quay@home.example']);
    for (const part of [house.mailer.sent[0]?.text, house.mailer.sent[0]?.html]) {
      expect(part).toContain('5 January 2026 at 09:00 (UTC)');
      expect(part).toContain('192.0.2.10');
      expect(part).toContain('the service desk (+44 20 7946 0000, help@northwind.example)');
      expect(part?.match(/https?:[^\s"]+/g)?.map((link) => link.slice(0, -22))).toEqual(['https://self.example/not-me#n=']);
    }
  });
});

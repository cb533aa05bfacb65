import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { describe, expect, test } from 'vitest';
import { findAccount, type PasswordAccepted, submitPassword } from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import { PASSWORD, VISIT, expectDone, inParallel, invitedPerson, personWithPassword, proof, tally, testHouse } from '../testing/index.ts';

const WRONG = new Secret('a wrong guess of decent length');
const MINUTE = 60_000;

eachEngine('signing in with a password', (open) => {
  test('of 60 parallel guesses exactly as many are looked at as come without a wait', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    house.hasher.reset();
    const outcomes = await inParallel(60, () => submitPassword(house.ports, { userName, password: WRONG, visit: VISIT }));
    expect(tally(outcomes)).toEqual({ 'sign-in-failed': 5, 'too-many-attempts': 55 });
    expect(house.hasher.calls).toHaveLength(5);
  });

  test('a guesser who waits out every delay gets ten looks in a quarter of an hour, and no more until it has been quiet that long', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    house.hasher.reset();
    const begin = house.clock.now();
    while (house.clock.now() < begin + 15 * MINUTE) {
      await submitPassword(house.ports, { userName, password: WRONG, visit: VISIT });
      house.clock.advance(10_000);
    }
    expect(house.hasher.calls).toHaveLength(10);
  });

  test('the right password is not looked at either once the budget is spent', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    await inParallel(5, () => submitPassword(house.ports, { userName, password: WRONG, visit: VISIT }));
    const refused = await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT });
    expect(refused).toMatchObject({ code: 'too-many-attempts', details: { until: house.clock.now() + 2000 } });
  });

  test('a stranger who spends the budget does not lock the owner out of a browser that is known', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    const { device } = expectDone(await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT }));
    await inParallel(20, () => submitPassword(house.ports, { userName, password: WRONG, visit: { address: '203.0.113.66' } }));
    expect(await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT })).toMatchObject({ code: 'too-many-attempts' });
    expectDone(await submitPassword(house.ports, { userName, password: PASSWORD, visit: { ...VISIT, device } }));
  });

  test('a known browser has ten looks of its own, not more', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    const { device } = expectDone(await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT }));
    const outcomes = await inParallel(30, () => submitPassword(house.ports, { userName, password: WRONG, visit: { ...VISIT, device } }));
    expect(tally(outcomes)).toEqual({ 'sign-in-failed': 10, 'too-many-attempts': 20 });
  });

  test('a browser that has not signed in for a year is a stranger again, and is forgotten at the next sign-in', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    const { device } = expectDone(await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT }));
    house.clock.advance(365 * 24 * 60 * MINUTE);
    const outcomes = await inParallel(20, () => submitPassword(house.ports, { userName, password: WRONG, visit: { ...VISIT, device } }));
    expect(tally(outcomes)).toEqual({ 'sign-in-failed': 5, 'too-many-attempts': 15 });
    house.clock.advance(60 * MINUTE);
    expectDone(await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT }));
    expect(await house.database.query.selectFrom('known_device').select('first_at').execute()).toEqual([{ first_at: house.clock.now() }]);
  });

  test('a browser known to one account is a stranger to every other', async () => {
    const house = await testHouse(open);
    const { userName: other } = await personWithPassword(house, 'ben.strand');
    const { userName } = await personWithPassword(house);
    const { device } = expectDone(await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT }));
    const outcomes = await inParallel(20, () =>
      submitPassword(house.ports, { userName: other, password: WRONG, visit: { ...VISIT, device } }),
    );
    expect(tally(outcomes)).toEqual({ 'sign-in-failed': 5, 'too-many-attempts': 15 });
  });

  test('an unknown name costs the same work, the same budget and gets the same answer as a known one', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    const answers = [];
    for (const name of [userName, 'nobody.here']) {
      house.hasher.reset();
      const outcomes = await inParallel(20, () => submitPassword(house.ports, { userName: name, password: WRONG, visit: VISIT }));
      answers.push({
        work: house.hasher.calls.map((call) => call.slice(0, 'verify'.length)),
        outcomes: outcomes.map((outcome) => ('code' in outcome ? [outcome.code, outcome.status, outcome.details] : 'done')).sort(),
      });
    }
    expect(answers[1]).toEqual(answers[0]);
  });

  test('what the caller keeps of a password is kept of an accepted one only, and undone together with it', async () => {
    const house = await testHouse(open);
    const { userName, accountId } = await personWithPassword(house);
    const kept: PasswordAccepted[] = [];
    const submit = (password: Secret<string>, save: (accepted: PasswordAccepted) => Promise<void>) =>
      submitPassword(house.ports, { userName, password, visit: VISIT, save: (_, accepted) => save(accepted) });
    const keep = (accepted: PasswordAccepted) => {
      kept.push(accepted);
      return Promise.resolve();
    };
    await submit(WRONG, keep);
    expect(kept).toEqual([]);
    const fault = () => Promise.reject(new Error('the disk is full'));
    await expect(submit(PASSWORD, fault)).rejects.toThrow('the disk is full');
    expect(await auditTrail(house, 'password.sign-in')).toEqual(['password.sign-in refused: sign-in-failed: wrong-password']);
    expect(await house.database.query.selectFrom('known_device').select('account_id').execute()).toHaveLength(1);
    const accepted = expectDone(await submit(PASSWORD, keep));
    expect(kept).toEqual([accepted]);
    expect(accepted).toMatchObject({ accountId, proof: { factor: 'password' } });
    expect(await house.database.query.selectFrom('known_device').select('account_id').execute()).toHaveLength(2);
  });

  test('an account that was invited or suspended is refused with the words of a wrong password, after the same work', async () => {
    const house = await testHouse(open);
    const { userName: invited } = await invitedPerson(house, 'cleo.pier');
    const { userName, accountId } = await personWithPassword(house);
    await house.database.transact((tx) =>
      tx.query.updateTable('account').set({ state: 'SUSPENDED' }).where('account_id', '=', accountId).execute(),
    );
    house.hasher.reset();
    for (const name of [invited, userName]) {
      const refused = await submitPassword(house.ports, { userName: name, password: PASSWORD, visit: VISIT });
      expect(refused).toMatchObject({ code: 'sign-in-failed', details: {} });
    }
    expect(house.hasher.calls).toEqual(['verify without a hash', 'verify']);
  });

  test('one network that tries many names is throttled before anything is hashed', async () => {
    const house = await testHouse(open);
    house.hasher.reset();
    const outcomes = await inParallel(130, (index) =>
      submitPassword(house.ports, { userName: `name.${String(index)}`, password: WRONG, visit: { address: '2001:db8::7' } }),
    );
    expect(tally(outcomes)).toEqual({ 'sign-in-failed': 100, 'too-many-attempts': 30 });
    expect(house.hasher.calls).toHaveLength(100);
    const neighbour = { address: '2001:db8::ffff:8' };
    expect(await submitPassword(house.ports, { userName: 'name.200', password: WRONG, visit: neighbour })).toMatchObject({
      code: 'too-many-attempts',
    });
  });

  test('a stranger who spends what its whole network may try does not lock out a neighbour’s browser that is known', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    const { device } = expectDone(await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT }));
    await inParallel(110, (index) => submitPassword(house.ports, { userName: `name.${String(index)}`, password: WRONG, visit: VISIT }));
    expect(await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT })).toMatchObject({ code: 'too-many-attempts' });
    expectDone(await submitPassword(house.ports, { userName, password: PASSWORD, visit: { ...VISIT, device } }));
  });

  test('hammering at an account that is out of tries costs its network nothing: the neighbours still sign in', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    const { userName: neighbour } = await personWithPassword(house, 'ben.strand');
    await inParallel(150, () => submitPassword(house.ports, { userName, password: WRONG, visit: VISIT }));
    expectDone(await submitPassword(house.ports, { userName: neighbour, password: PASSWORD, visit: VISIT }));
  });

  test('a full hashing queue spends nothing', async () => {
    const house = await testHouse(open);
    const { userName } = await personWithPassword(house);
    house.hasher.setBusy('busy');
    const outcomes = await inParallel(5, () => submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT }));
    expect(tally(outcomes)).toEqual({ busy: 5 });
    house.hasher.setBusy('free');
    const guesses = await inParallel(20, () => submitPassword(house.ports, { userName, password: WRONG, visit: VISIT }));
    expect(tally(guesses)).toEqual({ 'sign-in-failed': 5, 'too-many-attempts': 15 });
  });

  test('signing in all day spends nothing', async () => {
    const house = await testHouse(open);
    const { userName, accountId } = await personWithPassword(house);
    for (let turn = 0; turn < 25; turn += 1) {
      const accepted = expectDone(await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT }));
      expect(accepted).toMatchObject({ accountId, proof: proof(house, 'password') });
    }
  });

  test('the name may be typed in any case; the session remembers the epoch of the account', async () => {
    const house = await testHouse(open);
    const { accountId } = await personWithPassword(house);
    const accepted = expectDone(await submitPassword(house.ports, { userName: ' ADA.Quay', password: PASSWORD, visit: VISIT }));
    expect(accepted.epoch).toBe((await findAccount(house.ports, { accountId }))?.epoch);
  });

  describe('the audit log', () => {
    test('tells why a sign-in was refused, which the answer does not, and never what was typed', async () => {
      const house = await testHouse(open);
      const { userName } = await personWithPassword(house);
      await submitPassword(house.ports, { userName: 'hunter2-typed-into-the-wrong-field', password: WRONG, visit: VISIT });
      await submitPassword(house.ports, { userName, password: WRONG, visit: VISIT });
      await submitPassword(house.ports, { userName, password: PASSWORD, visit: VISIT });
      expect(await auditTrail(house, 'password.sign-in')).toEqual([
        'password.sign-in refused: sign-in-failed: no-such-user',
        'password.sign-in refused: sign-in-failed: wrong-password',
        'password.sign-in done',
      ]);
      const rows = await house.database.query.selectFrom('audit_event').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain('hunter2');
    });
  });
});

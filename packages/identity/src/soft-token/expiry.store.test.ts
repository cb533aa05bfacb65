import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  confirmUnlock,
  expireUnlocks,
  findRepairActions,
  listSoftTokens,
  reactivateToken,
  receiveReceipt,
  requestUnlock,
  submitOtp,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  SESSION,
  type TestHouse,
  type TestPerson,
  type TestToken,
  VISIT,
  expectDone,
  inParallel,
  outcomeOf,
  personWithToken,
  proof,
  repairProofs,
  tally,
  testHouse,
} from '../testing/index.ts';

const DAY = 24 * 60 * 60 * 1000;

async function unconfirmed(house: TestHouse): Promise<TestPerson & { readonly token: TestToken }> {
  const person = await personWithToken(house);
  const { accountId, token } = person;
  const request = { accountId, code: token.pinResetCode(), session: SESSION, proofs: repairProofs(house), visit: VISIT };
  expectDone(await requestUnlock(house.ports, request));
  token.commit();
  house.clock.advance(DAY);
  return person;
}

function reactivate(house: TestHouse, { accountId }: TestPerson, otp: string) {
  return reactivateToken(house.ports, { accountId, otp, proofs: repairProofs(house), visit: VISIT });
}

eachEngine('an unlock that nobody confirmed in 24 hours', (open) => {
  test('is over by the clock, whether or not the sweep has come by', async () => {
    const house = await testHouse(open);
    const person = await unconfirmed(house);
    const otp = person.token.otp(house.clock.now());
    const given = { ...person, otp, session: SESSION, visit: VISIT };
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ state: { is: 'SUSPENDED', because: 'unconfirmed' } }]);
    const offered = await findRepairActions(house.ports, { ...person, proofs: [] });
    expect(offered.map(({ action }) => action).slice(0, 3)).toEqual(['unlock-soft-token', 'reactivate-soft-token', 'revoke-soft-token']);
    expect(await submitOtp(house.ports, given)).toMatchObject({ code: 'otp-refused' });
    expect(await confirmUnlock(house.ports, given)).toMatchObject({ code: 'unlock-not-pending' });
  });

  test('is swept once, by however many servers, and every address is told once', async () => {
    const house = await testHouse(open);
    await unconfirmed(house);
    house.mailer.reset();
    const sweeps = await inParallel(5, () => expireUnlocks(house.ports));
    expect(sweeps.reduce((sum, sweep) => sum + sweep.expired, 0)).toBe(1);
    expect(house.mailer.sent.map((mail) => [mail.to, mail.subject])).toEqual([
      ['ada.quay@northwind.example', 'Your soft token was suspended'],
      ['ada.quay@home.example', 'Your soft token was suspended'],
    ]);
    expect(await auditTrail(house, 'soft-token.expire-unlock')).toEqual(['soft-token.expire-unlock done']);
  });

  test('one that waits a moment less is not touched', async () => {
    const house = await testHouse(open);
    const person = await unconfirmed(house);
    house.clock.advance(-1);
    expect(await expireUnlocks(house.ports)).toEqual({ expired: 0 });
    const otp = person.token.otp(house.clock.now());
    expectDone(await confirmUnlock(house.ports, { ...person, otp, session: SESSION, visit: VISIT }));
  });

  test('a late receipt does not lift the suspension', async () => {
    const house = await testHouse(open);
    const person = await unconfirmed(house);
    const receipt = person.token.receipt(2, house.clock.now());
    expectDone(await receiveReceipt(house.ports, { tokenId: person.token.tokenId, receipt, visit: VISIT }));
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ state: { is: 'SUSPENDED', because: 'unconfirmed' } }]);
  });
});

eachEngine('reactivating a token that was suspended for lack of confirmation', (open) => {
  test('takes fresh proofs', async () => {
    const house = await testHouse(open);
    const person = await unconfirmed(house);
    const otp = person.token.otp(house.clock.now());
    const refused = await reactivateToken(house.ports, { ...person, otp, proofs: [proof(house, 'password')], visit: VISIT });
    expect(refused).toMatchObject({ code: 'step-up-needed' });
  });

  test('of 30 parallel guesses five are looked at', async () => {
    const house = await testHouse(open);
    const person = await unconfirmed(house);
    const outcomes = await inParallel(30, () => reactivate(house, person, person.token.wrongOtp(house.clock.now())));
    expect(tally(outcomes)).toEqual({ 'otp-refused': 5, 'too-many-attempts': 25 });
  });

  test('happens once and burns the password, even when it is submitted ten times at the same moment', async () => {
    const house = await testHouse(open);
    const person = await unconfirmed(house);
    house.mailer.reset();
    const otp = person.token.otp(house.clock.now());
    const outcomes = await inParallel(10, () => reactivate(house, person, otp));
    expect(outcomes.filter((outcome) => outcomeOf(outcome) === 'done')).toHaveLength(1);
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ state: { is: 'ACTIVE' } }]);
    expect(await submitOtp(house.ports, { ...person, otp, session: SESSION, visit: VISIT })).toMatchObject({ code: 'otp-refused' });
    expect(house.mailer.sent.at(-1)?.subject).toBe('Your soft token can be used again');
  });

  test('is not for a token that is well, nor for one that was copied', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const otp = person.token.otp(house.clock.now());
    expect(await reactivate(house, person, otp)).toMatchObject({ code: 'token-not-found' });
    await house.database.transact((tx) =>
      tx.query.updateTable('soft_token').set({ state: 'SUSPENDED', suspended_because: 'fork' }).execute(),
    );
    expect(await reactivate(house, person, otp)).toMatchObject({ code: 'token-not-found' });
  });
});

import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { checkClock, submitOtp } from '../index.ts';
import {
  SESSION,
  type TestHouse,
  type TestPerson,
  VISIT,
  expectDone,
  inParallel,
  personWithToken,
  proof,
  tally,
  testHouse,
} from '../testing/index.ts';

function check(house: TestHouse, { accountId }: TestPerson, otp: string) {
  return checkClock(house.ports, { accountId, otp, proofs: [proof(house, 'password'), proof(house, 'questions')], visit: VISIT });
}

eachEngine('the check of a device’s clock', (open) => {
  test('is no second place to guess: of 50 parallel guesses five are looked at, and the sign-in has no try left', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const outcomes = await inParallel(50, () => check(house, person, person.token.wrongOtp(house.clock.now())));
    expect(tally(outcomes)).toEqual({ 'otp-refused': 5, 'too-many-attempts': 45 });
    const otp = person.token.otp(house.clock.now());
    expect(await submitOtp(house.ports, { accountId: person.accountId, otp, session: SESSION, visit: VISIT })).toMatchObject({
      code: 'too-many-attempts',
    });
  });

  test('asks for the proofs of a repair', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const otp = person.token.otp(house.clock.now());
    const alone = { accountId: person.accountId, otp, proofs: [proof(house, 'password')], visit: VISIT };
    expect(await checkClock(house.ports, alone)).toMatchObject({ code: 'step-up-needed' });
  });

  test('says how far it is off, proves nothing and burns nothing', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const { token } = person;
    expect(await check(house, person, token.otp(house.clock.now(), -8))).toMatchObject({ fastBySeconds: -240, isTolerated: false });
    expect(await check(house, person, token.otp(house.clock.now(), 240))).toMatchObject({ fastBySeconds: 7200, isTolerated: false });
    const inTime = token.otp(house.clock.now());
    expect(await check(house, person, inTime)).toEqual({
      kind: 'clock-checked',
      tokenId: token.tokenId,
      fastBySeconds: 0,
      isTolerated: true,
    });
    expectDone(await submitOtp(house.ports, { accountId: person.accountId, otp: inTime, session: SESSION, visit: VISIT }));
  });

  test('knows no other account’s token', async () => {
    const house = await testHouse(open);
    const ada = await personWithToken(house);
    const ben = await personWithToken(house, 'ben.strand');
    expect(await check(house, ada, ben.token.otp(house.clock.now()))).toMatchObject({ code: 'otp-refused' });
  });
});

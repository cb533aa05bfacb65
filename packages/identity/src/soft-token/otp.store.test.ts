import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { findSecondFactorWays, submitOtp } from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  SESSION,
  type TestHouse,
  type TestPerson,
  VISIT,
  activatedToken,
  expectDone,
  inParallel,
  otpProofOf,
  outcomeOf,
  personWithQuestions,
  personWithToken,
  tally,
  testHouse,
} from '../testing/index.ts';

const STEP = 30_000;
const FIVE_MINUTES = 5 * 60_000;

function submit(house: TestHouse, { accountId }: TestPerson, otp: string) {
  return submitOtp(house.ports, { accountId, otp, session: SESSION, visit: VISIT });
}

eachEngine('a one-time password', (open) => {
  test('submitted twenty times at the same moment is accepted once', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const otp = person.token.otp(house.clock.now());
    const outcomes = await inParallel(20, () => submit(house, person, otp));
    expect(outcomes.filter((outcome) => outcomeOf(outcome) === 'done')).toHaveLength(1);
    expect(await auditTrail(house, 'soft-token.otp')).toHaveLength(20);
  });

  test('of 50 parallel guesses five are looked at, and the right one comes too late', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    let looks = 0;
    const ports = {
      ...house.ports,
      otpMac: (...given: Parameters<typeof house.ports.otpMac>) => ((looks += 1), house.ports.otpMac(...given)),
    };
    const outcomes = await inParallel(50, () => submit({ ...house, ports }, person, person.token.wrongOtp(house.clock.now())));
    expect(tally(outcomes)).toEqual({ 'otp-refused': 5, 'too-many-attempts': 45 });
    expect(looks).toBe(5);
    expect(await submit(house, person, person.token.otp(house.clock.now()))).toMatchObject({
      code: 'too-many-attempts',
      details: { until: house.clock.now() + FIVE_MINUTES },
    });
    house.clock.advance(FIVE_MINUTES);
    expectDone(await submit(house, person, person.token.otp(house.clock.now())));
  });

  test('a guesser who never stops gets five looks in any five minutes', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const looks: number[] = [];
    for (let turn = 0; turn < 60; turn += 1) {
      const outcome = await submit(house, person, person.token.wrongOtp(house.clock.now()));
      if (outcomeOf(outcome) === 'otp-refused') looks.push(house.clock.now());
      house.clock.advance(20_000);
    }
    for (const [index, look] of looks.entries())
      expect(look - (looks[index - 5] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(FIVE_MINUTES);
    expect(looks.length).toBeGreaterThan(5);
  });

  test('two browsers racing for the last try get one', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const now = house.clock.now();
    for (let turn = 0; turn < 4; turn += 1) await submit(house, person, person.token.wrongOtp(now));
    const outcomes = await Promise.all([
      submit(house, person, person.token.wrongOtp(now)),
      submit(house, person, person.token.wrongOtp(now)),
    ]);
    expect(tally(outcomes)).toEqual({ 'otp-refused': 1, 'too-many-attempts': 1 });
  });

  test('one used before, or any of an earlier step, is refused for ever', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const earlier = person.token.otp(house.clock.now());
    house.clock.advance(STEP);
    const used = person.token.otp(house.clock.now());
    expectDone(await submit(house, person, used));
    expect(await submit(house, person, used)).toMatchObject({ code: 'otp-refused' });
    expect(await submit(house, person, earlier)).toMatchObject({ code: 'otp-refused' });
    house.clock.advance(STEP);
    expect(await submit(house, person, used)).toMatchObject({ code: 'otp-refused' });
  });

  test('one step early or late is still good, two are not', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    for (const steps of [-2, 2])
      expect(await submit(house, person, person.token.otp(house.clock.now(), steps))).toMatchObject({ code: 'otp-refused' });
    for (const steps of [-1, 0, 1]) expectDone(await submit(house, person, person.token.otp(house.clock.now(), steps)));
  });

  test('another account’s one-time password is refused', async () => {
    const house = await testHouse(open);
    const ada = await personWithToken(house);
    const ben = await personWithToken(house, 'ben.strand');
    const otp = ben.token.otp(house.clock.now());
    expect(await submit(house, ada, otp)).toMatchObject({ code: 'otp-refused' });
    expectDone(await submit(house, ben, otp));
  });

  test('what cannot be one spends nothing; one typed with spaces or in other digits is taken', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    for (const otp of ['', '12345', '1234567', 'abcdef', '12 34 5x', '9'.repeat(10_000)]) {
      expect(await submit(house, person, otp)).toMatchObject({ code: 'otp-malformed', details: { limit: 6 } });
    }
    const otp = person.token.otp(house.clock.now());
    const arabic = Array.from(otp, (digit) => String.fromCodePoint(0x0660 + Number(digit))).join(' ');
    expect(expectDone(await submit(house, person, arabic))).toEqual({
      tokenId: person.token.tokenId,
      proof: otpProofOf(house, person.token),
    });
  });

  test('signing in all day spends nothing, and does not keep a stranger’s old failures alive', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    for (let turn = 0; turn < 4; turn += 1) await submit(house, person, person.token.wrongOtp(house.clock.now()));
    const failedAt = house.clock.now();
    for (let turn = 0; turn < 12; turn += 1) {
      house.clock.advance(STEP);
      expectDone(await submit(house, person, person.token.otp(house.clock.now())));
    }
    expect(house.clock.now() - failedAt).toBeGreaterThan(FIVE_MINUTES);
    const outcomes = await inParallel(10, () => submit(house, person, person.token.wrongOtp(house.clock.now())));
    expect(tally(outcomes)).toEqual({ 'otp-refused': 5, 'too-many-attempts': 5 });
  });

  test('an account without a token is refused like one whose code was wrong', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    expect(await submit(house, person, '123456')).toMatchObject({ code: 'otp-refused' });
    expect(await auditTrail(house, 'soft-token.otp')).toEqual(['soft-token.otp refused: otp-refused: no token']);
  });
});

eachEngine('an account with two soft tokens', (open) => {
  test('has one budget for both: of 40 parallel guesses five are looked at', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const second = await activatedToken(house, person);
    const now = house.clock.now();
    const wrong = ['000000', '111111', '222222', '333333'].find((otp) =>
      [-1, 0, 1].every((step) => otp !== second.otp(now, step) && otp !== person.token.otp(now, step)),
    );
    const outcomes = await inParallel(40, () => submit(house, person, wrong ?? ''));
    expect(tally(outcomes)).toEqual({ 'otp-refused': 5, 'too-many-attempts': 35 });
  });

  test('takes the password of either, each once', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const second = await activatedToken(house, person);
    const now = house.clock.now();
    const outcomes = await inParallel(4, (index) => submit(house, person, index % 2 === 0 ? person.token.otp(now) : second.otp(now)));
    const accepted = outcomes.filter((outcome) => 'tokenId' in outcome).map((outcome) => ('tokenId' in outcome ? outcome.tokenId : ''));
    expect(accepted.sort()).toEqual([person.token.tokenId, second.tokenId].sort());
  });

  test('goes on with the second when the first is revoked', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const second = await activatedToken(house, person);
    await house.database.transact((tx) => tx.query.updateTable('soft_token').set({ state: 'REVOKED' }).where('ordinal', '=', 1).execute());
    const now = house.clock.now();
    expect(await submit(house, person, person.token.otp(now))).toMatchObject({ code: 'otp-refused' });
    expectDone(await submit(house, person, second.otp(now)));
    expect(await findSecondFactorWays(house.ports, person)).toEqual(['soft-token-otp']);
  });
});

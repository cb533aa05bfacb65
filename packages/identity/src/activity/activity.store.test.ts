import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { changePassword, findAccount, freezeBySession, listActivity, submitPassword, thawAccount } from '../index.ts';
import {
  PASSWORD,
  type TestHouse,
  VISIT,
  expectDone,
  inParallel,
  personWithPassword,
  personWithToken,
  proof,
  tally,
  testHouse,
} from '../testing/index.ts';

const MINUTE = 60_000;
const NEW_PASSWORD = new Secret('seventeen brass anchors');
const STRANGER = { address: '203.0.113.66' };

/** A stranger who knows the password has changed it. */
async function intruded(open: Parameters<typeof testHouse>[0]) {
  const house = await testHouse(open);
  const person = await personWithToken(house);
  house.clock.advance(MINUTE);
  expectDone(await changePassword(house.ports, { ...person, currentPassword: PASSWORD, newPassword: NEW_PASSWORD, visit: STRANGER }));
  return { house, person, happenedAt: house.clock.now() };
}

const strong = (house: TestHouse) => [proof(house, 'password'), proof(house, 'soft-token-otp')];
const stateOf = async (house: TestHouse, { accountId }: { accountId: Parameters<typeof listActivity>[1]['accountId'] }) =>
  (await findAccount(house.ports, { accountId }))?.state;

eachEngine('“this was not me” out of the activity', (open) => {
  test('below level 2 freezes nothing, whatever knowledge was proved: a stranger with the password cannot shut the owner out', async () => {
    const { house, person, happenedAt } = await intruded(open);
    for (const proofs of [[], [proof(house, 'password')], [proof(house, 'password'), proof(house, 'questions')]]) {
      expect(await freezeBySession(house.ports, { ...person, proofs, happenedAt, visit: STRANGER })).toMatchObject({
        code: 'step-up-needed',
      });
    }
    const proofs = strong(house);
    house.clock.advance(house.ports.policy.lifetimes.freshProofMs + MINUTE);
    expect(await freezeBySession(house.ports, { ...person, proofs, happenedAt, visit: STRANGER })).toMatchObject({
      code: 'step-up-needed',
    });
    expect(await stateOf(house, person)).toBe('ACTIVE');
  });

  test('freezes nothing for what no notice told of, what happened to others, or what is a month old', async () => {
    const { house, person, happenedAt } = await intruded(open);
    house.clock.advance(MINUTE);
    const other = await personWithPassword(house, 'eve.quay');
    const tries = [
      { ...other, happenedAt },
      { ...person, happenedAt: happenedAt + 1 },
      { ...person, happenedAt: 0 },
    ];
    for (const wish of tries) {
      const outcome = await freezeBySession(house.ports, { ...wish, proofs: strong(house), visit: VISIT });
      expect(outcome).toMatchObject({ code: 'notice-link-not-valid' });
    }
    house.clock.advance(house.ports.policy.lifetimes.noticeLinkMs + MINUTE);
    const late = await freezeBySession(house.ports, { ...person, happenedAt, proofs: strong(house), visit: VISIT });
    expect(late).toMatchObject({ code: 'notice-link-not-valid' });
    const { entries } = await listActivity(house.ports, { ...person, page: 1 });
    expect(new Set(entries.map((entry) => entry.standing))).toEqual(new Set(['settled']));
    expect(await stateOf(house, person)).toBe('ACTIVE');
  });

  test('freezes once at level 2, however often it is pressed at the same moment, and a token from before opens the account', async () => {
    const { house, person, happenedAt } = await intruded(open);
    const wish = { ...person, happenedAt, proofs: strong(house), visit: VISIT };
    const outcomes = await inParallel(10, () => freezeBySession(house.ports, wish));
    expect(tally(outcomes)).toEqual({ done: 1, 'notice-link-not-valid': 9 });
    expect(await stateOf(house, person)).toBe('FROZEN');
    house.clock.advance(30_000);
    const otp = person.token.otp(house.clock.now());
    expectDone(await thawAccount(house.ports, { userName: person.userName, password: NEW_PASSWORD, otp, visit: VISIT }));
  });

  test('weighs as a link does: the token it was about does not open the account again', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const { entries } = await listActivity(house.ports, { ...person, page: 1 });
    const activation = entries.find((entry) => entry.action === 'soft-token.confirm-activation');
    expect(activation?.standing).toBe('repudiable');
    expectDone(await freezeBySession(house.ports, { ...person, happenedAt: activation?.at ?? 0, proofs: strong(house), visit: VISIT }));
    house.clock.advance(30_000);
    const otp = person.token.otp(house.clock.now());
    const outcome = await thawAccount(house.ports, { userName: person.userName, password: PASSWORD, otp, visit: VISIT });
    expect(outcome).toMatchObject({ code: 'thaw-failed' });
  });
});

eachEngine('the activity of an account', (open) => {
  test('holds nothing of anybody else, no private reason and no detail, and what was refused as well', async () => {
    const { house, person } = await intruded(open);
    const other = await personWithPassword(house, 'eve.quay');
    await submitPassword(house.ports, { userName: person.userName, password: new Secret('wrong'), visit: STRANGER });
    const { entries } = await listActivity(house.ports, { ...person, page: 1 });
    expect(entries[0]).toEqual({
      at: house.clock.now(),
      action: 'password.sign-in',
      outcome: 'refused',
      network: STRANGER.address,
      standing: 'settled',
    });
    expect(entries[1]).toMatchObject({ action: 'password.change', outcome: 'done', standing: 'repudiable' });
    const theirs = await listActivity(house.ports, { ...other, page: 1 });
    expect(theirs.entries.map((entry) => entry.action)).not.toContain('password.change');
    for (const entry of entries) expect(Object.keys(entry).sort()).toEqual(['action', 'at', 'network', 'outcome', 'standing']);
  });

  test('comes in pages of 25, each entry once, and ends', async () => {
    const { house, person } = await intruded(open);
    for (let times = 0; times < 30; times += 1) {
      house.clock.advance(60 * MINUTE);
      await submitPassword(house.ports, { userName: person.userName, password: new Secret('wrong'), visit: STRANGER });
    }
    const [first, second] = [
      await listActivity(house.ports, { ...person, page: 1 }),
      await listActivity(house.ports, { ...person, page: 2 }),
    ];
    expect([first.entries.length, first.next, second.next]).toEqual([25, 2, undefined]);
    const moments = [...first.entries, ...second.entries].map((entry) => entry.at);
    expect(moments).toEqual([...moments].sort((left, right) => right - left));
    expect(await listActivity(house.ports, { ...person, page: 400 })).toEqual({ entries: [], next: undefined });
  });
});

import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  addAddress,
  confirmAddress,
  findAccount,
  freezeAccount,
  listAddresses,
  makePrimary,
  removeAddress,
  requestPasswordReset,
  resetPassword,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  PASSWORD,
  type TestHouse,
  type TestPerson,
  VISIT,
  expectDone,
  inParallel,
  mailedCode,
  mailedCodes,
  personWithPassword,
  proof,
  tally,
  testHouse,
  underPolicy,
} from '../testing/index.ts';

const DAY = 24 * 60 * 60_000;
const [WORK, HOME, NEW] = ['ada.quay@northwind.example', 'ada.quay@home.example', 'ada@new.example'];

function strong(house: TestHouse) {
  return [proof(house, 'password'), proof(house, 'soft-token-otp')];
}

function add(house: TestHouse, { accountId }: TestPerson, address = NEW) {
  return addAddress(house.ports, { accountId, address, proofs: strong(house), visit: VISIT });
}

function change(house: TestHouse, { accountId }: TestPerson, address: string) {
  return { accountId, address, proofs: strong(house), visit: VISIT };
}

async function confirmedOf(house: TestHouse, person: TestPerson) {
  return (await listAddresses(house.ports, person)).confirmed;
}

function recipients(house: TestHouse) {
  return house.mailer.sent.map((mail) => mail.to);
}

eachEngine('contact addresses', (open) => {
  test('are changed by nobody below level 2, or with proofs that are not fresh; and nothing is mailed then', async () => {
    const house = await testHouse(open);
    const { accountId } = await personWithPassword(house);
    house.mailer.reset();
    const old = strong(house);
    house.clock.advance(10 * 60_000);
    for (const proofs of [[], [proof(house, 'password')], [proof(house, 'password'), proof(house, 'questions')], old]) {
      const given = { accountId, proofs, visit: VISIT };
      expect(await addAddress(house.ports, { ...given, address: NEW })).toMatchObject({ code: 'step-up-needed' });
      expect(await removeAddress(house.ports, { ...given, address: HOME })).toMatchObject({ code: 'step-up-needed' });
      expect(await makePrimary(house.ports, { ...given, address: HOME })).toMatchObject({ code: 'step-up-needed' });
    }
    expect(house.mailer.sent).toEqual([]);
    expect(await confirmedOf(house, { accountId, userName: '' })).toEqual([WORK, HOME]);
  });

  test('are not changed by what the strict policy would have waited for: the notices of the wait would go elsewhere', async () => {
    const house = underPolicy(await testHouse(open), 'strict');
    const { accountId } = await personWithPassword(house);
    house.mailer.reset();
    const given = { accountId, proofs: [proof(house, 'password'), proof(house, 'recovery-code')], visit: VISIT };
    expect(await addAddress(house.ports, { ...given, address: NEW })).toMatchObject({ code: 'step-up-needed' });
    expect(await removeAddress(house.ports, { ...given, address: HOME })).toMatchObject({ code: 'step-up-needed' });
    expect(await makePrimary(house.ports, { ...given, address: HOME })).toMatchObject({ code: 'step-up-needed' });
    expect(house.mailer.sent).toEqual([]);
  });

  test('count for nothing before they are confirmed: no notice and no reset link goes there', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    house.mailer.reset();
    expectDone(await add(house, person));
    expect(recipients(house)).toEqual([NEW]);
    house.mailer.reset();
    expectDone(await requestPasswordReset(house.ports, { userName: person.userName, visit: VISIT }));
    expect(recipients(house)).toEqual([WORK, HOME]);
  });

  test('are confirmed once, by the link mailed there, however often it is pressed; every address is told, the new one too', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    expectDone(await add(house, person));
    const code = mailedCode(house, 'address');
    house.mailer.reset();
    expect(tally(await inParallel(10, () => confirmAddress(house.ports, { code, visit: VISIT })))).toEqual({
      done: 1,
      'address-link-not-valid': 9,
    });
    expect(await confirmedOf(house, person)).toEqual([WORK, HOME, NEW]);
    expect(recipients(house)).toEqual([WORK, HOME, NEW]);
    expect((await findAccount(house.ports, person))?.addresses).toEqual([WORK, HOME, NEW]);
  });

  test('are not confirmed by a link of another kind, one of another account, one that ran out or one that was replaced', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const eve = await personWithPassword(house, 'eve.harbour');
    expect(await confirmAddress(house.ports, { code: mailedCode(house, 'notice'), visit: VISIT })).toMatchObject({
      code: 'address-link-not-valid',
    });
    expectDone(await add(house, person));
    const first = mailedCode(house, 'address');
    expectDone(await add(house, person, NEW.toUpperCase()));
    expect(await confirmAddress(house.ports, { code: first, visit: VISIT })).toMatchObject({ code: 'address-link-not-valid' });
    expectDone(await add(house, eve, 'eve@evil.example'));
    expectDone(await confirmAddress(house.ports, { code: mailedCode(house, 'address'), visit: VISIT }));
    expect(await confirmedOf(house, person)).toEqual([WORK, HOME]);
    expectDone(await add(house, person));
    house.clock.advance(DAY);
    expect(await confirmAddress(house.ports, { code: mailedCode(house, 'address'), visit: VISIT })).toMatchObject({
      code: 'address-link-expired',
    });
  });

  test('cannot be used to mail strangers without end: five tries an hour, for good', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    house.mailer.reset();
    const outcomes = await inParallel(20, () => add(house, person));
    expect(tally(outcomes)).toEqual({ done: 5, 'too-many-attempts': 15 });
    expect(house.mailer.sent).toHaveLength(5);
  });

  test('are at most five, those that wait counted in', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const outcomes = await inParallel(5, (index) => add(house, person, `ada+${String(index)}@new.example`));
    expect(tally(outcomes)).toEqual({ done: 3, 'address-limit': 2 });
    for (const text of [WORK, WORK.toUpperCase()]) expect(await add(house, person, text)).toMatchObject({ code: 'address-known' });
    expect(await add(house, person, 'no address')).toMatchObject({ code: 'address-malformed' });
  });

  test('that are removed are told as well, with a link that still freezes; reset links that went there end', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    expectDone(await requestPasswordReset(house.ports, { userName: person.userName, visit: VISIT }));
    const reset = mailedCode(house, 'reset');
    house.mailer.reset();
    expectDone(await removeAddress(house.ports, change(house, person, HOME)));
    expect(recipients(house)).toEqual([WORK, HOME]);
    expect(await resetPassword(house.ports, { code: reset, newPassword: PASSWORD, visit: VISIT })).toMatchObject({
      code: 'reset-link-not-valid',
    });
    const fromOldAddress = mailedCodes(house, 'notice').get(HOME);
    if (!fromOldAddress) throw new Error('the removed address was not told');
    expectDone(await freezeAccount(house.ports, { code: fromOldAddress, visit: VISIT }));
    expect((await findAccount(house.ports, person))?.state).toBe('FROZEN');
  });

  test('leave one: of two removed at the same moment one stays', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const outcomes = await Promise.all([WORK, HOME].map((address) => removeAddress(house.ports, change(house, person, address))));
    expect(tally(outcomes)).toEqual({ done: 1, 'address-last': 1 });
    expect(await confirmedOf(house, person)).toHaveLength(1);
  });

  test('of another account cannot be removed or made primary', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const eve = await personWithPassword(house, 'eve.harbour');
    expect(await removeAddress(house.ports, change(house, eve, HOME))).toMatchObject({ code: 'address-not-found' });
    expect(await makePrimary(house.ports, change(house, eve, HOME))).toMatchObject({ code: 'address-not-found' });
    expect(await confirmedOf(house, person)).toEqual([WORK, HOME]);
  });

  test('that become primary stand first, and every address is told once', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    house.mailer.reset();
    expectDone(await makePrimary(house.ports, change(house, person, HOME)));
    expectDone(await makePrimary(house.ports, change(house, person, HOME)));
    expect(await confirmedOf(house, person)).toEqual([HOME, WORK]);
    expect(recipients(house)).toEqual([WORK, HOME]);
    expect(await auditTrail(house, 'address.make-primary')).toEqual(['address.make-primary done']);
  });

  test('that still wait are withdrawn without a word to anybody', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    expectDone(await add(house, person));
    const code = mailedCode(house, 'address');
    house.mailer.reset();
    expectDone(await removeAddress(house.ports, change(house, person, NEW)));
    expect(house.mailer.sent).toEqual([]);
    expect(await confirmAddress(house.ports, { code, visit: VISIT })).toMatchObject({ code: 'address-link-not-valid' });
  });
});

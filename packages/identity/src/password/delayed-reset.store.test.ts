import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type ProofBesideMail,
  cancelDelayByLink,
  countRecoveryCodes,
  finishPasswordResets,
  freezeAccount,
  listDelays,
  makeRecoveryCodes,
  requestPasswordReset,
  resetPassword,
  submitPassword,
  viewRecoveryCodes,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  PASSWORD,
  SESSION,
  type TestHouse,
  VISIT,
  expectDone,
  inParallel,
  mailedCode,
  outcomeOf,
  personWithToken,
  strongProofs,
  tally,
  testHouse,
  underPolicy,
} from '../testing/index.ts';

/** Under the strict policy the mail is one way of two, and a new password waits a day. */

const DAY = 24 * 60 * 60_000;
const NEW_PASSWORD = new Secret('seventeen brass anchors');

async function forgetful(open: Parameters<typeof testHouse>[0]) {
  const house = underPolicy(await testHouse(open), 'strict');
  const person = await personWithToken(house);
  expectDone(await makeRecoveryCodes(house.ports, { ...person, proofs: strongProofs(house), session: SESSION, visit: VISIT }));
  const { codes } = expectDone(await viewRecoveryCodes(house.ports, { ...person, session: SESSION }));
  expectDone(await requestPasswordReset(house.ports, { ...person, visit: VISIT }));
  const beside = (index: number): ProofBesideMail => ({ way: 'recovery-code', typed: new Secret(codes[index]?.reveal() ?? '') });
  return { house, person, link: mailedCode(house, 'reset'), beside };
}

function reset(house: TestHouse, code: Secret<string>, beside?: ProofBesideMail) {
  return resetPassword(house.ports, { code, newPassword: NEW_PASSWORD, beside, visit: VISIT });
}

function signIn(house: TestHouse, userName: string, password: Secret<string>) {
  return submitPassword(house.ports, { userName, password, visit: VISIT });
}

eachEngine('a forgotten password under the strict policy', (open) => {
  test('is set by nobody who only reads the mail, and the link is not spent by trying', async () => {
    const { house, person, link, beside } = await forgetful(open);
    expect(await reset(house, link)).toMatchObject({ code: 'reset-needs-proof' });
    expect(outcomeOf(await reset(house, link, { way: 'recovery-contact', typed: new Secret('') }))).toBe('vouching-not-given');
    expect(outcomeOf(await reset(house, link, { way: 'recovery-code', typed: new Secret('0000 0000 0000 0000') }))).toBe(
      'recovery-code-typo',
    );
    expect(await listDelays(house.ports, person)).toEqual([]);
    expect(expectDone(await reset(house, link, beside(0)))).toMatchObject({ kind: 'waits', ripeAt: house.clock.now() + DAY });
    expect(outcomeOf(await signIn(house, person.userName, NEW_PASSWORD))).toBe('sign-in-failed');
  });

  test('takes effect after a day, exactly once however many sweep, ends every session, and every address is told', async () => {
    const { house, person, link, beside } = await forgetful(open);
    expectDone(await reset(house, link, beside(0)));
    house.clock.advance(DAY - 1);
    expect(await finishPasswordResets(house.ports)).toEqual({ done: 0 });
    house.clock.advance(1);
    house.mailer.reset();
    const sweeps = await inParallel(4, () => finishPasswordResets(house.ports));
    expect(sweeps.reduce((sum, { done }) => sum + done, 0)).toBe(1);
    expectDone(await signIn(house, person.userName, NEW_PASSWORD));
    expect(outcomeOf(await signIn(house, person.userName, PASSWORD))).toBe('sign-in-failed');
    const subjects = house.mailer.sent.map((mail) => mail.subject);
    expect(subjects.filter((subject) => subject === 'Your password was reset')).toHaveLength(2);
    expect(await auditTrail(house, 'password.reset')).toEqual(['password.reset done']);
  });

  test('waits once, though the link is sent with four codes at the same moment', async () => {
    const { house, person, link, beside } = await forgetful(open);
    const outcomes = await inParallel(4, (index) => reset(house, link, beside(index)));
    expect(tally(outcomes)).toMatchObject({ done: 1 });
    expect(await listDelays(house.ports, person)).toHaveLength(1);
    expectDone(await requestPasswordReset(house.ports, { ...person, visit: VISIT }));
    const left = () => countRecoveryCodes(house.ports, person).then((count) => count?.left);
    const before = await left();
    expect(outcomeOf(await reset(house, mailedCode(house, 'reset'), beside(9)))).toBe('delay-waiting');
    expect(await left()).toBe(before);
  });

  test('is not set when anybody at one of the addresses stops it or freezes the account', async () => {
    for (const end of ['stopped', 'frozen'] as const) {
      const { house, person, link, beside } = await forgetful(open);
      expectDone(await reset(house, link, beside(0)));
      if (end === 'stopped') expectDone(await cancelDelayByLink(house.ports, { code: mailedCode(house, 'delay'), visit: VISIT }));
      else expectDone(await freezeAccount(house.ports, { code: mailedCode(house, 'notice'), visit: VISIT }));
      house.clock.advance(DAY);
      expect([end, await finishPasswordResets(house.ports)]).toEqual([end, { done: 0 }]);
      expect(outcomeOf(await signIn(house, person.userName, NEW_PASSWORD))).toBe('sign-in-failed');
    }
  });

  test('a new password is kept sealed while it waits', async () => {
    const { house, link, beside } = await forgetful(open);
    expectDone(await reset(house, link, beside(0)));
    const row = await house.database.query.selectFrom('delayed_act').select('sealed_payload').executeTakeFirst();
    const sealed = Buffer.from(row?.sealed_payload ?? []).toString('latin1');
    for (const clear of ['argon2', 'passwordHash', 'brass']) expect(sealed).not.toContain(clear);
  });
});

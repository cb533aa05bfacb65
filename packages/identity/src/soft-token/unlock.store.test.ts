import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { parseUnlockCode } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import { findRepairActions, listSoftTokens, requestUnlock, submitOtp } from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  SESSION,
  SUPPORT_MAIL,
  type TestToken,
  VISIT,
  activatedToken,
  expectDone,
  inParallel,
  otpProofOf,
  outcomeOf,
  personWithToken,
  proof,
  repairProofs,
  tally,
  testHouse,
} from '../testing/index.ts';
import { stateOf, unlock, unlockAndConfirm } from '../testing/unlocking.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Codes in good order that no token made. */
function guesses(token: TestToken, count: number): readonly Secret<string>[] {
  return Array.from({ length: count }, (_, index) => token.forgedPinResetCode(index));
}

eachEngine('asking for an unlock code', (open) => {
  test('of 40 parallel guesses five are looked at in fifteen minutes, and twenty in a day', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const codes = guesses(person.token, 40);
    const guess = () => inParallel(40, (index) => unlock(house, person, { code: codes[index] ?? person.token.pinResetCode() }));
    expect(tally(await guess())).toEqual({ 'prc-no-match': 5, 'too-many-attempts': 35 });
    for (let turn = 0; turn < 5; turn += 1) {
      house.clock.advance(15 * MINUTE);
      await guess();
    }
    expect((await auditTrail(house, 'soft-token.unlock')).filter((line) => line.includes('prc-no-match'))).toHaveLength(20);
    const refused = await unlock(house, person, { code: person.token.pinResetCode() });
    expect(refused).toMatchObject({ code: 'too-many-attempts' });
    expect('details' in refused && refused.details.until).toBeGreaterThan(house.clock.now() + 20 * 60 * MINUTE);
  });

  test('two browsers racing for the last try get one', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const [first, second, ...others] = guesses(person.token, 6);
    for (const code of others) await unlock(house, person, { code });
    const outcomes = await Promise.all([first, second].map((code) => unlock(house, person, { code: code ?? new Secret('') })));
    expect(tally(outcomes)).toEqual({ 'prc-no-match': 1, 'too-many-attempts': 1 });
  });

  test('a typing error names its groups and costs nothing, however often it is made', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const right = person.token.pinResetCode().reveal();
    const second = right.slice(6, 11);
    const mistyped = right.replace(second, String((Number(second) + 1) % 100_000).padStart(5, '0'));
    const outcomes = await inParallel(30, () => unlock(house, person, { code: new Secret(mistyped) }));
    expect(outcomes).toEqual(Array(30).fill(expect.objectContaining({ code: 'prc-typo', details: { groups: [2] } })));
    expect(await unlock(house, person, { code: new Secret('12345') })).toMatchObject({
      code: 'prc-typo',
      details: { digits: { expected: 15, found: 5 } },
    });
    expectDone(await unlock(house, person, { code: new Secret(right) }));
  });

  test('an unlock code typed into the field of the PIN Reset Code is named as what it is', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const issued = expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    expect(await unlock(house, person, { code: issued.code })).toMatchObject({ code: 'prc-typo', details: { wrongKind: 'unlock' } });
  });

  test('proofs that are missing, too weak or ten minutes old open nothing and spend nothing', async () => {
    const house = await testHouse(open);
    const { accountId, token } = await personWithToken(house);
    const stale = repairProofs(house);
    house.clock.advance(10 * MINUTE);
    for (const proofs of [
      [],
      [proof(house, 'password')],
      [proof(house, 'questions')],
      stale,
      [proof(house, 'password'), proof(house, 'pin-reset-code')],
    ]) {
      const refused = await requestUnlock(house.ports, { accountId, code: token.pinResetCode(), session: SESSION, proofs, visit: VISIT });
      expect(refused).toMatchObject({ code: 'step-up-needed' });
    }
  });

  test('a one-time password of the locked token itself vouches for nothing; one of another token does', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const other = await activatedToken(house, person);
    const ask = (token: TestToken) => {
      const proofs = [proof(house, 'password'), otpProofOf(house, token)];
      return requestUnlock(house.ports, { ...person, code: person.token.pinResetCode(), session: SESSION, proofs, visit: VISIT });
    };
    expect(await ask(person.token)).toMatchObject({ code: 'step-up-needed' });
    expect(await stateOf(house, person)).toEqual({ is: 'ACTIVE' });
    expectDone(await ask(other));
  });

  test('under the policy without questions, questions open nothing and a saved code does', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const ports = { ...house.ports, policy: { ...house.ports.policy, recovery: 'modern' as const } };
    const ask = (beside: 'questions' | 'recovery-code') => {
      const proofs = [proof(house, 'password'), proof(house, beside)];
      return requestUnlock(ports, { ...person, code: person.token.pinResetCode(), session: SESSION, proofs, visit: VISIT });
    };
    expect(await ask('questions')).toMatchObject({ code: 'step-up-needed' });
    expectDone(await ask('recovery-code'));
  });

  test('the code of another person’s token is refused, and so is another person’s serial, in the same words', async () => {
    const house = await testHouse(open);
    const ada = await personWithToken(house);
    const ben = await personWithToken(house, 'ben.strand');
    const crossed = await unlock(house, ada, { code: ben.token.pinResetCode() });
    const foreignSerial = await unlock(house, ada, { code: ben.token.pinResetCode(), serial: ben.token.serial });
    const noSerial = await unlock(house, ada, { code: ben.token.pinResetCode(), serial: 'ST-000-000-00' });
    for (const [index, refused] of [crossed, foreignSerial, noSerial].entries()) {
      expect(refused).toMatchObject({ code: 'prc-no-match', details: { left: 4 - index } });
    }
    expect(await stateOf(house, ben)).toEqual({ is: 'ACTIVE' });
  });

  test('with two tokens, the code says which one is meant; a serial that is not the one it belongs to does not match', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const second = await activatedToken(house, person);
    expect(await unlock(house, person, { code: second.pinResetCode(), serial: person.token.serial })).toMatchObject({
      code: 'prc-no-match',
    });
    const issued = expectDone(await unlock(house, person, { code: second.pinResetCode(), serial: second.serial.toLowerCase() }));
    expect(issued.serial).toBe(second.serial);
    expect((await listSoftTokens(house.ports, person)).map((token) => token.state.is)).toEqual(['UNLOCK_PENDING', 'ACTIVE']);
  });

  test('the right code spends nothing; the answer is the unlock code, its link, and a proof that raises nobody', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const issued = expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    expect(issued.code.reveal()).toMatch(/^\d{5}( \d{5}){3}$/);
    expect(parseUnlockCode(issued.code.reveal(), 16).ok).toBe(true);
    expect(issued.link.reveal()).toBe(`https://token.example/u#c=${issued.code.reveal().replaceAll(' ', '')}&s=${person.token.serial}`);
    expect(issued.proof).toEqual(proof(house, 'pin-reset-code'));
    expect(issued.confirmBy).toBe(house.clock.now() + DAY);
    expect(JSON.stringify(issued)).not.toContain(issued.code.reveal());
    const outcomes = await inParallel(9, (index) => unlock(house, person, { code: guesses(person.token, 9)[index] ?? new Secret('') }));
    expect(tally(outcomes)).toEqual({ 'prc-no-match': 5, 'too-many-attempts': 4 });
  });

  test('every address is told at once, with when and from where, and never the code', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    house.mailer.reset();
    const issued = expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    expect(house.mailer.sent.map((mail) => mail.to)).toEqual(['ada.quay@northwind.example', 'ada.quay@home.example']);
    for (const { subject, text, html } of house.mailer.sent) {
      expect(subject).toBe('An unlock code was issued for your soft token');
      for (const part of [text, html]) {
        expect(part).toContain(person.token.serial);
        expect(part).toContain('5 January 2026 at 09:00 (UTC)');
        expect(part).toContain(VISIT.address);
        for (const group of issued.code.reveal().split(' ')) expect(part).not.toContain(group);
      }
    }
  });

  test('neither the PIN Reset Code nor the unlock code is written anywhere in the database', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const typed = person.token.pinResetCode();
    const issued = expectDone(await unlock(house, person, { code: typed }));
    const rows = JSON.stringify([
      await house.database.query.selectFrom('audit_event').selectAll().execute(),
      await house.database.query.selectFrom('unlock_issue').selectAll().execute(),
    ]);
    for (const code of [typed, issued.code]) {
      const text = code.reveal();
      for (const form of [text, text.replaceAll(' ', '')]) expect(rows).not.toContain(form);
    }
  });
});

eachEngine('a locked token', (open) => {
  test('that is shown twice with different codes of one epoch has a copy: it is suspended and the alarm goes out', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    house.mailer.reset();
    person.token.r = 1234;
    expect(await unlock(house, person, { code: person.token.pinResetCode() })).toMatchObject({ code: 'prc-fork' });
    expect(await stateOf(house, person)).toEqual({ is: 'SUSPENDED', because: 'fork' });
    expect(house.mailer.sent.map((mail) => mail.to).sort()).toEqual(['ada.quay@home.example', 'ada.quay@northwind.example', SUPPORT_MAIL]);
    const otp = person.token.otp(house.clock.now());
    expect(await submitOtp(house.ports, { ...person, otp, session: SESSION, visit: VISIT })).toMatchObject({ code: 'otp-refused' });
    expect(await unlock(house, person, { code: person.token.pinResetCode() })).toMatchObject({ code: 'token-suspended' });
    const actions = (await findRepairActions(house.ports, { ...person, proofs: [] })).map(({ action }) => action);
    expect(actions).toContain('revoke-soft-token');
    for (const one of ['unlock-soft-token', 'reactivate-soft-token', 'report-misplaced']) expect(actions).not.toContain(one);
  });

  test('of two copies that ask at the same moment one is served and the token suspended', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const original = person.token.pinResetCode();
    person.token.r = 77;
    const copy = person.token.pinResetCode();
    const outcomes = await Promise.all([original, copy].map((code) => unlock(house, person, { code })));
    expect(tally(outcomes)).toEqual({ done: 1, 'prc-fork': 1 });
    expect(await stateOf(house, person)).toEqual({ is: 'SUSPENDED', because: 'fork' });
  });

  test('whose unlock was confirmed cannot be unlocked with the old code again; the second time in a day is an alarm', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const old = person.token.pinResetCode();
    await unlockAndConfirm(house, person);
    house.mailer.reset();
    expect(await unlock(house, person, { code: old })).toMatchObject({ code: 'prc-old' });
    expect(house.mailer.sent).toEqual([]);
    expect(await unlock(house, person, { code: old })).toMatchObject({ code: 'prc-rollback' });
    expect(house.mailer.sent.map((mail) => [mail.to, mail.subject])).toEqual([[SUPPORT_MAIL, 'Alarm: an old PIN Reset Code came back']]);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
  });

  test('is given the same code again three times in a day, to any number of parallel requests', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const outcomes = await inParallel(8, () => unlock(house, person, { code: person.token.pinResetCode() }));
    expect(outcomes.filter((outcome) => outcomeOf(outcome) === 'done')).toHaveLength(3);
    const codes = outcomes.flatMap((outcome) => ('serial' in outcome ? [outcome.code.reveal()] : []));
    expect(new Set(codes).size).toBe(1);
    house.clock.advance(15 * MINUTE);
    expect(await unlock(house, person, { code: person.token.pinResetCode() })).toMatchObject({
      code: 'prc-reissue-limit',
      details: { until: house.clock.now() - 15 * MINUTE + DAY },
    });
  });

  test('that was revoked is not unlocked', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    await house.database.transact((tx) => tx.query.updateTable('soft_token').set({ state: 'REVOKED' }).execute());
    expect(await unlock(house, person, { code: person.token.pinResetCode() })).toMatchObject({ code: 'token-revoked' });
  });

  test('that has changed its PIN many times unseen is still known by its code', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    person.token.epoch = 299;
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    const other = await personWithToken(house, 'ben.strand');
    other.token.epoch = 300;
    expect(await unlock(house, other, { code: other.token.pinResetCode() })).toMatchObject({ code: 'prc-no-match' });
  });
});

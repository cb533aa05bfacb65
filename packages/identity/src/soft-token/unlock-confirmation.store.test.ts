import { eachEngine } from '@sallyport/platform/testing';
import { describe, expect, test } from 'vitest';
import { confirmUnlock, receiveReceipt, submitOtp, viewUnlockCode, type FederationSessionRef } from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  OTHER_SESSION,
  SESSION,
  VISIT,
  activatedToken,
  expectDone,
  inParallel,
  outcomeOf,
  personWithToken,
  otpProofOf,
  testHouse,
} from '../testing/index.ts';
import { stateOf, unlock } from '../testing/unlocking.ts';

const MINUTE = 60_000;

eachEngine('between unlock code and confirmation', (open) => {
  test('no session but the one that unlocked the token can sign in with it', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    const otp = person.token.otp(house.clock.now());
    const foreign = { ...person, otp, session: OTHER_SESSION, visit: VISIT };
    expect(await submitOtp(house.ports, foreign)).toMatchObject({ code: 'otp-refused' });
    expect(await confirmUnlock(house.ports, foreign)).toMatchObject({ code: 'unlock-not-pending' });
    expect(await stateOf(house, person)).toEqual({ is: 'UNLOCK_PENDING' });
    expectDone(await confirmUnlock(house.ports, { ...foreign, session: SESSION }));
    expect(await stateOf(house, person)).toEqual({ is: 'ACTIVE' });
  });

  test('a sign-in in the session that unlocked it is the confirmation', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    house.mailer.reset();
    const otp = person.token.otp(house.clock.now());
    const accepted = expectDone(await submitOtp(house.ports, { ...person, otp, session: SESSION, visit: VISIT }));
    expect(accepted).toEqual({ tokenId: person.token.tokenId, proof: otpProofOf(house, person.token) });
    expect(await stateOf(house, person)).toEqual({ is: 'ACTIVE' });
    expect(house.mailer.sent.map((mail) => mail.subject)).toEqual(Array(2).fill('Your soft token was unlocked'));
  });

  test('the confirming password is accepted once, even when submitted twenty times at the same moment by both doors', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    const given = { ...person, otp: person.token.otp(house.clock.now()), session: SESSION, visit: VISIT };
    const outcomes = await inParallel<object>(20, (index) =>
      index % 2 === 0 ? submitOtp(house.ports, given) : confirmUnlock(house.ports, given),
    );
    expect(outcomes.filter((outcome) => outcomeOf(outcome) === 'done')).toHaveLength(1);
  });

  test('of 30 parallel guesses at the confirmation three are looked at, by whichever door they come', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    let looks = 0;
    const ports = {
      ...house.ports,
      otpMac: (...given: Parameters<typeof house.ports.otpMac>) => ((looks += 1), house.ports.otpMac(...given)),
    };
    const given = { ...person, otp: person.token.wrongOtp(house.clock.now()), session: SESSION, visit: VISIT };
    const outcomes = await inParallel<object>(30, (index) => (index % 2 === 0 ? confirmUnlock(ports, given) : submitOtp(ports, given)));
    expect(looks).toBe(3);
    expect(outcomes.map(outcomeOf)).not.toContain('done');
    const right = { ...given, otp: person.token.otp(house.clock.now()) };
    expect(await confirmUnlock(ports, right)).toMatchObject({ code: 'unlock-not-confirmed', details: { left: 0 } });
    house.clock.advance(1000);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    expectDone(await confirmUnlock(ports, right));
  });

  test('another token of the account goes on signing in', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const second = await activatedToken(house, person);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    const given = { ...person, session: OTHER_SESSION, visit: VISIT };
    expectDone(await submitOtp(house.ports, { ...given, otp: second.otp(house.clock.now()) }));
    expect(await submitOtp(house.ports, { ...given, otp: person.token.otp(house.clock.now()) })).toMatchObject({ code: 'otp-refused' });
  });

  test('the page may show the code again in that session for ten minutes, without another issue, each view audited', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const issued = expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    const view = (session: FederationSessionRef) => viewUnlockCode(house.ports, { ...person, session, visit: VISIT });
    for (let turn = 0; turn < 6; turn += 1) {
      const shown = expectDone(await view(SESSION));
      expect([shown.code.reveal(), shown.link.reveal(), shown.serial, shown.confirmBy]).toEqual([
        issued.code.reveal(),
        issued.link.reveal(),
        issued.serial,
        issued.confirmBy,
      ]);
    }
    expect(await auditTrail(house, 'soft-token.view-unlock-code')).toHaveLength(6);
    expect(await view(OTHER_SESSION)).toMatchObject({ code: 'unlock-not-pending' });
    house.clock.advance(10 * MINUTE);
    expect(await view(SESSION)).toMatchObject({ code: 'unlock-not-pending' });
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    expectDone(await view(SESSION));
    expectDone(await confirmUnlock(house.ports, { ...person, otp: person.token.otp(house.clock.now()), session: SESSION, visit: VISIT }));
    expect(await view(SESSION)).toMatchObject({ code: 'unlock-not-pending' });
  });

  describe('the token’s own receipt', () => {
    test('of a newer epoch is the confirmation, and is taken again when it is sent again', async () => {
      const house = await testHouse(open);
      const person = await personWithToken(house);
      const { token } = person;
      expectDone(await unlock(house, person, { code: token.pinResetCode() }));
      token.commit();
      const receipt = token.receipt(2, house.clock.now());
      const outcomes = await inParallel(5, () => receiveReceipt(house.ports, { tokenId: token.tokenId, receipt, visit: VISIT }));
      expect(outcomes).toEqual(Array(5).fill({ kind: 'taken' }));
      expect(await stateOf(house, person)).toEqual({ is: 'ACTIVE' });
      expect(await auditTrail(house, 'soft-token.receipt')).toEqual(['soft-token.receipt done']);
    });

    test('of the locked epoch, of another token, or with a changed octet confirms nothing', async () => {
      const house = await testHouse(open);
      const person = await personWithToken(house);
      const other = await personWithToken(house, 'ben.strand');
      const { token } = person;
      token.commit();
      expectDone(await unlock(house, person, { code: token.pinResetCode() }));
      const locked = token.receipt(1, house.clock.now());
      token.commit();
      other.token.epoch = token.epoch;
      const good = token.receipt(2, house.clock.now());
      for (const receipt of [
        locked,
        other.token.receipt(2, house.clock.now()),
        { ...good, timeMs: good.timeMs + 1 },
        { ...good, epoch: 9 },
      ]) {
        const refused = await receiveReceipt(house.ports, { tokenId: token.tokenId, receipt, visit: VISIT });
        expect(refused).toMatchObject({ code: 'receipt-refused' });
      }
      expect(await receiveReceipt(house.ports, { tokenId: 'A'.repeat(22), receipt: good, visit: VISIT })).toMatchObject({
        code: 'receipt-refused',
      });
      expect(await stateOf(house, person)).toEqual({ is: 'UNLOCK_PENDING' });
    });
  });
});

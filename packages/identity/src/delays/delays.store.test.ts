import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { describe, expect, test } from 'vitest';
import {
  type DelayKind,
  type Factor,
  cancelDelay,
  cancelDelayByLink,
  cancelDelaysAtLevelTwo,
  changePassword,
  findRecoveryVerdict,
  freezeAccount,
  listDelays,
  makeRecoveryCodes,
  reportMisplaced,
  requestUnlock,
  revokeSoftToken,
  startActivation,
  startDelay,
  sweepDelays,
  viewActivation,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  PASSWORD,
  SESSION,
  type TestHouse,
  type TestPerson,
  type TestToken,
  VISIT,
  activatedToken,
  expectDone,
  inParallel,
  mailedCode,
  mailedCodes,
  otpProofOf,
  outcomeOf,
  personWithToken,
  proof,
  repairProofs,
  strongProofs,
  tally,
  testHouse,
  underPolicy,
} from '../testing/index.ts';
import { CLAIM, OTHER_CLAIM, askToWait } from '../testing/waiting.ts';
import type { NewDelay } from './start-delay.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

type Owner = TestPerson & { readonly token: TestToken };

interface Waiting {
  readonly house: TestHouse;
  readonly person: Owner;
  readonly delayId: string;
}

async function waiting(open: Parameters<typeof testHouse>[0], kind: NewDelay['kind'] = 'recovery-codes'): Promise<Waiting> {
  const house = underPolicy(await testHouse(open), 'strict');
  const person = await personWithToken(house);
  house.mailer.reset();
  return { house, person, delayId: (await askToWait(house, person, { kind })).delayId };
}

function standing({ house, person }: Pick<Waiting, 'house' | 'person'>) {
  return listDelays(house.ports, person).then(([delay]) => delay?.standing);
}

type Finish = (
  given: Pick<Waiting, 'house' | 'person'>,
  by: { readonly claim?: Secret<string>; readonly factors?: readonly Factor[] },
) => Promise<object>;

/** Each verb that can be waited for, done by somebody who has come back with these proofs, in this browser. */
const FINISH: Readonly<Record<NewDelay['kind'], Finish>> = {
  'new-soft-token': ({ house, person: { accountId } }, by) =>
    startActivation(house.ports, { accountId, actor: { kind: 'owner', ...givenNow(house, by), visit: VISIT } }),
  'unlock-token': ({ house, person: { accountId, token } }, by) =>
    requestUnlock(house.ports, { accountId, code: token.pinResetCode(), session: SESSION, ...givenNow(house, by), visit: VISIT }),
  'temporary-access': ({ house, person: { accountId, token } }, by) =>
    reportMisplaced(house.ports, { accountId, tokenId: token.tokenId, ...givenNow(house, by), visit: VISIT }),
  'recovery-codes': ({ house, person: { accountId } }, by) =>
    makeRecoveryCodes(house.ports, { accountId, session: SESSION, ...givenNow(house, by), visit: VISIT }),
};

function givenNow(house: TestHouse, { claim, factors = ['password'] }: Parameters<Finish>[1]) {
  return { claim, proofs: factors.map((factor) => proof(house, factor)) };
}

const KINDS = Object.keys(FINISH) as NewDelay['kind'][];

eachEngine('what waits', (open) => {
  describe.each(KINDS)('%s', (kind) => {
    test('is done exactly once, however many come for it at the same moment', async () => {
      const given = await waiting(open, kind);
      const { house } = given;
      house.clock.advance(DAY);
      const outcomes = await inParallel(10, () => FINISH[kind](given, { claim: CLAIM }));
      expect(outcomes.filter((outcome) => outcomeOf(outcome) === 'done')).toHaveLength(1);
      expect(await standing(given)).toEqual({ at: 'over', state: 'DONE' });
      // Past what so many tries have cost.
      house.clock.advance(HOUR);
      expect(outcomeOf(await FINISH[kind](given, { claim: CLAIM }))).toBe('step-up-needed');
      expect((await auditTrail(house, 'delay.execute')).filter((line) => line.endsWith('done'))).toHaveLength(1);
    });

    test('is not done early, nor by whoever only has the password: in another browser or without one', async () => {
      const given = await waiting(open, kind);
      const { house } = given;
      house.clock.advance(DAY - 1);
      expect(outcomeOf(await FINISH[kind](given, { claim: CLAIM }))).toBe('step-up-needed');
      house.clock.advance(1);
      expect(outcomeOf(await FINISH[kind](given, { claim: OTHER_CLAIM }))).toBe('step-up-needed');
      expect(outcomeOf(await FINISH[kind](given, {}))).toBe('step-up-needed');
      expect(outcomeOf(await FINISH[kind](given, { claim: CLAIM, factors: [] }))).toBe('step-up-needed');
      expect(await standing(given)).toMatchObject({ at: 'ripe' });
    });

    test('is done elsewhere by whoever proves as much again', async () => {
      const given = await waiting(open, kind);
      given.house.clock.advance(DAY);
      expect(outcomeOf(await FINISH[kind](given, { factors: ['password', 'recovery-code'] }))).toBe('done');
    });

    test('is over for good once it was stopped, the account was frozen, or it was left there too long', async () => {
      for (const [end, afterwards] of [
        ['stopped', 'delay-cancelled'],
        ['lapsed', 'delay-lapsed'],
        ['frozen', 'frozen'],
      ] as const) {
        const given = await waiting(open, kind);
        const { house, person, delayId } = given;
        house.clock.advance(DAY);
        if (end === 'stopped') expectDone(await cancelDelay(house.ports, { ...person, delayId, visit: VISIT }));
        if (end === 'frozen') expectDone(await freezeAccount(house.ports, { code: mailedCode(house, 'notice'), visit: VISIT }));
        if (end === 'lapsed') house.clock.advance(3 * DAY);
        expect([afterwards, outcomeOf(await FINISH[kind](given, { claim: CLAIM }))]).toEqual([afterwards, 'step-up-needed']);
        expect((await auditTrail(house, 'delay.execute')).filter((line) => line.endsWith('done'))).toEqual([]);
      }
    });

    test('waited for as one thing opens no other', async () => {
      const given = await waiting(open, kind);
      given.house.clock.advance(DAY);
      for (const other of KINDS.filter((one) => one !== kind))
        expect([other, outcomeOf(await FINISH[other](given, { claim: CLAIM }))]).toEqual([other, 'step-up-needed']);
      expect(await standing(given)).toMatchObject({ at: 'ripe' });
    });
  });

  test.each(Array.from({ length: 6 }, (_, index) => index))(
    'is either done or stopped when both come at the same moment, never both and never neither (%i)',
    async (index) => {
      const given = await waiting(open);
      const { house } = given;
      const code = mailedCode(house, 'delay');
      house.clock.advance(DAY);
      const finish = () => FINISH['recovery-codes'](given, { claim: CLAIM });
      const stop = () => cancelDelayByLink(house.ports, { code, visit: VISIT });
      const outcomes = await Promise.all<object>(index % 2 === 0 ? [finish(), stop()] : [stop(), finish()]);
      expect(outcomes.filter((outcome) => outcomeOf(outcome) === 'done')).toHaveLength(1);
      const made = await house.database.query.selectFrom('recovery_code_set').select('account_id').execute();
      expect(await standing(given)).toEqual({ at: 'over', state: made.length === 1 ? 'DONE' : 'CANCELLED' });
    },
  );

  test('is neither told nor done early, or again, when the clock steps back', async () => {
    const given = await waiting(open);
    const { house } = given;
    const start = house.clock.now();
    house.clock.set(start - 2 * HOUR);
    expect(await sweepDelays(house.ports)).toEqual({ told: 0, lapsed: 0 });
    expect(await standing(given)).toMatchObject({ at: 'waiting', leftMs: DAY + 2 * HOUR });
    house.clock.set(start + DAY);
    expect(await sweepDelays(house.ports)).toEqual({ told: 1, lapsed: 0 });
    house.clock.set(start + HOUR);
    house.clock.set(start + DAY + HOUR);
    expect(await sweepDelays(house.ports)).toEqual({ told: 0, lapsed: 0 });
  });

  test('is told to be ready once, by however many processes, and lapses after three days', async () => {
    const given = await waiting(open);
    const { house } = given;
    house.mailer.reset();
    house.clock.advance(DAY);
    const sweeps = await inParallel(4, () => sweepDelays(house.ports));
    expect(sweeps.reduce((sum, { told }) => sum + told, 0)).toBe(1);
    expect(house.mailer.sent.map((mail) => mail.subject)).toEqual(Array(2).fill('What you asked for is ready'));
    expect(house.mailer.sent[0]?.text).toContain('https://self.example/waiting\n');
    house.clock.advance(3 * DAY);
    expect(await standing(given)).toEqual({ at: 'over', state: 'LAPSED' });
    expect(await sweepDelays(house.ports)).toEqual({ told: 0, lapsed: 1 });
    expect(await auditTrail(house, 'delay.lapse')).toEqual(['delay.lapse done']);
    await askToWait(house, given.person, { kind: 'recovery-codes' });
  });

  test('waits once: ten requests at the same moment begin one', async () => {
    const house = underPolicy(await testHouse(open), 'strict');
    const person = await personWithToken(house);
    const proofs = [proof(house, 'password'), proof(house, 'recovery-code')];
    const request = { ...person, kind: 'unlock-token', proofs, claim: CLAIM, visit: VISIT } as const;
    const outcomes = await inParallel(10, () => startDelay(house.ports, request));
    expect(tally(outcomes)).toEqual({ done: 1, 'delay-waiting': 9 });
    expect(await listDelays(house.ports, person)).toHaveLength(1);
  });

  test('begins with neither less than the rules ask for, nor what needs no waiting', async () => {
    const house = underPolicy(await testHouse(open), 'strict');
    const { accountId } = await personWithToken(house);
    const begin = (kind: NewDelay['kind'], factors: readonly Factor[]) =>
      startDelay(house.ports, { accountId, kind, proofs: factors.map((factor) => proof(house, factor)), claim: CLAIM, visit: VISIT });
    for (const factors of [['password'], ['password', 'questions'], ['password', 'mailed-code'], ['password', 'soft-token-otp']] as const)
      expect(outcomeOf(await begin('recovery-codes', factors))).toBe('step-up-needed');
    expect(outcomeOf(await begin('temporary-access', ['password', 'temporary-access-code']))).toBe('step-up-needed');
  });

  test('is told to every address at once, each with a link of its own that stops it once', async () => {
    const given = await waiting(open);
    const { house } = given;
    const codes = mailedCodes(house, 'delay');
    expect([...codes.keys()]).toEqual(['ada.quay@northwind.example', 'ada.quay@home.example']);
    expect(house.mailer.sent[0]?.text).toContain('from 6 January 2026 at 09:00 (UTC) on');
    const stop = (code: Secret<string>) => cancelDelayByLink(house.ports, { code, visit: VISIT });
    const [first, second] = [...codes.values()];
    if (!first || !second) throw new Error('two addresses were told');
    expect(tally(await inParallel(10, () => stop(first)))).toEqual({ done: 1, 'delay-over': 9 });
    expect(await stop(second)).toMatchObject({ code: 'delay-over' });
    expect(await standing(given)).toEqual({ at: 'over', state: 'CANCELLED' });
  });

  test('is not stopped with the link of another thing, nor by another account', async () => {
    const given = await waiting(open);
    const { house, delayId } = given;
    const notice = mailedCode(house, 'notice');
    expect(await cancelDelayByLink(house.ports, { code: notice, visit: VISIT })).toMatchObject({ code: 'delay-link-not-valid' });
    expect(await freezeAccount(house.ports, { code: mailedCode(house, 'delay'), visit: VISIT })).toMatchObject({
      code: 'notice-link-not-valid',
    });
    const eve = await personWithToken(house, 'eve.harbour');
    expect(await cancelDelay(house.ports, { accountId: eve.accountId, visit: VISIT, delayId })).toMatchObject({ code: 'delay-over' });
    house.clock.advance(DAY);
    expect(outcomeOf(await FINISH['recovery-codes']({ house, person: eve }, { claim: CLAIM }))).toBe('step-up-needed');
    expect(await standing(given)).toMatchObject({ at: 'ripe' });
  });

  test('is stopped by password and soft token, and by nothing that would have to wait itself', async () => {
    const given = await waiting(open);
    const { house, person, delayId } = given;
    const stopBy = (...factors: readonly Factor[]) =>
      cancelDelaysAtLevelTwo(house.ports, { ...person, proofs: factors.map((factor) => proof(house, factor)), visit: VISIT });
    expect(await stopBy('password', 'questions')).toEqual({ cancelled: 0 });
    expect(await stopBy('password', 'recovery-code')).toEqual({ cancelled: 0 });
    expect(await standing(given)).toMatchObject({ at: 'waiting' });
    const outcomes = await inParallel(3, () => stopBy('password', 'soft-token-otp'));
    expect(outcomes.reduce((sum, { cancelled }) => sum + cancelled, 0)).toBe(1);
    expect(await cancelDelay(house.ports, { ...person, delayId, visit: VISIT })).toMatchObject({ code: 'delay-over' });
  });

  test('ends with the password by which it was asked for', async () => {
    const given = await waiting(open);
    const { house, person } = given;
    const newPassword = new Secret('seventeen brass anchors');
    expectDone(await changePassword(house.ports, { ...person, currentPassword: PASSWORD, newPassword, visit: VISIT }));
    expect(await standing(given)).toEqual({ at: 'over', state: 'CANCELLED' });
  });

  test('opens nothing when the token is revoked whose one-time password was given', async () => {
    const house = underPolicy(await testHouse(open), 'strict');
    const person = await personWithToken(house);
    const second = await activatedToken(house, person);
    const { accountId } = person;
    // One-time password and temporary access code: two ways, and none of them knowledge.
    const proofs = [otpProofOf(house, second), proof(house, 'temporary-access-code')];
    expectDone(await startDelay(house.ports, { accountId, kind: 'recovery-codes', proofs, claim: CLAIM, visit: VISIT }));
    const revoking = { accountId, tokenId: second.tokenId, proofs: strongProofs(house), visit: VISIT };
    house.clock.advance(DAY);
    expect(await verdict('recovery-codes')).toBe('allowed');
    expectDone(await revokeSoftToken(house.ports, { ...revoking, proofs: strongProofs(house) }));
    expect(await verdict('recovery-codes')).toBe('needed');
    expect(outcomeOf(await FINISH['recovery-codes']({ house, person }, { claim: CLAIM }))).toBe('step-up-needed');

    async function verdict(waitedAs: DelayKind) {
      const given = { accountId, act: 'replace-credential', waitedAs, claim: CLAIM, proofs: [proof(house, 'password')] } as const;
      return (await findRecoveryVerdict(house.ports, given)).kind;
    }
  });

  test('waits on when the policy asks for a longer delay by the time it is ripe', async () => {
    const mild = await testHouse(open);
    const person = await personWithToken(mild);
    await askToWait(mild, person, { kind: 'recovery-codes', factors: ['password', 'recovery-contact'] });
    mild.clock.advance(8 * HOUR);
    const strict = underPolicy(mild, 'strict');
    expect(outcomeOf(await FINISH['recovery-codes']({ house: strict, person }, { claim: CLAIM }))).toBe('step-up-needed');
    mild.clock.advance(16 * HOUR);
    expect(outcomeOf(await FINISH['recovery-codes']({ house: strict, person }, { claim: CLAIM }))).toBe('done');
  });

  test('keeps a code that was misread from using it up', async () => {
    const given = await waiting(open, 'unlock-token');
    const { house, person } = given;
    const other = await personWithToken(house, 'eve.harbour');
    house.clock.advance(DAY);
    const { accountId } = person;
    const misread = { accountId, code: other.token.pinResetCode(), session: SESSION, ...givenNow(house, { claim: CLAIM }), visit: VISIT };
    expect(await requestUnlock(house.ports, misread)).toMatchObject({ code: 'prc-no-match' });
    expect(outcomeOf(await FINISH['unlock-token'](given, { claim: CLAIM }))).toBe('done');
  });

  test('keeps its payload sealed to its row', async () => {
    const { house, delayId } = await waiting(open);
    const row = await house.database.query.selectFrom('delayed_act').select('sealed_payload').executeTakeFirst();
    expect(Buffer.from(row?.sealed_payload ?? []).toString('latin1')).not.toContain('recovery-code');
    const place = { table: 'delayed_act', column: 'sealed_payload', row: `${delayId}x` };
    expect(() => house.ports.sealer.open({ sealed: row?.sealed_payload ?? new Uint8Array(), place })).toThrow();
  });

  test('for a new soft token becomes one activation', async () => {
    const given = await waiting(open, 'new-soft-token');
    const { house, person } = given;
    house.clock.advance(DAY);
    await inParallel(4, () => FINISH['new-soft-token'](given, { claim: CLAIM }));
    expect(await viewActivation(house.ports, person)).toMatchObject({ at: 'waiting-for-app' });
    const activations = await house.database.query.selectFrom('activation').select('state').where('state', '=', 'OPEN').execute();
    expect(activations).toHaveLength(1);
  });

  test('needs no answer to questions under a policy that accepts none: those who gave them wait for nothing', async () => {
    const house = underPolicy(await testHouse(open), 'modern');
    const { accountId } = await personWithToken(house);
    const proofs = repairProofs(house);
    expect(outcomeOf(await startDelay(house.ports, { accountId, kind: 'unlock-token', proofs, claim: CLAIM, visit: VISIT }))).toBe(
      'step-up-needed',
    );
  });
});

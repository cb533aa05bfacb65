import type { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type DelayedActs,
  activateAfterDelay,
  cancelDelay,
  cancelDelayByLink,
  cancelDelaysAtLevelTwo,
  executeDelay,
  executeRipeDelays,
  freezeAccount,
  listDelays,
  startDelay,
  viewActivation,
} from '../index.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  type TestHouse,
  type TestPerson,
  VISIT,
  expectDone,
  inParallel,
  mailedCode,
  mailedCodes,
  personWithPassword,
  personWithToken,
  proof,
  tally,
  testHouse,
} from '../testing/index.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const REAL: DelayedActs = { 'new-soft-token': activateAfterDelay };

interface Waiting {
  readonly house: TestHouse;
  readonly person: TestPerson;
  readonly delayId: Awaited<ReturnType<typeof listDelays>>[number]['delayId'];
}

async function waiting(open: Parameters<typeof testHouse>[0], payload = '{"because":"lost"}'): Promise<Waiting> {
  const house = await testHouse(open);
  const person = await personWithToken(house);
  house.mailer.reset();
  const begun = expectDone(await startDelay(house.ports, { ...person, kind: 'new-soft-token', payload, delayMs: DAY, visit: VISIT }));
  return { house, person, delayId: begun.delayId };
}

/** A verb that writes down what it did, in the transaction that settles. */
function recordingActs(done: string[], refusal?: Refusal): DelayedActs {
  return {
    'new-soft-token': (ports, act) =>
      ports.database.transact(async (tx) => {
        if (refusal) return refusal;
        if (!(await act.settle(tx))) return 'not-settled';
        done.push(act.payload);
        return 'done';
      }),
  };
}

function standing({ house, person }: Waiting) {
  return listDelays(house.ports, person).then(([delay]) => delay?.standing);
}

eachEngine('what waits', (open) => {
  test('is done exactly once when the person and three sweeps come at the same moment', async () => {
    const given = await waiting(open);
    const { house, person, delayId } = given;
    const done: string[] = [];
    const acts = recordingActs(done);
    house.clock.advance(DAY);
    const owner = { accountId: person.accountId, visit: VISIT };
    await inParallel<object>(13, (index) =>
      index < 10 ? executeDelay(house.ports, acts, { delayId, owner }) : executeRipeDelays(house.ports, acts),
    );
    expect(done).toEqual(['{"because":"lost"}']);
    expect(await standing(given)).toEqual({ at: 'over', state: 'DONE' });
  });

  test.each(Array.from({ length: 6 }, (_, index) => index))(
    'is either done or stopped when both come at the same moment, never both and never neither (%i)',
    async (index) => {
      const given = await waiting(open);
      const { house, delayId } = given;
      const code = mailedCode(house, 'delay');
      const done: string[] = [];
      house.clock.advance(DAY);
      const execute = () => executeDelay(house.ports, recordingActs(done), { delayId });
      const stop = () => cancelDelayByLink(house.ports, { code, visit: VISIT });
      const outcomes = await Promise.all(index % 2 === 0 ? [execute(), stop()] : [stop(), execute()]);
      expect(tally(outcomes)).toEqual({ done: 1, 'delay-over': 1 });
      expect(await standing(given)).toEqual({ at: 'over', state: done.length === 1 ? 'DONE' : 'CANCELLED' });
    },
  );

  test('is done neither early nor again when the clock steps back', async () => {
    const given = await waiting(open);
    const { house, delayId } = given;
    const done: string[] = [];
    const acts = recordingActs(done);
    const start = house.clock.now();
    house.clock.set(start + DAY - 1);
    expect(await executeDelay(house.ports, acts, { delayId })).toMatchObject({ code: 'delay-not-ripe', details: { until: start + DAY } });
    house.clock.set(start - 2 * HOUR);
    await executeRipeDelays(house.ports, acts);
    expect(await standing(given)).toMatchObject({ at: 'waiting', leftMs: DAY + 2 * HOUR });
    house.clock.set(start + DAY);
    expect(await executeRipeDelays(house.ports, acts)).toEqual({ executed: 1 });
    house.clock.set(start + HOUR);
    house.clock.set(start + 2 * DAY);
    expect(await executeRipeDelays(house.ports, acts)).toEqual({ executed: 0 });
    expect(done).toHaveLength(1);
  });

  test('waits once: ten requests at the same moment begin one', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const request = { ...person, kind: 'new-soft-token', payload: '', delayMs: DAY, visit: VISIT } as const;
    const outcomes = await inParallel(10, () => startDelay(house.ports, request));
    expect(tally(outcomes)).toEqual({ done: 1, 'delay-waiting': 9 });
    expect(await listDelays(house.ports, person)).toHaveLength(1);
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

  test('is not stopped with the link of another thing, nor done or stopped by another account', async () => {
    const given = await waiting(open);
    const { house, delayId } = given;
    const notice = mailedCode(house, 'notice');
    expect(await cancelDelayByLink(house.ports, { code: notice, visit: VISIT })).toMatchObject({ code: 'delay-link-not-valid' });
    expect(await freezeAccount(house.ports, { code: mailedCode(house, 'delay'), visit: VISIT })).toMatchObject({
      code: 'notice-link-not-valid',
    });
    const eve = await personWithPassword(house, 'eve.harbour');
    house.clock.advance(DAY);
    const owner = { accountId: eve.accountId, visit: VISIT };
    expect(await executeDelay(house.ports, REAL, { delayId, owner })).toMatchObject({ code: 'delay-not-found' });
    expect(await cancelDelay(house.ports, { ...owner, delayId })).toMatchObject({ code: 'delay-over' });
    expect(await standing(given)).toEqual({ at: 'ripe' });
  });

  test('is stopped by its owner, and by a sign-in at level 2, but not by one at level 1', async () => {
    const given = await waiting(open);
    const { house, person, delayId } = given;
    const level1 = [proof(house, 'password'), proof(house, 'questions')];
    expect(await cancelDelaysAtLevelTwo(house.ports, { ...person, proofs: level1, visit: VISIT })).toEqual({ cancelled: 0 });
    expect(await standing(given)).toMatchObject({ at: 'waiting' });
    const level2 = [proof(house, 'password'), proof(house, 'soft-token-otp')];
    const outcomes = await inParallel(3, () => cancelDelaysAtLevelTwo(house.ports, { ...person, proofs: level2, visit: VISIT }));
    expect(outcomes.reduce((sum, { cancelled }) => sum + cancelled, 0)).toBe(1);
    expect(await cancelDelay(house.ports, { ...person, delayId, visit: VISIT })).toMatchObject({ code: 'delay-over' });
  });

  test('of a frozen account is over for good', async () => {
    const given = await waiting(open);
    const { house, delayId } = given;
    expectDone(await freezeAccount(house.ports, { code: mailedCode(house, 'notice'), visit: VISIT }));
    house.clock.advance(DAY);
    expect(await executeDelay(house.ports, REAL, { delayId })).toMatchObject({ code: 'delay-over' });
  });

  test('keeps its payload sealed to its row', async () => {
    const { house, delayId } = await waiting(open, 'a payload nobody reads');
    const row = await house.database.query.selectFrom('delayed_act').select('sealed_payload').executeTakeFirst();
    expect(Buffer.from(row?.sealed_payload ?? []).toString('latin1')).not.toContain('payload');
    const place = { table: 'delayed_act', column: 'sealed_payload', row: `${delayId}x` };
    expect(() => house.ports.sealer.open({ sealed: row?.sealed_payload ?? new Uint8Array(), place })).toThrow();
  });

  test('whose verb is busy is tried again; whose verb refuses is over, and the audit log says why', async () => {
    const given = await waiting(open);
    const { house } = given;
    house.clock.advance(DAY);
    await executeRipeDelays(house.ports, recordingActs([], refuse('busy', 'queue full')));
    expect(await standing(given)).toEqual({ at: 'ripe' });
    await executeRipeDelays(house.ports, recordingActs([], refuse('step-up-needed', 'changed policy')));
    expect(await standing(given)).toEqual({ at: 'over', state: 'REFUSED' });
    expect(await auditTrail(house, 'delay.execute')).toEqual(['delay.execute refused: step-up-needed: changed policy']);
  });

  test('with a payload that is too long is a bug of the caller', async () => {
    await expect(waiting(open, 'x'.repeat(2049))).rejects.toThrow(RangeError);
  });
});

eachEngine('a new soft token that was waited for', (open) => {
  test('is an activation, once, for three days, and every address is told', async () => {
    const given = await waiting(open);
    const { house, person } = given;
    house.mailer.reset();
    house.clock.advance(DAY);
    const sweeps = await inParallel(4, () => executeRipeDelays(house.ports, REAL));
    expect(sweeps.reduce((sum, { executed }) => sum + executed, 0)).toBe(1);
    expect(house.mailer.sent.map((mail) => mail.subject)).toEqual(Array(2).fill('What you asked for is ready'));
    const progress = await viewActivation(house.ports, person);
    expect(progress).toMatchObject({ at: 'waiting-for-app', offer: { expiresAt: house.clock.now() + 3 * DAY } });
    expect(await auditTrail(house, 'delay.execute')).toEqual(['delay.execute done']);
    const activations = await house.database.query.selectFrom('activation').select('state').where('state', '=', 'OPEN').execute();
    expect(activations).toHaveLength(1);
  });
});

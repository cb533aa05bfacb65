import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type PlatformSchema, openDatabase, platformMigrations } from '@sallyport/platform';
import { emptyDatabaseUrl } from '@sallyport/platform/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type IdentitySchema, identityMigrations, requestUnlock } from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  SESSION,
  type TestHouse,
  VISIT,
  expectDone,
  houseOn,
  personWithPassword,
  personWithToken,
  repairProofs,
} from '../testing/index.ts';
import { addPasskey, askAnybody } from '../testing/test-passkeys.ts';
import type { Race } from '../testing/racing-process.ts';

const RACER = fileURLToPath(new URL('../testing/racing-process.ts', import.meta.url));

async function sharedHouse(): Promise<{ readonly house: TestHouse; readonly databaseUrl: string }> {
  const databaseUrl = await emptyDatabaseUrl('postgresql');
  const database = await openDatabase<PlatformSchema & IdentitySchema>({
    url: databaseUrl,
    migrations: [platformMigrations, identityMigrations],
  });
  onTestFinished(() => database.close());
  return { house: houseOn(database), databaseUrl };
}

/** Lets two processes do the same at the same moment; answers how often each outcome came. */
async function raceInTwoProcesses(race: Race): Promise<Readonly<Record<string, number>>> {
  const racers = await Promise.all([startRacer(race), startRacer(race)]);
  const reports = racers.map((racer) => once(racer, 'message'));
  for (const racer of racers) racer.send('go');
  const outcomes = (await Promise.all(reports)).flatMap(([report]) => report as string[]);
  return Object.fromEntries([...new Set(outcomes)].map((code) => [code, outcomes.filter((outcome) => outcome === code).length]));
}

async function startRacer(race: Race): Promise<ChildProcess> {
  const racer = fork(RACER, { execArgv: [] });
  onTestFinished(() => void racer.kill());
  const ready = once(racer, 'message');
  racer.send(race);
  await ready;
  return racer;
}

describe('two server processes on one PostgreSQL database', () => {
  test('accept one one-time password once between them', async () => {
    const { house, databaseUrl } = await sharedHouse();
    const { accountId, token } = await personWithToken(house);
    const now = house.clock.now();
    // Two in each: all four stay within the budget, so it is the burnt time step that refuses.
    const codes = Array<string>(2).fill(token.otp(now));
    const outcomes = await raceInTwoProcesses({ databaseUrl, now, accountId, codes, verb: 'submitOtp' });
    expect(outcomes).toEqual({ done: 1, 'otp-refused': 3 });
  });

  test('look at five guesses at a one-time password between them', async () => {
    const { house, databaseUrl } = await sharedHouse();
    const { accountId, token } = await personWithToken(house);
    const now = house.clock.now();
    const codes = Array<string>(20).fill(token.wrongOtp(now));
    const outcomes = await raceInTwoProcesses({ databaseUrl, now, accountId, codes, verb: 'submitOtp' });
    expect(outcomes).toEqual({ 'otp-refused': 5, 'too-many-attempts': 35 });
  });

  test('look at five guesses at a PIN Reset Code between them', async () => {
    const { house, databaseUrl } = await sharedHouse();
    const { accountId, token } = await personWithToken(house);
    const codes = Array.from({ length: 20 }, (_, index) => token.forgedPinResetCode(index).reveal());
    const outcomes = await raceInTwoProcesses({ databaseUrl, now: house.clock.now(), accountId, codes, verb: 'requestUnlock' });
    expect(outcomes).toEqual({ 'prc-no-match': 5, 'too-many-attempts': 35 });
  });

  test('issue one unlock code three times between them', async () => {
    const { house, databaseUrl } = await sharedHouse();
    const { accountId, token } = await personWithToken(house);
    const codes = Array<string>(4).fill(token.pinResetCode().reveal());
    const outcomes = await raceInTwoProcesses({ databaseUrl, now: house.clock.now(), accountId, codes, verb: 'requestUnlock' });
    expect(outcomes['done']).toBe(3);
  });

  test('let one answer of a passkey sign in once between them', async () => {
    const { house, databaseUrl } = await sharedHouse();
    const person = await personWithPassword(house);
    const { device } = await addPasskey(house, person);
    const answer = JSON.stringify(device.get(await askAnybody(house, SESSION)));
    const race = { databaseUrl, now: house.clock.now(), accountId: person.accountId, verb: 'signInWithPasskey' } as const;
    expect(await raceInTwoProcesses({ ...race, codes: Array<string>(10).fill(answer) })).toEqual({ done: 1, 'passkey-not-expected': 19 });
  });

  test('take one of two answers of a passkey that have the same count', async () => {
    const { house, databaseUrl } = await sharedHouse();
    const person = await personWithPassword(house);
    const { device } = await addPasskey(house, person);
    const asked = await askAnybody(house, SESSION);
    // Another challenge for the same sign-in: the table has room for what the verb would have replaced.
    const other = await askAnybody(house, 'elsewhere');
    await house.database.transact((tx) =>
      tx.query.updateTable('passkey_challenge').set({ session: SESSION }).where('session', '=', 'elsewhere').execute(),
    );
    const codes = [asked, other].map((options) => JSON.stringify(device.get(options, { signCount: 9 })));
    const race = { databaseUrl, now: house.clock.now(), accountId: person.accountId, verb: 'signInWithPasskey' } as const;
    const outcomes = await raceInTwoProcesses({ ...race, codes });
    expect(outcomes['done']).toBe(1);
    expect(await auditTrail(house, 'passkey.suspend')).toHaveLength(1);
  });

  test('look at three guesses at the confirmation between them', async () => {
    const { house, databaseUrl } = await sharedHouse();
    const { accountId, token } = await personWithToken(house);
    const proofs = repairProofs(house);
    expectDone(await requestUnlock(house.ports, { accountId, code: token.pinResetCode(), session: SESSION, proofs, visit: VISIT }));
    const now = house.clock.now();
    const codes = Array<string>(10).fill(token.wrongOtp(now));
    const outcomes = await raceInTwoProcesses({ databaseUrl, now, accountId, codes, verb: 'confirmUnlock' });
    expect(outcomes).toEqual({ 'unlock-not-confirmed': 20 });
    const reasons = await auditTrail(house, 'soft-token.confirm-unlock');
    expect(reasons.filter((reason) => reason.endsWith('wrong-code'))).toHaveLength(3);
    expect(reasons.filter((reason) => reason.endsWith('tries spent'))).toHaveLength(17);
  });
});

import { type PasskeyAssertionFields, type PlatformSchema, Secret, openDatabase, platformMigrations } from '@sallyport/platform';
import {
  type AccountId,
  type IdentityPorts,
  type IdentitySchema,
  confirmUnlock,
  identityMigrations,
  requestUnlock,
  signInWithPasskey,
  submitOtp,
} from '../index.ts';
import { countingHasher } from './counting-hasher.ts';
import { outcomeOf } from './outcomes.ts';
import { recordingMailer } from './recording-mailer.ts';
import { SESSION, VISIT, testPorts } from './test-ports.ts';

/**
 * A server process of its own for tests of races: told what to do by its parent, it opens the database, says that it is ready, waits
 * for the start signal, does everything at once and reports the outcomes.
 */
export interface Race {
  readonly databaseUrl: string;
  readonly now: number;
  readonly accountId: AccountId;
  readonly verb: 'submitOtp' | 'confirmUnlock' | 'requestUnlock' | 'signInWithPasskey';
  /** Each is submitted once, all at the same moment; what a device has signed, as JSON. */
  readonly codes: readonly string[];
}

process.once('message', (race: Race) => {
  void run(race);
});

async function run(race: Race): Promise<void> {
  const database = await openDatabase<PlatformSchema & IdentitySchema>({
    url: race.databaseUrl,
    migrations: [platformMigrations, identityMigrations],
  });
  const ports = testPorts({ database, clock: { now: () => race.now }, passwordHasher: countingHasher(), mailer: recordingMailer() });
  const started = new Promise((resolve) => process.once('message', resolve));
  process.send?.('ready');
  await started;
  const outcomes = await Promise.all(race.codes.map((code) => submit(ports, race, code)));
  await database.close();
  process.send?.(outcomes.map(outcomeOf));
  process.disconnect();
}

function submit(ports: IdentityPorts, race: Race, code: string): Promise<object> {
  const given = { accountId: race.accountId, session: SESSION, visit: VISIT };
  switch (race.verb) {
    case 'submitOtp':
      return submitOtp(ports, { ...given, otp: code });
    case 'confirmUnlock':
      return confirmUnlock(ports, { ...given, otp: code });
    case 'requestUnlock': {
      const proofs = (['password', 'questions'] as const).map((factor) => ({ factor, at: race.now, network: VISIT.address }));
      return requestUnlock(ports, { ...given, code: new Secret(code), proofs });
    }
    case 'signInWithPasskey':
      return signInWithPasskey(ports, { ...given, fields: JSON.parse(code) as PasskeyAssertionFields });
  }
}

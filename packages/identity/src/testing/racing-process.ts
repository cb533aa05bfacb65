import { type Database, type PlatformSchema, openDatabase, platformMigrations } from '@sallyport/platform';
import { type IdentitySchema, identityMigrations } from '../index.ts';
import { countingHasher } from './counting-hasher.ts';
import { outcomeOf } from './outcomes.ts';
import { RACING_VERBS, type RacingVerb, type Submission } from './racing-verbs.ts';
import { recordingMailer } from './recording-mailer.ts';
import { testPorts } from './test-ports.ts';

/**
 * A server process of its own for tests of races: told what to do by its parent, it opens the database unless it has it open from the race before, says that it is ready, waits
 * for the start signal, does everything at once and reports the outcomes; then it waits for the next race.
 */
export interface Race {
  readonly databaseUrl: string;
  readonly now: number;
  readonly verb: RacingVerb;
  /** All are handed in at the same moment. */
  readonly submissions: readonly Submission[];
}

type OpenDatabase = Database<PlatformSchema & IdentitySchema>;

const open = new Map<string, OpenDatabase>();

async function databaseAt(url: string): Promise<OpenDatabase> {
  const database = open.get(url) ?? (await openDatabase({ url, migrations: [platformMigrations, identityMigrations] }));
  open.set(url, database);
  return database;
}

async function run({ databaseUrl, now, verb, submissions }: Race): Promise<void> {
  const database = await databaseAt(databaseUrl);
  const ports = testPorts({ database, clock: { now: () => now }, passwordHasher: countingHasher(), mailer: recordingMailer() });
  const started = new Promise((resolve) => process.once('message', resolve));
  process.send?.('ready');
  await started;
  const outcomes = await Promise.all(submissions.map((submission) => RACING_VERBS[verb](ports, submission)));
  process.once('message', (race: Race) => void run(race));
  process.send?.(outcomes.map(outcomeOf));
}

process.once('message', (race: Race) => void run(race));

import { join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { asFederationSessionRef, submitOtp } from '@sallyport/identity';
import { manualClock } from '@sallyport/platform/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPeople, done } from '../house/people.ts';
import { activateSoftToken } from '../house/soft-tokens.ts';
import { type TemporaryInstallation, temporaryInstallation } from '../house/temporary-installation.ts';
import { BareValidations } from './bare-validations.ts';

const STEP_MS = 30_000;
const clock = manualClock(Date.UTC(2026, 0, 5, 9));
let house: TemporaryInstallation;
let bareFile: string;
let bare: BareValidations;

beforeEach(async () => {
  house = await temporaryInstallation(clock);
  bareFile = join(house.folder, 'limit.db');
});

afterEach(async () => {
  bare.close();
  await house.remove();
});

type Row = Readonly<Record<string, SQLOutputValue>>;

/** Every row of every table, under its table and row number. */
function rowsIn(file: string): ReadonlyMap<string, Row> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_schema where type = 'table' order by name").all();
    return new Map(
      tables.flatMap(({ name }) =>
        database
          .prepare(`select rowid as row_number, * from "${String(name)}"`)
          .all()
          .map((row) => [`${String(name)} ${String(row['row_number'])}`, row] as const),
      ),
    );
  } finally {
    database.close();
  }
}

/** The rows that are new or no longer the same. A link is a hash, which the limit does not compute: of it only the size is told. */
function changes(before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>): object {
  expect([...before.keys()].filter((key) => !after.has(key))).toEqual([]);
  const told = (row: Row) => ({ ...row, link: row['link'] instanceof Uint8Array ? row['link'].length : undefined });
  const changed = [...after].filter(([key, row]) => JSON.stringify(row) !== JSON.stringify(before.get(key)));
  return Object.fromEntries(changed.map(([key, row]) => [key, told(row)]));
}

test('a bare validation leaves in the database what the validation of the store leaves there', async () => {
  const { identity } = house.installation;
  const [person] = await createPeople(identity, 1);
  if (!person) throw new Error('nobody was created');
  const token = await activateSoftToken(identity, person);
  const { allowed, windowMs } = identity.policy.otpBudget;
  const now = clock.now();
  bare = await BareValidations.onCopy({ source: house.databaseFile, file: bareFile, at: now, endsAt: now + windowMs, allowed });
  const before = rowsIn(house.databaseFile);
  expect(changes(before, rowsIn(bareFile))).toEqual({});

  await bare.validate(0);
  const { accountId, address } = person;
  const otp = token.otpAt(now + STEP_MS);
  done(await submitOtp(identity, { accountId, otp, session: asFederationSessionRef('benchmark'), visit: { address } }));

  const left = changes(before, rowsIn(house.databaseFile));
  expect(Object.keys(left).map((key) => key.split(' ')[0])).toEqual(['audit_event', 'audit_head', 'soft_token']);
  expect(changes(before, rowsIn(bareFile))).toEqual(left);
});

import { createHash } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import type { Connection } from './connection.ts';
import type { Engine } from './database.ts';
import { DatabaseUnusable } from './errors.ts';
import type { Migration, MigrationSet } from './migrations.ts';
import { schemaTools } from './schema-tools.ts';
import type { Access } from './open-database.ts';

const LEDGER = 'schema_migration';

/** One migration as it would run on this engine. */
interface Step {
  readonly room: string;
  readonly number: number;
  readonly name: string;
  readonly statements: readonly CompiledQuery[];
  readonly checksum: string;
}

type Recorded = Pick<Step, 'room' | 'number' | 'name' | 'checksum'>;

/**
 * Compares the migrations this version knows with those the database has been through, and runs what is missing. Call it inside a
 * transaction that nobody else can be in. Throws `DatabaseUnusable` rather than touch a schema it does not know.
 */
export async function bringUpToDate(
  connection: Connection,
  sets: readonly MigrationSet[],
  access: Exclude<Access, 'beside'>,
): Promise<void> {
  const steps = sets.flatMap((set) => stepsOf(set, connection.engine));
  const recorded = await readLedger(connection);
  refuseUnknown(recorded ?? [], steps, access === 'read-only' ? new Set(sets.map((set) => set.room)) : undefined);
  const missing = steps.filter((step) => !recorded?.some((past) => isSame(past, step)));
  const [first] = missing;
  if (!first) return;
  if (access !== 'migrate') {
    throw new DatabaseUnusable(
      'schema-behind',
      `The database has not seen migration ${title(first)} yet. Run "sallyport migrate", then start again.`,
    );
  }
  if (!recorded) await createLedger(connection);
  for (const step of missing) await runStep(connection, step);
}

/** The checksum of every migration, so that a room can pin its published ones in a test. */
export function checksums(set: MigrationSet, engine: Engine): Record<string, string> {
  return Object.fromEntries(stepsOf(set, engine).map((step) => [title(step), step.checksum]));
}

function stepsOf({ room, migrations }: MigrationSet, engine: Engine): Step[] {
  return migrations.map((migration, index) => {
    if (migration.number !== index + 1) throw new TypeError(`The migrations of ${room} are not numbered 1, 2, 3 … at ${migration.name}.`);
    const statements = migration.up(schemaTools(engine)).map((statement) => statement.compile());
    refuseDeferrable(migration, statements);
    return { room, number: migration.number, name: migration.name, statements, checksum: checksum(statements) };
  });
}

function refuseDeferrable(migration: Migration, statements: readonly CompiledQuery[]): void {
  if (!statements.some(({ sql }) => /\bdeferr(ed|able)\b/i.test(sql))) return;
  throw new TypeError(
    `Migration ${migration.name} has a deferrable constraint: it would fail at the commit, which on SQLite is everybody's.`,
  );
}

function checksum(statements: readonly CompiledQuery[]): string {
  const text = JSON.stringify(statements.map(({ sql, parameters }) => [sql, parameters]));
  return createHash('sha256').update(text).digest('hex');
}

function refuseUnknown(recorded: readonly Recorded[], steps: readonly Step[], onlyRooms: ReadonlySet<string> | undefined): void {
  for (const past of recorded) {
    if (onlyRooms && !onlyRooms.has(past.room)) continue;
    const step = steps.find((known) => isSame(known, past));
    if (!step) {
      throw new DatabaseUnusable(
        'schema-unknown',
        `The database has been through migration ${title(past)}, which this version does not know. It belongs to a newer version: start that one, or restore the backup made before the upgrade.`,
      );
    }
    if (step.checksum !== past.checksum || step.name !== past.name) {
      throw new DatabaseUnusable(
        'schema-changed',
        `Migration ${title(past)} is not the one this database has been through (${title(step)} differs). This build has a changed history: use a released version.`,
      );
    }
  }
}

function isSame(a: Recorded, b: Recorded): boolean {
  return a.room === b.room && a.number === b.number;
}

function title({ room, number, name }: Recorded | Step): string {
  return `${room}/${number.toString().padStart(3, '0')}-${name}`;
}

/** Undefined for an empty database; refuses one that holds somebody else's tables. */
async function readLedger(connection: Connection): Promise<Recorded[] | undefined> {
  const tables = await tableNames(connection);
  if (tables.includes(LEDGER)) {
    const { rows } = await connection.execute<Recorded>(
      CompiledQuery.raw(`select room, number, name, checksum from ${LEDGER} order by room, number`),
    );
    return rows;
  }
  if (tables.length === 0) return undefined;
  throw new DatabaseUnusable(
    'schema-unknown',
    `The database holds tables that are not Sallyport's (${tables.slice(0, 3).join(', ')}). Name an empty database in the configuration.`,
  );
}

async function tableNames(connection: Connection): Promise<string[]> {
  const text =
    connection.engine === 'sqlite'
      ? `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`
      : 'select tablename as name from pg_tables where schemaname = current_schema() order by tablename';
  const { rows } = await connection.execute<{ name: string }>(CompiledQuery.raw(text));
  return rows.map((row) => row.name);
}

async function createLedger(connection: Connection): Promise<void> {
  const { table, column } = schemaTools(connection.engine);
  const ledger = table(LEDGER)
    .addColumn('room', column.text, (c) => c.notNull())
    .addColumn('number', column.count, (c) => c.notNull())
    .addColumn('name', column.text, (c) => c.notNull())
    .addColumn('checksum', column.text, (c) => c.notNull())
    .addPrimaryKeyConstraint('schema_migration_key', ['room', 'number']);
  await connection.execute(ledger.compile());
}

async function runStep(connection: Connection, step: Step): Promise<void> {
  for (const statement of step.statements) await connection.execute(statement);
  const { room, number, name, checksum } = step;
  const places = connection.engine === 'sqlite' ? '?, ?, ?, ?' : '$1, $2, $3, $4';
  const record = CompiledQuery.raw(`insert into ${LEDGER} (room, number, name, checksum) values (${places})`, [
    room,
    number,
    name,
    checksum,
  ]);
  await connection.execute(record);
}

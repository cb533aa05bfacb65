import { expect, test } from 'vitest';
import { type Database, type Engine, openDatabase } from '../database/index.ts';
import { platformMigrations } from '../migrations/index.ts';
import type { PlatformSchema } from '../schema.ts';
import { type ChildScript, runChildScript } from '../testing/child-script.ts';
import { eachEngine, emptyDatabaseUrl } from '../testing/index.ts';
import { runSql } from '../testing/run-sql.ts';
import { appendAudit, type AuditEvent, createCheckpointSigner, signCheckpoint, verifyAudit } from './index.ts';

const migrations = [platformMigrations];
const NOW = Date.UTC(2026, 0, 1);
const signer = createCheckpointSigner(new Uint8Array(32).fill(7));
const publicKeys = [signer.publicKey];
const event = (index: number): AuditEvent => ({
  at: NOW + index,
  actor: 'account:ana',
  action: 'sign-in.otp',
  subject: 'account:ana',
  outcome: index % 2 === 0 ? 'done' : 'refused',
  reason: index % 2 === 0 ? undefined : 'wrong-otp',
  network: '192.0.2.7',
  details: { tries: index, serial: 'ST-1', note: null },
});

async function appendMany(database: Database<PlatformSchema>, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => database.transact((tx) => appendAudit(tx, event(index)))));
}

/** A log of ten events which somebody with full access to the database then changes behind the back of the product. */
async function verdictAfter(engine: Engine, tamper: string) {
  const url = await emptyDatabaseUrl(engine);
  const database = await openDatabase<PlatformSchema>({ url, migrations });
  for (let index = 0; index < 10; index += 1) await database.transact((tx) => appendAudit(tx, event(index)));
  const kept = await signCheckpoint(database, { signer, now: NOW });
  await database.close();
  await runSql(url, `${withoutTriggers[engine]}; ${tamper}`);
  const again = await openDatabase<PlatformSchema>({ url, migrations, access: 'read-only' });
  const alone = await verifyAudit(again, { publicKeys });
  const withKept = await verifyAudit(again, { publicKeys, kept: [kept] });
  await again.close();
  return { alone, withKept };
}

const withoutTriggers: Record<Engine, string> = {
  sqlite:
    'drop trigger audit_event_no_update; drop trigger audit_event_no_delete; drop trigger audit_checkpoint_no_update; drop trigger audit_checkpoint_no_delete',
  postgresql: 'alter table audit_event disable trigger all; alter table audit_checkpoint disable trigger all',
};

eachEngine('the audit log', (open, engine) => {
  test('events of many acts at the same moment form one unbroken chain', async () => {
    const database = await open<PlatformSchema>(migrations);
    await appendMany(database, 120);
    expect(await verifyAudit(database, { publicKeys })).toEqual({ intact: true, events: 120, checkpoints: 0, faults: [] });
  });

  test('an act that is undone leaves no event and no gap', async () => {
    const database = await open<PlatformSchema>(migrations);
    const works = Array.from({ length: 30 }, (_, index) =>
      database.transact(async (tx) => {
        await appendAudit(tx, event(index));
        if (index % 3 === 0) throw new Error('undone');
      }),
    );
    await Promise.allSettled(works);
    expect(await verifyAudit(database, { publicKeys })).toMatchObject({ intact: true, events: 20 });
  });

  test('the database itself refuses to change or remove an event', async () => {
    const database = await open<PlatformSchema>(migrations);
    await appendMany(database, 2);
    await expect(database.transact((tx) => tx.query.updateTable('audit_event').set({ outcome: 'done' }).execute())).rejects.toThrow(
      /append-only/,
    );
    await expect(database.transact((tx) => tx.query.deleteFrom('audit_event').execute())).rejects.toThrow(/append-only/);
  });

  test('an event that was changed is found', async () => {
    const { alone } = await verdictAfter(engine, `update audit_event set outcome = 'done' where sequence = 4`);
    expect(alone).toMatchObject({ intact: false, events: 10, faults: [{ kind: 'changed', sequence: 4 }] });
  });

  test.each(['at', 'actor', 'action', 'subject', 'reason', 'network', 'details'])('a change of %s alone is found', async (column) => {
    const value = column === 'at' ? '1' : `'x:y'`;
    const { alone } = await verdictAfter(engine, `update audit_event set ${column} = ${value} where sequence = 6`);
    expect(alone.faults).toEqual([{ kind: 'changed', sequence: 6 }]);
  });

  test('an event that was removed from the middle is found', async () => {
    const { alone } = await verdictAfter(engine, 'delete from audit_event where sequence = 5');
    expect(alone.faults).toEqual([{ kind: 'missing', sequence: 5 }]);
  });

  test('two events that changed places are found', async () => {
    const swap = [`set sequence = 99 where sequence = 3`, `set sequence = 3 where sequence = 4`, `set sequence = 4 where sequence = 99`];
    const { alone } = await verdictAfter(engine, swap.map((change) => `update audit_event ${change}`).join('; '));
    expect(alone.faults.map(({ kind }) => kind)).toContain('changed');
  });

  test('an event that was added at the end is found', async () => {
    const columns = 'at, actor, action, subject, outcome, reason, network, details, link';
    const { alone } = await verdictAfter(engine, `insert into audit_event select 11, ${columns} from audit_event where sequence = 10`);
    expect(alone.faults.map(({ kind }) => kind)).toEqual(['changed', 'head-differs']);
  });

  test('an end that was cut off while the head stayed is found', async () => {
    const { alone } = await verdictAfter(engine, 'delete from audit_event where sequence > 7; delete from audit_checkpoint');
    expect(alone.faults).toEqual([{ kind: 'missing', sequence: 8 }]);
  });

  test('an end that was cut off so well that only a checkpoint kept elsewhere shows it', async () => {
    const head = '(select link from audit_event where sequence = 7)';
    const cut = `delete from audit_event where sequence > 7; delete from audit_checkpoint; update audit_head set sequence = 7, link = ${head}`;
    const { alone, withKept } = await verdictAfter(engine, cut);
    expect(alone.intact).toBe(true);
    expect(withKept.faults).toEqual([{ kind: 'contradicts-checkpoint', sequence: 10 }]);
  });

  test('a log that was written anew from the start contradicts an old checkpoint', async () => {
    const old = await open<PlatformSchema>(migrations);
    await appendMany(old, 5);
    const kept = await signCheckpoint(old, { signer, now: NOW });
    const anew = await open<PlatformSchema>(migrations);
    for (let index = 0; index < 8; index += 1) await anew.transact((tx) => appendAudit(tx, { ...event(index), actor: 'account:eve' }));
    expect((await verifyAudit(anew, { publicKeys })).intact).toBe(true);
    expect((await verifyAudit(anew, { publicKeys, kept: [kept] })).faults).toEqual([{ kind: 'contradicts-checkpoint', sequence: 5 }]);
  });

  test('an old checkpoint goes on agreeing with a log that has only grown', async () => {
    const database = await open<PlatformSchema>(migrations);
    await appendMany(database, 5);
    const kept = await signCheckpoint(database, { signer, now: NOW });
    await appendMany(database, 5);
    await signCheckpoint(database, { signer, now: NOW + 1 });
    expect(await verifyAudit(database, { publicKeys, kept: [kept] })).toEqual({ intact: true, events: 10, checkpoints: 3, faults: [] });
  });

  test('a checkpoint by a key nobody vouches for, or with a changed number, is no evidence', async () => {
    const database = await open<PlatformSchema>(migrations);
    await appendMany(database, 3);
    const stranger = createCheckpointSigner(new Uint8Array(32).fill(8));
    const foreign = await signCheckpoint(database, { signer: stranger, now: NOW });
    expect((await verifyAudit(database, { publicKeys })).faults).toEqual([{ kind: 'bad-checkpoint', sequence: 3 }]);
    const forged = { ...foreign, keyId: signer.keyId };
    const both = { publicKeys: [...publicKeys, stranger.publicKey] };
    expect((await verifyAudit(database, { ...both, kept: [forged] })).faults).toEqual([{ kind: 'bad-checkpoint', sequence: 3 }]);
    expect((await verifyAudit(database, { ...both, kept: [{ ...foreign, sequence: 2 }] })).faults).toEqual([
      { kind: 'bad-checkpoint', sequence: 2 },
    ]);
  });

  test('text that one engine could not hold is hashed as it is stored', async () => {
    const database = await open<PlatformSchema>(migrations);
    const odd = 'a\0b \uD800 é 🐎 "quoted" \u2028';
    await database.transact((tx) => appendAudit(tx, { ...event(0), network: odd, details: { odd, 'z"': 1, a: null } }));
    expect((await verifyAudit(database, { publicKeys })).faults).toEqual([]);
    const row = await database.query.selectFrom('audit_event').select('details').executeTakeFirst();
    expect(row?.details).toMatch(/^\{"a":null,"odd":.*,"z\\"":1\}$/s);
  });

  test('an oversized text is a mistake of the program and undoes the act', async () => {
    const database = await open<PlatformSchema>(migrations);
    await expect(database.transact((tx) => appendAudit(tx, { ...event(0), network: 'x'.repeat(513) }))).rejects.toThrow(RangeError);
    const details = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`n${index.toString()}`, 'x'.repeat(500)]));
    await expect(database.transact((tx) => appendAudit(tx, { ...event(0), details }))).rejects.toThrow(RangeError);
    expect(await verifyAudit(database, { publicKeys })).toMatchObject({ intact: true, events: 0 });
  });

  test('verifying while acts go on follows the log to its end', async () => {
    const database = await open<PlatformSchema>(migrations);
    await appendMany(database, 50);
    const writing = appendMany(database, 150);
    const verdicts = await Promise.all([verifyAudit(database, { publicKeys }), verifyAudit(database, { publicKeys })]);
    await writing;
    expect(verdicts.map(({ faults }) => faults)).toEqual([[], []]);
    expect(await verifyAudit(database, { publicKeys })).toMatchObject({ intact: true, events: 200 });
  });
});

/** Appends events one after the other, for ever or so many, and prints a line after each. */
function writeEventsElsewhere(url: string, how: { readonly access: 'migrate' | 'beside'; readonly events: number }): ChildScript {
  const code = `
    import { openDatabase } from '${new URL('../database/index.ts', import.meta.url).href}';
    import { appendAudit } from '${new URL('./index.ts', import.meta.url).href}';
    import { platformMigrations } from '${new URL('../migrations/index.ts', import.meta.url).href}';
    const database = await openDatabase({ url: process.argv.at(-1), migrations: [platformMigrations], access: '${how.access}' });
    const event = { at: 1, actor: 'system', action: 'test', subject: 'system', outcome: 'done' };
    for (let written = 0; written < ${String(how.events)}; written += 1) {
      await database.transact((tx) => appendAudit(tx, event));
      console.log('written');
    }
    await database.close();`;
  return runChildScript(code, [url]);
}

test('commands that write beside a server on SQLite write the same chain', async () => {
  const url = await emptyDatabaseUrl('sqlite');
  const database = await openDatabase<PlatformSchema>({ url, migrations });
  const commands = [0, 1].map(() => writeEventsElsewhere(url, { access: 'beside', events: 10 }));
  for (const command of commands) await command.nextLine();
  for (let round = 0; round < 10; round += 1) await Promise.all([0, 1, 2].map(() => database.transact((tx) => appendAudit(tx, event(0)))));
  await Promise.all(commands.map((command) => command.restOfLines()));
  expect(await verifyAudit(database, { publicKeys })).toEqual({ intact: true, events: 50, checkpoints: 0, faults: [] });
  await database.close();
});

test('a command that is killed in the middle of its writing leaves the chain whole, and the server goes on', async () => {
  const url = await emptyDatabaseUrl('sqlite');
  const database = await openDatabase<PlatformSchema>({ url, migrations });
  let theirs = 0;
  for (let turn = 0; turn < 3; turn += 1) {
    const command = writeEventsElsewhere(url, { access: 'beside', events: 1_000_000 });
    for (let heard = 0; heard < 5 + turn; heard += 1) await command.nextLine();
    command.process.kill('SIGKILL');
    theirs += 5 + turn + (await command.restOfLines()).length;
    await database.transact((tx) => appendAudit(tx, event(0)));
  }
  const verdict = await verifyAudit(database, { publicKeys });
  expect(verdict).toMatchObject({ intact: true, faults: [] });
  expect(verdict.events).toBeGreaterThanOrEqual(theirs + 3);
  await database.close();
});

test('three PostgreSQL processes write one chain', async () => {
  const url = await emptyDatabaseUrl('postgresql');
  const database = await openDatabase<PlatformSchema>({ url, migrations });
  const code = `
    import { openDatabase } from '${new URL('../database/index.ts', import.meta.url).href}';
    import { appendAudit } from '${new URL('./index.ts', import.meta.url).href}';
    import { platformMigrations } from '${new URL('../migrations/index.ts', import.meta.url).href}';
    const database = await openDatabase({ url: process.argv.at(-1), migrations: [platformMigrations] });
    const event = { at: 1, actor: 'system', action: 'test', subject: 'system', outcome: 'done' };
    await Promise.all(Array.from({ length: 40 }, () => database.transact((tx) => appendAudit(tx, event))));
    await database.close();`;
  const children = Array.from({ length: 3 }, () => runChildScript(code, [url]));
  await Promise.all(children.map((child) => child.restOfLines()));
  expect(await verifyAudit(database, { publicKeys })).toEqual({ intact: true, events: 120, checkpoints: 0, faults: [] });
  await database.close();
});

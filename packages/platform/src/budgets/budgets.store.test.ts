import { expect, test } from 'vitest';
import { type Database, openDatabase } from '../database/index.ts';
import { platformMigrations } from '../migrations/index.ts';
import type { PlatformSchema } from '../schema.ts';
import { runChildScript } from '../testing/child-script.ts';
import { eachEngine, emptyDatabaseUrl } from '../testing/index.ts';
import { type Attempt, purgeBudgets, refund, type Spending, spend, type Ticket } from './index.ts';

const migrations = [platformMigrations];
const NOW = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const otp: Attempt = { kind: 'otp', subject: 'account:ana', allowed: 5, windowSeconds: 300, now: NOW };

const spendAt = (database: Database<PlatformSchema>, now: number, attempt: Partial<Attempt> = {}) =>
  database.transact((tx) => spend(tx, { ...otp, ...attempt, now }));
const refundTo = (database: Database<PlatformSchema>, ticket: Ticket) => database.transact((tx) => refund(tx, ticket));

function ticketOf(spending: Spending): Ticket {
  if (!spending.ticket) throw new Error('no ticket was given');
  return spending.ticket;
}

eachEngine('an attempt budget', (open) => {
  test('of 200 parallel guesses against a budget of 5 exactly 5 get a ticket', async () => {
    const database = await open<PlatformSchema>(migrations);
    const guesses = await Promise.all(Array.from({ length: 200 }, () => spendAt(database, NOW)));
    const tickets = guesses.flatMap(({ ticket }) => ticket ?? []);
    expect(tickets.map(({ left }) => left).sort()).toEqual([0, 1, 2, 3, 4]);
  });

  test('of 200 parallel guesses that find a window just over exactly 5 get a ticket of the new one', async () => {
    const database = await open<PlatformSchema>(migrations);
    for (let spent = 0; spent < 5; spent += 1) ticketOf(await spendAt(database, NOW));
    const guesses = await Promise.all(Array.from({ length: 200 }, () => spendAt(database, NOW + 5 * MINUTE)));
    expect(guesses.filter(({ ticket }) => ticket)).toHaveLength(5);
  });

  test('two that race for the last attempt: one gets it', async () => {
    const database = await open<PlatformSchema>(migrations);
    for (let spent = 0; spent < 4; spent += 1) await spendAt(database, NOW);
    const racers = await Promise.all([spendAt(database, NOW), spendAt(database, NOW)]);
    expect(racers.filter(({ ticket }) => ticket)).toHaveLength(1);
  });

  test('an exhausted budget says when it frees, and frees then and not a millisecond sooner', async () => {
    const database = await open<PlatformSchema>(migrations);
    for (let minute = 0; minute < 5; minute += 1) ticketOf(await spendAt(database, NOW + minute * MINUTE));
    const freesAt = NOW + 9 * MINUTE;
    expect(await spendAt(database, NOW + 5 * MINUTE)).toEqual({ freesAt });
    expect(await spendAt(database, freesAt - 1)).toEqual({ freesAt });
    expect(ticketOf(await spendAt(database, freesAt)).left).toBe(4);
  });

  test('refused tries do not prolong the wait', async () => {
    const database = await open<PlatformSchema>(migrations);
    for (let spent = 0; spent < 5; spent += 1) await spendAt(database, NOW);
    for (let second = 1; second < 300; second += 30) expect((await spendAt(database, NOW + second * 1000)).ticket).toBeUndefined();
    expect((await spendAt(database, NOW + 5 * MINUTE)).ticket).toBeDefined();
  });

  test('no stretch of one window ever holds more than the allowed failures, however they are spread', async () => {
    const database = await open<PlatformSchema>(migrations);
    const granted: number[] = [];
    for (let second = 0; second < 3600; second += 17) {
      if ((await spendAt(database, NOW + second * 1000)).ticket) granted.push(second);
    }
    const most = Math.max(...granted.map((from) => granted.filter((at) => at >= from && at < from + 300).length));
    expect(most).toBe(5);
  });

  test('each kind and each subject has a budget of its own', async () => {
    const database = await open<PlatformSchema>(migrations);
    for (let spent = 0; spent < 5; spent += 1) await spendAt(database, NOW);
    expect((await spendAt(database, NOW, { kind: 'password' })).ticket).toBeDefined();
    expect((await spendAt(database, NOW, { subject: 'account:bo' })).ticket).toBeDefined();
    expect((await spendAt(database, NOW)).ticket).toBeUndefined();
  });

  test('an attempt that was refunded can be spent again, once', async () => {
    const database = await open<PlatformSchema>(migrations);
    for (let spent = 0; spent < 4; spent += 1) await spendAt(database, NOW);
    const last = ticketOf(await spendAt(database, NOW));
    await refundTo(database, last);
    const racers = await Promise.all([spendAt(database, NOW), spendAt(database, NOW), spendAt(database, NOW)]);
    expect(racers.filter(({ ticket }) => ticket)).toHaveLength(1);
  });

  test('a spending that is undone with its work was not spent', async () => {
    const database = await open<PlatformSchema>(migrations);
    const undone = database.transact(async (tx) => {
      await spend(tx, otp);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(ticketOf(await spendAt(database, NOW)).left).toBe(4);
  });

  test('an owner who signs in again and again does not keep the failures of a stranger alive', async () => {
    const database = await open<PlatformSchema>(migrations);
    for (let failure = 0; failure < 4; failure += 1) ticketOf(await spendAt(database, NOW));
    for (let minute = 1; minute < 5; minute += 1) await refundTo(database, ticketOf(await spendAt(database, NOW + minute * MINUTE)));
    expect(ticketOf(await spendAt(database, NOW + 5 * MINUTE)).left).toBe(4);
  });

  test('the refund of an attempt that is not the latest takes nothing from the wait of the latest', async () => {
    const database = await open<PlatformSchema>(migrations);
    const first = ticketOf(await spendAt(database, NOW));
    for (let spent = 0; spent < 4; spent += 1) ticketOf(await spendAt(database, NOW + MINUTE));
    await refundTo(database, first);
    ticketOf(await spendAt(database, NOW + 2 * MINUTE));
    expect(await spendAt(database, NOW + 6 * MINUTE)).toEqual({ freesAt: NOW + 7 * MINUTE });
  });

  test('a ticket of a window that is over brings nothing back into the new one', async () => {
    const database = await open<PlatformSchema>(migrations);
    const old = ticketOf(await spendAt(database, NOW));
    for (let spent = 0; spent < 5; spent += 1) ticketOf(await spendAt(database, NOW + 10 * MINUTE));
    await refundTo(database, old);
    expect((await spendAt(database, NOW + 10 * MINUTE)).ticket).toBeUndefined();
  });

  test('the wait grows by doubling up to the longest, after the free attempts', async () => {
    const database = await open<PlatformSchema>(migrations);
    const attempt = { allowed: 100, windowSeconds: 86_400, delay: { freeAttempts: 3, firstSeconds: 2, mostSeconds: 30 } };
    for (let free = 0; free < 3; free += 1) ticketOf(await spendAt(database, NOW, attempt));
    let now = NOW;
    const waits: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      ticketOf(await spendAt(database, now, attempt));
      const { freesAt = now } = await spendAt(database, now, attempt);
      expect(await spendAt(database, freesAt - 1, attempt)).toEqual({ freesAt });
      waits.push((freesAt - now) / 1000);
      now = freesAt;
    }
    expect(waits).toEqual([2, 4, 8, 16, 30, 30, 30]);
  });

  test('of 50 parallel guesses with a delay from the first attempt one gets through', async () => {
    const database = await open<PlatformSchema>(migrations);
    const delay = { freeAttempts: 0, firstSeconds: 1, mostSeconds: 60 };
    const guesses = await Promise.all(Array.from({ length: 50 }, () => spendAt(database, NOW, { delay })));
    expect(guesses.filter(({ ticket }) => ticket)).toHaveLength(1);
    expect(guesses.find(({ ticket }) => !ticket)).toEqual({ freesAt: NOW + 1000 });
  });

  test('a refund lifts the wait', async () => {
    const database = await open<PlatformSchema>(migrations);
    const delay = { freeAttempts: 0, firstSeconds: 60, mostSeconds: 60 };
    await refundTo(database, ticketOf(await spendAt(database, NOW, { delay })));
    expect((await spendAt(database, NOW, { delay })).ticket).toBeDefined();
  });

  test('purging removes the budgets that are whole again and no other', async () => {
    const database = await open<PlatformSchema>(migrations);
    await spendAt(database, NOW);
    await spendAt(database, NOW + MINUTE, { subject: 'account:bo' });
    expect(await database.transact((tx) => purgeBudgets(tx, NOW + 5 * MINUTE))).toBe(1);
    expect(await database.query.selectFrom('attempt_budget').select('subject').execute()).toEqual([{ subject: 'account:bo' }]);
  });

  test.each([{ allowed: 0 }, { allowed: 1.5 }, { windowSeconds: 0 }, { windowSeconds: Number.NaN }])(
    'a budget of %j is a mistake',
    async (wrong) => {
      const database = await open<PlatformSchema>(migrations);
      await expect(spendAt(database, NOW, wrong)).rejects.toThrow(RangeError);
    },
  );
});

test('two PostgreSQL processes with 100 parallel guesses each get 5 tickets together', async () => {
  const url = await emptyDatabaseUrl('postgresql');
  const database = await openDatabase<PlatformSchema>({ url, migrations });
  await database.close();
  const code = `
    import { openDatabase } from '${new URL('../database/index.ts', import.meta.url).href}';
    import { spend } from '${new URL('./index.ts', import.meta.url).href}';
    import { platformMigrations } from '${new URL('../migrations/index.ts', import.meta.url).href}';
    const database = await openDatabase({ url: process.argv.at(-1), migrations: [platformMigrations] });
    const attempt = ${JSON.stringify(otp)};
    const guesses = await Promise.all(Array.from({ length: 100 }, () => database.transact((tx) => spend(tx, attempt))));
    console.log(guesses.filter(({ ticket }) => ticket).length);
    await database.close();`;
  const children = [runChildScript(code, [url]), runChildScript(code, [url])];
  const won = (await Promise.all(children.map((child) => child.nextLine()))).map(Number);
  expect(won.reduce((sum, count) => sum + count, 0)).toBe(5);
});

import { expect, onTestFinished, test } from 'vitest';
import type { Database } from '../database/index.ts';
import { createLog } from '../logging/log.ts';
import { platformMigrations } from '../migrations/index.ts';
import { systemRandomness } from '../randomness.ts';
import type { PlatformSchema } from '../schema.ts';
import { newKeyLine, parseKeyring } from '../sealing/keyring.ts';
import { createSealer } from '../sealing/sealer.ts';
import { Secret } from '../secret.ts';
import { eachEngine, manualClock, type OpenTestDatabase } from '../testing/index.ts';
import { createMailDelivery, readUndeliveredMail } from './delivery.ts';
import type { EmailAddress, Mail } from './mail.ts';
import { createMailer } from './outbox.ts';
import type { Delivery, MailTransport } from './transport.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LEAK = 'https://id.example/invitation#i=SECRET-CODE';

const mailTo = (to: string, change: Partial<Mail> = {}): Mail => ({
  to: to as EmailAddress,
  subject: `For ${to}`,
  text: `Open ${LEAK}`,
  html: `<a href="${LEAK}">Open</a>`,
  ...change,
});

/** A transport that remembers what it was given and answers as the test says. */
function fakeTransport(answer: (mail: Mail) => Delivery | Promise<Delivery> = () => ({ outcome: 'sent' })) {
  const delivered: { id: string; mail: Mail }[] = [];
  const transport: MailTransport = {
    deliver: async ({ id, mail }) => {
      delivered.push({ id, mail });
      return answer(mail);
    },
    close: async () => undefined,
  };
  return { transport, delivered };
}

async function house(open: OpenTestDatabase, answer?: Parameters<typeof fakeTransport>[0]) {
  const database: Database<PlatformSchema> = await open<PlatformSchema>([platformMigrations]);
  const clock = manualClock();
  const ring = (line: string) =>
    createSealer({ keyring: parseKeyring({ text: new Secret(line), source: 'the test' }), randomness: systemRandomness });
  const [sealer, otherSealer] = [ring(newKeyLine(systemRandomness)), ring(newKeyLine(systemRandomness))];
  const lines: string[] = [];
  const log = createLog({ level: 'trace', destination: { write: (line) => lines.push(line) } });
  const { transport, delivered } = fakeTransport(answer);
  const mailer = createMailer({ sealer, clock, randomness: systemRandomness });
  const deliveryWith = (other: Partial<Parameters<typeof createMailDelivery>[0]> = {}) =>
    createMailDelivery({ database, sealer, transport, clock, log, ...other });
  return {
    database,
    clock,
    mailer,
    otherSealer,
    delivered,
    lines,
    deliveryWith,
    delivery: deliveryWith(),
    queue: (...mails: Mail[]) =>
      database.transact(async (tx) => {
        for (const mail of mails) await mailer.queue(tx, mail);
      }),
    rows: () => database.query.selectFrom('outbox_mail').selectAll().orderBy('recipient').execute(),
  };
}

eachEngine('the outbox', (open) => {
  test('sends no mail of an act that was undone', async () => {
    const { database, delivery, delivered, mailer } = await house(open);
    const act = database.transact(async (tx) => {
      await mailer.queue(tx, mailTo('ada@example.org'));
      throw new Error('the act failed');
    });
    await expect(act).rejects.toThrow('the act failed');
    expect(await delivery.deliverDue()).toEqual({ sent: 0, deferred: 0, givenUp: 0 });
    expect(delivered).toEqual([]);
  });

  test('takes in no mail that could carry a header of its own', async () => {
    const { queue, rows } = await house(open);
    await expect(queue(mailTo('ada@example.org', { subject: 'x\r\nBcc: eve@example.org' }))).rejects.toThrow(TypeError);
    await expect(queue(mailTo('ada@example.org\r\nBcc: eve@example.org'))).rejects.toThrow(TypeError);
    expect(await rows()).toEqual([]);
  });

  test('sends each mail once when many processes deliver at the same moment', async () => {
    const { queue, deliveryWith, delivered, rows } = await house(open, async () => {
      await new Promise(setImmediate);
      return { outcome: 'sent' };
    });
    const addresses = Array.from({ length: 30 }, (_, index) => `p${String(index).padStart(2, '0')}@example.org`);
    await queue(...addresses.map((to) => mailTo(to)));
    const rounds = await Promise.all(Array.from({ length: 6 }, () => deliveryWith().deliverDue()));
    expect(delivered.map(({ mail }) => mail.to).sort()).toEqual(addresses);
    expect(rounds.reduce((sum, { sent }) => sum + sent, 0)).toBe(30);
    expect((await rows()).every(({ state, tries }) => state === 'sent' && tries === 1)).toBe(true);
  });

  test('keeps the words of a mail sealed, and only until it has left', async () => {
    const { queue, delivery, rows } = await house(open);
    await queue(mailTo('ada@example.org'));
    const [waiting] = await rows();
    expect(waiting?.sealed_mail).not.toBeNull();
    expect(Buffer.from(waiting?.sealed_mail ?? []).toString('latin1')).not.toMatch(/SECRET|For ada/);
    await delivery.deliverDue();
    expect(await rows()).toMatchObject([{ state: 'sent', sealed_mail: null, last_fault: null }]);
  });

  test('sends no mail whose words were moved to another row, or sealed under a lost key, and goes on with the others', async () => {
    const { database, queue, deliveryWith, delivery, delivered, otherSealer, rows } = await house(open);
    await queue(mailTo('ada@example.org'));
    await deliveryWith({ sealer: otherSealer }).deliverDue();
    await queue(mailTo('eve@example.org'), mailTo('zoe@example.org'));
    const [ada] = await rows();
    await database.transact((tx) =>
      tx.query
        .updateTable('outbox_mail')
        .set({ sealed_mail: ada?.sealed_mail ?? null })
        .where('recipient', '=', 'eve@example.org')
        .execute(),
    );
    expect(await delivery.deliverDue()).toMatchObject({ sent: 1, deferred: 1 });
    expect(delivered.map(({ mail }) => mail.to)).toEqual(['zoe@example.org']);
    expect(await rows()).toMatchObject([
      { state: 'waiting', last_fault: 'SealBroken' },
      { state: 'waiting', last_fault: 'SealBroken' },
      { state: 'sent' },
    ]);
  });

  test('tries a deferred mail again when its time has come, under the same id, and sends it then', async () => {
    let away = true;
    const { queue, delivery, delivered, clock, rows } = await house(open, () =>
      away ? { outcome: 'deferred', reason: 'connection refused' } : { outcome: 'sent' },
    );
    await queue(mailTo('ada@example.org'));
    expect(await delivery.deliverDue()).toEqual({ sent: 0, deferred: 1, givenUp: 0 });
    expect(await delivery.deliverDue()).toEqual({ sent: 0, deferred: 0, givenUp: 0 });
    clock.advance(30_000);
    expect(await delivery.deliverDue()).toEqual({ sent: 0, deferred: 1, givenUp: 0 });
    expect(await rows()).toMatchObject([{ state: 'waiting', tries: 2, due_at: clock.now() + MINUTE, last_fault: 'connection refused' }]);
    away = false;
    clock.advance(MINUTE);
    expect(await delivery.deliverDue()).toEqual({ sent: 1, deferred: 0, givenUp: 0 });
    expect(new Set(delivered.map(({ id }) => id)).size).toBe(1);
    expect(delivered.at(-1)?.mail).toEqual({ ...mailTo('ada@example.org') });
  });

  test('gives up a mail the peer refuses, wipes its words, and shows it to whoever looks after the house', async () => {
    const { database, queue, delivery, rows, lines, clock } = await house(open, () => ({
      outcome: 'refused',
      reason: '550 no such mailbox',
    }));
    await queue(mailTo('ada@example.org'));
    expect(await delivery.deliverDue()).toEqual({ sent: 0, deferred: 0, givenUp: 1 });
    expect(await rows()).toMatchObject([{ state: 'given-up', sealed_mail: null }]);
    expect(await readUndeliveredMail(database)).toMatchObject([
      { recipient: 'ada@example.org', state: 'given-up', tries: 1, reason: '550 no such mailbox', queuedAt: clock.now() },
    ]);
    expect(lines.join('')).toMatch(/"level":"error".*mail given up/);
    clock.advance(DAY);
    expect(await delivery.deliverDue()).toEqual({ sent: 0, deferred: 0, givenUp: 0 });
  });

  test('gives up a mail when it is of no use any more, without trying once more', async () => {
    const { queue, delivery, delivered, clock, rows } = await house(open);
    await queue(mailTo('ada@example.org', { usefulUntil: clock.now() + 10 * MINUTE }), mailTo('bob@example.org'));
    clock.advance(10 * MINUTE);
    expect(await delivery.deliverDue()).toEqual({ sent: 1, deferred: 0, givenUp: 1 });
    expect(delivered.map(({ mail }) => mail.to)).toEqual(['bob@example.org']);
    expect(await rows()).toMatchObject([{ state: 'given-up' }, { state: 'sent' }]);
  });

  test('gives up after two days of nobody answering', async () => {
    const { queue, delivery, clock, rows } = await house(open, () => ({ outcome: 'deferred', reason: 'away' }));
    await queue(mailTo('ada@example.org'));
    const start = clock.now();
    for (let rounds = 0; rounds < 100 && (await delivery.deliverDue()).givenUp === 0; rounds += 1) clock.advance(60 * MINUTE);
    expect(clock.now() - start).toBeGreaterThanOrEqual(2 * DAY - 60 * MINUTE);
    expect(clock.now() - start).toBeLessThanOrEqual(2 * DAY);
    expect(await rows()).toMatchObject([{ state: 'given-up', last_fault: 'away' }]);
  });

  test.each<[string, Delivery, Delivery]>([
    ['sent it', { outcome: 'sent' }, { outcome: 'refused', reason: 'far too late' }],
    ['must try again', { outcome: 'deferred', reason: 'away' }, { outcome: 'refused', reason: 'far too late' }],
    ['must try again later', { outcome: 'deferred', reason: 'away' }, { outcome: 'deferred', reason: 'far too late' }],
  ])(
    'hands the mail of a process that died to another, and when that one %s, the first changes nothing any more',
    async (_, next, belated) => {
      const stuck = Promise.withResolvers<Delivery>();
      const { queue, deliveryWith, clock, rows, delivered } = await house(open, () => next);
      await queue(mailTo('ada@example.org'));
      const slow = fakeTransport(() => stuck.promise);
      const late = deliveryWith({ transport: slow.transport }).deliverDue();
      await expect.poll(() => slow.delivered.length).toBe(1);
      clock.advance(9 * MINUTE);
      await deliveryWith().deliverDue();
      expect(delivered).toEqual([]);
      clock.advance(MINUTE);
      await deliveryWith().deliverDue();
      expect(delivered).toHaveLength(1);
      const settled = await rows();
      clock.advance(MINUTE);
      stuck.resolve(belated);
      await late;
      expect(await rows()).toEqual(settled);
    },
  );

  test('takes a transport that throws for one that is away', async () => {
    const { queue, delivery, lines } = await house(open, () => Promise.reject(new Error(`disk full while writing ${LEAK}`)));
    await queue(mailTo('ada@example.org'));
    expect(await delivery.deliverDue()).toEqual({ sent: 0, deferred: 1, givenUp: 0 });
    expect(lines.join('')).toContain('disk full');
    expect(lines.join('')).not.toContain('SECRET-CODE');
  });

  test('delivers by itself once it is started, and forgets after thirty days what became of a mail', async () => {
    const { queue, delivery, delivered, deliveryWith, clock, rows } = await house(open);
    delivery.start();
    onTestFinished(() => delivery.stop());
    await queue(mailTo('ada@example.org'));
    await expect.poll(() => delivered.length, { timeout: 10_000 }).toBe(1);
    await delivery.stop();
    await queue(mailTo('bob@example.org'));
    clock.advance(30 * DAY + 1);
    const next = deliveryWith();
    next.start();
    onTestFinished(() => next.stop());
    await expect.poll(async () => (await rows()).map(({ recipient }) => recipient), { timeout: 10_000 }).toEqual(['bob@example.org']);
  });

  test('rests after it was stopped, with the mail in hand finished', async () => {
    const held = Promise.withResolvers<Delivery>();
    const { queue, delivery, delivered, rows } = await house(open, () => held.promise);
    await queue(...Array.from({ length: 10 }, (_, index) => mailTo(`p${String(index)}@example.org`)));
    delivery.start();
    await expect.poll(() => delivered.length, { timeout: 10_000 }).toBe(4);
    const stopped = delivery.stop();
    held.resolve({ outcome: 'sent' });
    await stopped;
    expect(delivered).toHaveLength(4);
    expect((await rows()).filter(({ state }) => state === 'sent')).toHaveLength(4);
  });
});

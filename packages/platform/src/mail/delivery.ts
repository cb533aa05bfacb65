import type { Clock, Instant } from '../clock.ts';
import type { AnyDatabase, Reads } from '../database/index.ts';
import type { Log } from '../logging/log.ts';
import type { Sealer } from '../sealing/sealer.ts';
import { type Fate, fateAfterTry } from './after-try.ts';
import { claimMail, forgetSettled, postponeMail, readDue, readUndelivered, settleMail } from './delivery-statements.ts';
import type { EmailAddress } from './mail.ts';
import { openContents } from './outbox.ts';
import type { OutboxRow } from './tables.ts';
import type { Delivery, MailTransport } from './transport.ts';

export interface DeliveryRound {
  readonly sent: number;
  readonly deferred: number;
  readonly givenUp: number;
}

/** Takes due mail out of the outbox table. Any number of processes may run one on the same database. */
export interface MailDelivery {
  /** Delivers everything that is due now. */
  deliverDue(): Promise<DeliveryRound>;
  /** Delivers from now on in the background, looking twice a second. */
  start(): void;
  /** Finishes the mails in hand, then rests. */
  stop(): Promise<void>;
}

type Claimed = Pick<OutboxRow, 'id' | 'recipient' | 'sealed_mail' | 'tries' | 'give_up_at'>;

const AT_ONCE = 4;
const LOOK_EVERY_MS = 500;
/** A transport that has not answered by then is taken to have failed; well before the claim ends, so that no other process has the mail too. */
const LONGEST_TRY_MS = 3 * 60_000;
const CLAIM_MS = 10 * 60_000;
const REMEMBERED_MS = 30 * 24 * 60 * 60_000;
const FORGET_EVERY_MS = 60 * 60_000;

export function createMailDelivery(input: {
  readonly database: AnyDatabase;
  readonly sealer: Sealer;
  readonly transport: MailTransport;
  readonly clock: Clock;
  readonly log: Log;
}): MailDelivery {
  const { database, sealer, transport, clock, log } = input;
  /** Undefined while nobody wants deliveries in the background. */
  let timer: NodeJS.Timeout | undefined;
  let forgetAt = 0;
  let inHand: Promise<unknown> = Promise.resolve();

  async function tryOne({ id, recipient, sealed_mail: sealed, tries, give_up_at: giveUpAt }: Claimed): Promise<Delivery> {
    if (sealed === null || clock.now() >= giveUpAt) return { outcome: 'refused', reason: 'it was not delivered while it was of use' };
    try {
      const mail = { to: recipient as EmailAddress, ...openContents(sealer, { id, sealed }) };
      return await within(LONGEST_TRY_MS, transport.deliver({ id, mail }));
    } catch (error) {
      log.error({ err: error, mailId: id, tries }, 'a mail could not be handed to its transport');
      return { outcome: 'deferred', reason: error instanceof Error ? error.name : 'unknown fault' };
    }
  }

  async function deliverOne(id: string): Promise<Fate['kind'] | 'taken'> {
    const now = clock.now();
    const claimed = await database.transact((tx) => tx.first(claimMail, { id, now, until: now + CLAIM_MS }));
    if (!claimed) return 'taken';
    const delivery = await tryOne(claimed);
    const fate = fateAfterTry({ delivery, tries: claimed.tries, giveUpAt: claimed.give_up_at, now: clock.now() });
    await keepFate(claimed, fate);
    return fate.kind;
  }

  async function keepFate({ id, tries }: Claimed, fate: Fate): Promise<void> {
    const now = clock.now();
    switch (fate.kind) {
      case 'sent':
        await database.transact((tx) => tx.change(settleMail, { id, tries, state: 'sent', now, reason: null }));
        log.info({ mailId: id, tries }, 'mail delivered');
        return;
      case 'again':
        await database.transact((tx) => tx.change(postponeMail, { id, tries, dueAt: fate.dueAt, reason: fate.reason }));
        log.warn({ mailId: id, tries, reason: fate.reason, dueAt: new Date(fate.dueAt) }, 'mail not delivered yet');
        return;
      case 'given-up':
        await database.transact((tx) => tx.change(settleMail, { id, tries, state: 'given-up', now, reason: fate.reason }));
        log.error({ mailId: id, tries, reason: fate.reason }, 'mail given up');
        return;
    }
  }

  async function deliverUntil(isEnough: () => boolean): Promise<DeliveryRound> {
    const due = await database.all(readDue, { now: clock.now(), most: 500 });
    const fates: (Fate['kind'] | 'taken')[] = [];
    const rest = due.values();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const { id } of rest) {
          if (isEnough()) return;
          fates.push(await deliverOne(id));
        }
      }),
    );
    const count = (kind: Fate['kind']): number => fates.filter((fate) => fate === kind).length;
    return { sent: count('sent'), deferred: count('again'), givenUp: count('given-up') };
  }

  async function lookAround(): Promise<void> {
    try {
      await deliverUntil(() => timer === undefined);
      await forgetOld();
    } catch (error) {
      log.error({ err: error }, 'the outbox could not be read');
    }
    timer = timer && setTimeout(look, LOOK_EVERY_MS).unref();
  }

  async function forgetOld(): Promise<void> {
    const now = clock.now();
    if (now < forgetAt) return;
    forgetAt = now + FORGET_EVERY_MS;
    await database.transact((tx) => tx.change(forgetSettled, { before: now - REMEMBERED_MS }));
  }

  function look(): void {
    inHand = lookAround();
  }

  return {
    deliverDue: () => deliverUntil(() => false),
    start: () => {
      timer ??= setTimeout(look).unref();
    },
    stop: async () => {
      clearTimeout(timer);
      timer = undefined;
      await inHand;
    },
  };
}

/** The transport goes on by itself after that; nobody waits for it. */
async function within(milliseconds: number, delivery: Promise<Delivery>): Promise<Delivery> {
  const late = Promise.withResolvers<Delivery>();
  const timer = setTimeout(() => {
    late.resolve({ outcome: 'deferred', reason: 'the transport did not answer' });
  }, milliseconds);
  try {
    return await Promise.race([delivery, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A mail that is late or was given up, for whoever looks after the installation. Of its words nothing is shown. */
export interface UndeliveredMail {
  readonly id: string;
  readonly recipient: string;
  readonly state: 'waiting' | 'given-up';
  readonly queuedAt: Instant;
  readonly tries: number;
  readonly reason: string;
}

/** The newest mails that did not leave at their first try. */
export async function readUndeliveredMail(database: Reads, most = 100): Promise<UndeliveredMail[]> {
  const rows = await database.all(readUndelivered, { most });
  return rows.map(({ id, recipient, state, queued_at: queuedAt, tries, last_fault: reason }) => ({
    id,
    recipient,
    state: state === 'given-up' ? 'given-up' : 'waiting',
    queuedAt,
    tries,
    reason: reason ?? '',
  }));
}

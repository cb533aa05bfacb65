import type { Clock, Instant } from '../clock.ts';
import { statement } from '../database/index.ts';
import { newId } from '../identifiers.ts';
import type { Randomness } from '../randomness.ts';
import type { Place, Sealer } from '../sealing/sealer.ts';
import { assertSendable, type Mail, type Mailer } from './mail.ts';
import type { MailTables } from './tables.ts';

const TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000;

interface Queued {
  readonly id: string;
  readonly recipient: string;
  readonly sealed: Uint8Array;
  readonly now: Instant;
  readonly giveUpAt: Instant;
}

const insertMail = statement<MailTables, Queued>('queue-mail')((query, given) =>
  query.insertInto('outbox_mail').values({
    id: given.id,
    recipient: given.recipient,
    state: 'waiting',
    sealed_mail: given.sealed,
    queued_at: given.now,
    due_at: given.now,
    give_up_at: given.giveUpAt,
    tries: 0,
    last_fault: null,
    settled_at: null,
  }),
);

/** The mailer that keeps mail, sealed, in the outbox table until the delivery has taken it out. */
export function createMailer(input: { readonly sealer: Sealer; readonly clock: Clock; readonly randomness: Randomness }): Mailer {
  const { sealer, clock, randomness } = input;
  return {
    queue: async (transaction, mail) => {
      assertSendable(mail);
      const [id, now] = [newId(randomness), clock.now()];
      const sealed = sealer.seal({ plaintext: encode(mail), place: placeOf(id) });
      await transaction.change(insertMail, { id, recipient: mail.to, sealed, now, giveUpAt: mail.usefulUntil ?? now + TWO_DAYS_MS });
    },
  };
}

/** What is sealed; the recipient stands in a column of its own, for whoever looks into an undelivered mail. */
type Contents = Pick<Mail, 'subject' | 'text' | 'html'>;

function encode({ subject, text, html }: Mail): Uint8Array {
  return Buffer.from(JSON.stringify({ subject, text, html } satisfies Contents));
}

/** @throws SealBroken as `Sealer.open` does. */
export function openContents(sealer: Sealer, { id, sealed }: { readonly id: string; readonly sealed: Uint8Array }): Contents {
  return JSON.parse(Buffer.from(sealer.open({ sealed, place: placeOf(id) })).toString()) as Contents;
}

function placeOf(id: string): Place {
  return { table: 'outbox_mail', column: 'sealed_mail', row: id };
}

import type { AnyTransaction } from '../database/database.ts';
import type { Instant } from '../clock.ts';

/** An address that was parsed at the door: one mailbox, no display name, nothing that could end a header line. */
export type EmailAddress = string & { readonly brand: 'EmailAddress' };

/** At most 254 characters, one `@`, printable ASCII or letters of any script, no spaces, no controls, no quoting. */
export declare function parseEmailAddress(text: string): EmailAddress | undefined;

export interface Mail {
  readonly to: EmailAddress;
  /** One line, at most 200 characters; never holds a code or a link. */
  readonly subject: string;
  /** The whole message as plain text; may carry a one-time link. */
  readonly text: string;
  /** The same message as simple HTML. */
  readonly html: string;
  /** After this moment nobody tries to deliver it any more. Default: two days after it was queued. */
  readonly usefulUntil?: Instant;
}

/** Whoever sends mail depends on this only. */
export interface Mailer {
  /**
   * Queues a mail in the transaction of the act it tells about: both happen or neither. Delivery follows after the commit.
   *
   * @throws TypeError when the subject has a control character or anything is over its size limit: a bug of the caller.
   */
  queue(transaction: AnyTransaction, mail: Mail): Promise<void>;
}

import type { Clock, Instant } from '../clock.ts';
import type { EmailAddress } from './mail.ts';
import type { MailTransport } from './transport.ts';

/** The demonstration's way out: each mail becomes one `.eml` file, complete or not there at all. */
export declare function createOutboxFolder(input: {
  readonly folder: string;
  readonly from: { readonly name: string; readonly address: EmailAddress };
  readonly clock: Clock;
}): MailTransport;

export interface OutboxMail {
  /** Names it in `readOutboxMail`; safe in a URL path. */
  readonly id: string;
  readonly at: Instant;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Came from a file: show it as text or in a sandboxed frame, never inline. */
  readonly html: string;
}

/** The newest mails of the folder, newest first, at most `limit` (default 100). A folder that does not exist is empty. */
export declare function readOutbox(folder: string, limit?: number): Promise<OutboxMail[]>;

/** One mail; undefined when there is none of that id, whatever the id looks like. */
export declare function readOutboxMail(folder: string, id: string): Promise<OutboxMail | undefined>;

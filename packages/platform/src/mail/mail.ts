import type { Instant } from '../clock.ts';
import type { AnyTransaction } from '../database/index.ts';

/** An address that was parsed at the door: one mailbox, no display name, nothing that could end a header line. */
export type EmailAddress = string & { readonly brand: 'EmailAddress' };

const MOST_ADDRESS_OCTETS = 254;
const MOST_LOCAL_OCTETS = 64;
/**
 * RFC 5322 `dot-atom`, and RFC 6531 letters. Left out on purpose: quoted strings, comments and address literals, which nobody types, and `%` and `!`, which
 * once meant "pass it on".
 */
const LOCAL_PART = /^[\w#$&'*+/=?^`{|}~\p{L}\p{M}\p{N}-]+(?:\.[\w#$&'*+/=?^`{|}~\p{L}\p{M}\p{N}-]+)*$/u;
const DOMAIN = /^(?!-)[\p{L}\p{M}\p{N}-]{1,63}(?<!-)(?:\.(?!-)[\p{L}\p{M}\p{N}-]{1,63}(?<!-))*$/u;
/** `=?utf-8?q?=0a?=` is decoded by some receivers wherever it stands. */
const ENCODED_WORD = '=?';

/** One mailbox as people write it, blanks around it taken off, its domain in lower case; undefined for anything else. At most 254 octets (RFC 5321 §4.5.3.1). */
export function parseEmailAddress(text: string): EmailAddress | undefined {
  if (text.length > 2 * MOST_ADDRESS_OCTETS) return undefined;
  const address = text.trim().normalize('NFC');
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, Math.max(at, 0)), address.slice(at + 1)];
  const fits = Buffer.byteLength(address) <= MOST_ADDRESS_OCTETS && Buffer.byteLength(local) <= MOST_LOCAL_OCTETS;
  if (!fits || !LOCAL_PART.test(local) || !DOMAIN.test(domain) || local.includes(ENCODED_WORD)) return undefined;
  return `${local}@${domain.toLowerCase()}` as EmailAddress;
}

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

const MOST_SUBJECT = 200;
const MOST_BODY = 200_000;

/** Throws TypeError for a mail that must not leave. The types hold most of it; this holds what a cast or a template could still break. */
export function assertSendable({ to, subject, text, html }: Mail): void {
  if (parseEmailAddress(to) !== to) throw new TypeError('a mail to something that is not one parsed address');
  if (subject === '' || subject.length > MOST_SUBJECT) throw new TypeError('a mail without a subject, or with far too long a one');
  // A line end in a header begins another header (CWE-93).
  if (/[\p{Cc}\u2028\u2029]/u.test(subject)) throw new TypeError('a control character in the subject of a mail');
  if (text === '' || html === '') throw new TypeError('a mail needs its words both as plain text and as HTML');
  if (text.length > MOST_BODY || html.length > MOST_BODY) throw new TypeError('a mail that is far too long');
}

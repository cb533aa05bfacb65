import { hash } from 'node:crypto';
import type { AuditDetails, AuditEvent } from './event.ts';
import type { AuditEventRow } from './tables.ts';

/**
 * How an event is written down for the chain, so that anybody can check it with any tool:
 *
 *     event = JSON array without spaces, in UTF-8:
 *             [sequence, at, actor, action, subject, outcome, reason, network, details]
 *             at is Unix milliseconds; what is absent is null; details is the text of the column, a string
 *     link  = SHA-256( "sallyport/audit/1" || link of the event before || event )
 *     the link before event 1 is 32 zero octets
 *
 * JSON as JavaScript's JSON.stringify writes it (RFC 8785 agrees for strings and whole numbers). Details are a JSON object with its
 * keys sorted by code unit.
 */
const DOMAIN = Buffer.from('sallyport/audit/1');
const MOST_TEXT = 512;
const MOST_DETAILS = 4096;

export type UnlinkedEvent = Omit<AuditEventRow, 'link' | 'sequence'>;

export function linkOf(previous: Uint8Array, sequence: number, event: UnlinkedEvent): Uint8Array {
  const { at, actor, action, subject, outcome, reason, network, details } = event;
  const text = JSON.stringify([sequence, at, actor, action, subject, outcome, reason, network, details]);
  // One octet string and one call: a streaming hash object costs twice as much as the hashing of an event.
  const octets = Buffer.allocUnsafe(DOMAIN.length + previous.length + Buffer.byteLength(text));
  octets.set(DOMAIN);
  octets.set(previous, DOMAIN.length);
  octets.write(text, DOMAIN.length + previous.length);
  return Buffer.from(hash('sha256', octets, 'binary'), 'latin1');
}

/** The columns of an event. Throws when a text is too long: whoever wrote the act did not parse at the door. */
export function columnsOf(event: AuditEvent): UnlinkedEvent {
  return {
    at: event.at,
    actor: plainText(event.actor),
    action: plainText(event.action),
    subject: plainText(event.subject),
    outcome: event.outcome,
    reason: event.reason === undefined ? null : plainText(event.reason),
    network: event.network === undefined ? null : plainText(event.network),
    details: event.details === undefined ? null : detailsText(event.details),
  };
}

function detailsText(details: AuditDetails): string {
  const plain: Record<string, string | number | null> = {};
  for (const name of Object.keys(details).sort()) plain[name] = plainValue(name, details[name]);
  const text = JSON.stringify(plain);
  if (text.length > MOST_DETAILS)
    throw new RangeError(`The details of an audit event are longer than ${MOST_DETAILS.toString()} characters.`);
  return text;
}

function plainValue(name: string, value: unknown): string | number | null {
  if (typeof value === 'string') return plainText(value);
  if (value === null || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw new TypeError(`The audit detail ${name} is neither text, nor a number, nor null.`);
}

/** Both engines must give back what was hashed: no lone surrogates, which UTF-8 cannot hold, and no NUL, which PostgreSQL refuses. */
function plainText(text: string): string {
  if (text.length > MOST_TEXT) throw new RangeError(`A text of an audit event is longer than ${MOST_TEXT.toString()} characters.`);
  if (text.isWellFormed() && !text.includes('\0')) return text;
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

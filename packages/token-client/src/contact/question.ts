import {
  type Bytes,
  type ContactAnswer,
  type ContactFacts,
  type DeviceClock,
  type Randomness,
  contactPath,
  type encodeContact,
  parseContactReply,
  toBase64url,
} from '@sallyport/protocol';
import type { ApiAnswer, PostJson } from '../token-api/answers.ts';
import { clockOffset } from '../time/clock-offset.ts';
import type { Measurement } from '../time/judge-clock.ts';

/** One question to the server and its answer (section 15, contact), whoever asks and however the answer is checked. */

export interface QuestionPorts {
  readonly post: PostJson;
  readonly clock: DeviceClock;
  readonly randomness: Randomness;
}

export interface Question {
  readonly tokenId: Uint8Array;
  readonly epoch: number;
  /** What is known of the server's clock so far. */
  readonly skewMs: number;
  readonly wish: ContactFacts['wish'];
  /** MACs or signs the facts; undefined when the token cannot any more. */
  readonly prove: (facts: ContactFacts) => Promise<ReturnType<typeof encodeContact> | undefined>;
  /** Whether the answer is the server's to this very question. */
  readonly believe: (facts: ContactFacts, reply: { readonly answer: ContactAnswer; readonly mac: Bytes | undefined }) => Promise<boolean>;
}

export type Heard =
  | { readonly kind: 'heard'; readonly answer: ContactAnswer; readonly measured: Measurement }
  /** The token can no longer ask: closed, or moved on by another window. */
  | { readonly kind: 'over' }
  /** The server does not know the keys of this token, as of a copy restored from before its keys were renewed. */
  | { readonly kind: 'unknown' }
  /** Nobody there, or nobody who answers as a server of this token should. */
  | { readonly kind: 'unheard'; readonly because: 'offline' | 'busy' | 'fault' };

const NONCE_OCTETS = 16;

/** Asks; and asks once more when the server refused the time named, with a time that it will take. */
export async function ask(question: Question, ports: QuestionPorts): Promise<Heard> {
  const first = await askAt(question, ports, ports.clock.now() + question.skewMs);
  const after = first.kind === 'heard' ? first.answer.after : undefined;
  if (first.kind !== 'heard' || after === undefined) return first;
  const second = await askAt(question, ports, Math.max(after + 1, ports.clock.now() + first.measured.offsetMs));
  return second.kind === 'heard' && second.answer.after !== undefined ? { kind: 'unheard', because: 'fault' } : second;
}

async function askAt(question: Question, ports: QuestionPorts, timeMs: number): Promise<Heard> {
  const { tokenId, epoch, wish } = question;
  const nonce = ports.randomness.bytes(NONCE_OCTETS);
  const facts: ContactFacts = { tokenId, epoch, wish, nonce, timeMs: Math.max(0, Math.round(timeMs)) };
  const request = await question.prove(facts);
  if (request === undefined) return { kind: 'over' };
  const sentAt = ports.clock.now();
  const startedAt = ports.clock.monotonic();
  const answer = await ports.post(contactPath(toBase64url(tokenId)), request);
  // The wall clock may be set while we wait; the monotonic one says how long it took.
  const roundTripMs = Math.max(0, ports.clock.monotonic() - startedAt);
  if (answer.kind !== 'ok') return unheardOf(answer);
  const reply = parseContactReply(answer.json);
  if (reply === undefined || !(await question.believe(facts, reply))) return { kind: 'unheard', because: 'fault' };
  const { timeMs: serverTimeMs } = reply.answer;
  const offsetMs = clockOffset({ serverTimeMs, sentAt, receivedAt: sentAt + roundTripMs });
  return { kind: 'heard', answer: reply.answer, measured: { offsetMs, roundTripMs, serverTimeMs } };
}

function unheardOf(answer: Exclude<ApiAnswer, { kind: 'ok' }>): Heard {
  if (answer.kind === 'offline') return { kind: 'unheard', because: 'offline' };
  if (answer.code === 'CONTACT_REFUSED') return { kind: 'unknown' };
  return { kind: 'unheard', because: answer.code === 'RATE_LIMITED' ? 'busy' : 'fault' };
}

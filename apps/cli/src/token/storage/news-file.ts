import { type Bytes, fromUtf8, utf8 } from '@sallyport/protocol';
import type { PendingMessage } from '@sallyport/token-client';

/** `news.json`: what the server has still to be told, and when it was last heard from. Nothing in it is secret: a registration code that waits is sealed. */
export interface News {
  readonly messages: readonly PendingMessage[];
  /** By the server's clock, Unix milliseconds; undefined before the first contact. */
  readonly lastContactMs: number | undefined;
}

const NOTHING: News = { messages: [], lastContactMs: undefined };
export const MAX_NEWS_OCTETS = 65_536;
const VERSION = 1;

export function encodeNews({ messages, lastContactMs }: News): Bytes {
  return utf8(JSON.stringify({ v: VERSION, messages, lastContactMs: lastContactMs ?? null }));
}

/** Nothing for what cannot be read: a lost receipt costs the owner one one-time password typed into the portal, and nothing more. */
export function parseNews(octets: Uint8Array | undefined): News {
  const news = octets && octets.length <= MAX_NEWS_OCTETS ? parseJson(octets) : undefined;
  if (!isRecord(news) || news['v'] !== VERSION || !Array.isArray(news['messages'])) return NOTHING;
  const at = news['lastContactMs'];
  return {
    messages: news['messages'].filter(isPendingMessage),
    lastContactMs: typeof at === 'number' && Number.isSafeInteger(at) && at > 0 ? at : undefined,
  };
}

function parseJson(octets: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(octets));
  } catch {
    return undefined;
  }
}

/** The server judges what is in it: every one carries a MAC. */
function isPendingMessage(message: unknown): message is PendingMessage {
  if (!isRecord(message)) return false;
  if (message['kind'] === 'receipt') return isRecord(message['receipt']);
  return (message['kind'] === 'activation' || message['kind'] === 'registration') && typeof message['activationId'] === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

import { type Bytes, fromUtf8, utf8 } from '@sallyport/protocol';
import { isPendingMessage, type PendingMessage } from '@sallyport/token-client';

/** `news.json`: what the server has still to be told. Nothing in it is secret. */

export const MAX_NEWS_OCTETS = 65_536;
const VERSION = 1;

export function encodeNews(messages: readonly PendingMessage[]): Bytes {
  return utf8(JSON.stringify({ v: VERSION, messages }));
}

/** Nothing for what cannot be read: a lost receipt costs the owner one one-time password typed into the portal, and nothing more. */
export function parseNews(octets: Uint8Array | undefined): readonly PendingMessage[] {
  const news = octets && octets.length <= MAX_NEWS_OCTETS ? parseJson(octets) : undefined;
  const isOurs = typeof news === 'object' && news !== null && 'v' in news && news.v === VERSION;
  return isOurs && 'messages' in news && Array.isArray(news.messages) ? news.messages.filter(isPendingMessage) : [];
}

function parseJson(octets: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(octets));
  } catch {
    return undefined;
  }
}

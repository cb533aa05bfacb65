import type { Clock } from '@sallyport/protocol';
import { type PostJson, readAnswer } from '@sallyport/token-client';
import { offsetOf } from './clock-rules.ts';

/** The token API of one server, and what its answers tell about time. */
export interface TokenServer {
  readonly post: PostJson;
  /** Server time minus device time, from the last answer; undefined before there was one. */
  readonly offsetMs: () => number | undefined;
}

/** The longest that is read of an answer; `readAnswer` refuses one of this length. */
const MOST_ANSWER_OCTETS = 65_537;

/** No cookies, no redirects, nothing kept. */
export function tokenServer(given: { readonly origin: string; readonly clock: Clock; readonly patienceMs: number }): TokenServer {
  const { origin, clock, patienceMs } = given;
  let offset: number | undefined;
  return {
    offsetMs: () => offset,
    post: async (path, body) => {
      try {
        const sentAt = clock.now();
        const response = await fetch(origin + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify(body),
          redirect: 'error',
          signal: AbortSignal.timeout(patienceMs),
        });
        const text = await textOf(response);
        offset = offsetOf({ date: response.headers.get('date'), sentAt, receivedAt: clock.now() });
        return readAnswer({ status: response.status, text });
      } catch {
        return { kind: 'offline' };
      }
    },
  };
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    length += (chunk as Uint8Array).length;
    if (length > MOST_ANSWER_OCTETS) break;
  }
  return Buffer.concat(chunks).toString();
}

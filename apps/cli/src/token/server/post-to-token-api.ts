import { type PostJson, readAnswer } from '@sallyport/token-client';

/** The longest that is read of an answer; `readAnswer` refuses one of this length. */
const MOST_ANSWER_OCTETS = 65_537;

/** The token API of one server: no cookies, no redirects, nothing kept. */
export function postToTokenApi({ origin, patienceMs }: { readonly origin: string; readonly patienceMs: number }): PostJson {
  return async (path, body) => {
    try {
      const response = await fetch(origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMs),
      });
      return readAnswer({ status: response.status, text: await textOf(response) });
    } catch {
      return { kind: 'offline' };
    }
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

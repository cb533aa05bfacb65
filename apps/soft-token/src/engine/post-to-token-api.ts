import { type PostJson, readAnswer } from '@sallyport/token-client';

const PATIENCE_MS = 20_000;

/** Same origin only, no cookies, no redirects, never from a cache. */
export const postToTokenApi: PostJson = async (path, body) => {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return readAnswer({ status: response.status, text: await response.text() });
  } catch {
    return { kind: 'offline' };
  }
};

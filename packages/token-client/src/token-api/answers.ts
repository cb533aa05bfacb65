import { isTokenApiRefusalCode, type TokenApiRefusalCode } from '@sallyport/protocol';

/** What came back from the token API. Whatever is not in its contract counts as a fault of the server; no answer at all as being offline. */
export type ApiAnswer =
  | { readonly kind: 'ok'; readonly json: unknown }
  | { readonly kind: 'refused'; readonly code: TokenApiRefusalCode; readonly retryAfterSeconds: number | undefined }
  | { readonly kind: 'offline' };

/** Posts to the token API: no cookies, no redirects, never from a cache. Rejects never; answers `offline` for what did not come through. */
export type PostJson = (path: string, body: object) => Promise<ApiAnswer>;

/** The longest answer of the contract is an activation's `ct2`, below 8 KiB. */
const LONGEST_ANSWER = 65_536;

/** What a proxy or a broken server might send must not pass for an answer. */
export function readAnswer({ status, text }: { readonly status: number; readonly text: string }): ApiAnswer {
  const isOk = status >= 200 && status < 300;
  const json = text.length > LONGEST_ANSWER ? undefined : parseJson(text);
  if (isOk)
    return json === undefined && text !== '' ? { kind: 'refused', code: 'INTERNAL', retryAfterSeconds: undefined } : { kind: 'ok', json };
  const { error, retryAfterSeconds } = isRecord(json) ? json : {};
  return {
    kind: 'refused',
    code: isTokenApiRefusalCode(error) ? error : 'INTERNAL',
    retryAfterSeconds: typeof retryAfterSeconds === 'number' && retryAfterSeconds >= 0 ? retryAfterSeconds : undefined,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

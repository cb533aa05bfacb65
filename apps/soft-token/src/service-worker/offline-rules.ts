/** What the service worker answers for, as rules without a browser around them. */

/**
 * The addresses of the app. `/scan` is the document of `/`, kept apart because the server sends it with another `Permissions-Policy`: only there
 * and in `/codes`, the document of the personal vault, may the camera be used.
 */
export const DOCUMENTS = ['/', '/scan', '/codes'] as const;

const DOCUMENT_OF: ReadonlyMap<string, (typeof DOCUMENTS)[number]> = new Map([
  ['/', '/'],
  ['/a', '/'],
  ['/o', '/'],
  ['/u', '/'],
  ['/scan', '/scan'],
  ['/codes', '/codes'],
]);

const CACHE_PREFIX = 'sallyport-soft-token-';

export function cacheName(version: string): string {
  return `${CACHE_PREFIX}${version}`;
}

export function isOurCache(name: string): boolean {
  return name.startsWith(CACHE_PREFIX);
}

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly origin: string;
  readonly mode: string;
  readonly files: ReadonlySet<string>;
}

/** The path to look up in the cache, or undefined when the network must answer. */
export function answerFor({ method, url, origin, mode, files }: Asked): string | undefined {
  if (method !== 'GET' || url.origin !== origin) return undefined;
  if (mode === 'navigate') return DOCUMENT_OF.get(url.pathname);
  return url.search === '' && files.has(url.pathname) ? url.pathname : undefined;
}

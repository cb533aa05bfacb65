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

/** What this version keeps: a list of its own, as only the installation reads it. */
export function listOf(version: string): string {
  return `/assets/kept-${version}.json`;
}

export function isOurCache(name: string): boolean {
  return name.startsWith(CACHE_PREFIX);
}

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly origin: string;
  readonly mode: string;
}

/** Where the files of the build lie. */
const FILES = /^\/(?:assets\/|icons\/|manifest\.webmanifest$)/;

/** The path to look up in the cache, or undefined when the network must answer. */
export function answerFor({ method, url, origin, mode }: Asked): string | undefined {
  if (method !== 'GET' || url.origin !== origin) return undefined;
  if (mode === 'navigate') return DOCUMENT_OF.get(url.pathname);
  return url.search === '' && FILES.test(url.pathname) ? url.pathname : undefined;
}

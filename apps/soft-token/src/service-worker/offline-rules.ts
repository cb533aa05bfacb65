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

/** Of the Static Routing API, as far as it is used here: no standard library knows it yet. */
export interface Route {
  readonly condition: { readonly requestMode?: 'navigate'; readonly urlPattern: { readonly pathname: string; readonly search: '' } };
  readonly source: 'cache' | { readonly cacheName: string };
}

/**
 * What the browser takes from the cache by itself, without waiting for the service worker: what every start asks for. It says what `answerFor` says
 * (and of a file that is opened like a page, which nobody does, that it is here); what is not found is asked of the network. A file of the build has
 * a name made of what is in it, so that any version's is the right one; a document must be that of the version which the person uses.
 */
export function routesOf(version: string): readonly Route[] {
  return [
    ...DOCUMENTS.map(
      (pathname): Route => ({
        condition: { requestMode: 'navigate', urlPattern: { pathname, search: '' } },
        source: { cacheName: cacheName(version) },
      }),
    ),
    { condition: { urlPattern: { pathname: '/assets/*', search: '' } }, source: 'cache' },
  ];
}

/** Where the files of the build lie. */
const FILES = /^\/(?:assets\/|icons\/|manifest\.webmanifest$)/;

/** The path to look up in the cache, or undefined when the network must answer. */
export function answerFor({ method, url, origin, mode }: Asked): string | undefined {
  if (method !== 'GET' || url.origin !== origin) return undefined;
  if (mode === 'navigate') return DOCUMENT_OF.get(url.pathname);
  return url.search === '' && FILES.test(url.pathname) ? url.pathname : undefined;
}

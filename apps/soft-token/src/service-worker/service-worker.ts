import { answerFor, cacheName, DOCUMENTS, isOurCache, listOf, type Route, routesOf } from './offline-rules.ts';

/**
 * Keeps the app usable without a network. It keeps one list of files, made by the build, and answers for nothing else: not for `/v1`,
 * not for anything with a query, not for a request that is not a GET. What it keeps is what everybody gets; no secret ever passes here
 * (links carry theirs in the fragment, which a service worker does not see in `fetch` and which is never stored).
 *
 *   install   fetch every file of this version into its own cache; say what needs no service worker to be found there; wait
 *   activate  only on the person's word ('update-now'), or at once when there was no version before
 *   fetch     a listed file, or the document for an address of the app, from the cache
 */
declare const self: ServiceWorkerGlobalScope;

/** Replaced by the build: a hash over every file. */
declare const __VERSION__: string;

interface InstallEvent extends ExtendableEvent {
  addRoutes?(routes: readonly Route[]): Promise<void>;
}

const version = __VERSION__;

self.addEventListener('install', (event) => {
  // Chromium has it, and no other yet. Where it fails, the handler below answers for everything.
  void (event as InstallEvent).addRoutes?.(routesOf(version)).catch(() => undefined);
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(activate());
});

self.addEventListener('message', (event) => {
  if (event.data === 'update-now') event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const cached = answerFor({ method: request.method, url: new URL(request.url), origin: self.location.origin, mode: request.mode });
  if (cached !== undefined) event.respondWith(fromCache(cached, request));
});

async function install(): Promise<void> {
  const [cache, list] = await Promise.all([caches.open(cacheName(version)), fetch(listOf(version), { cache: 'reload' })]);
  const files = (await list.json()) as readonly string[];
  // Past the HTTP cache: a half-updated app must never be put together from two versions.
  await cache.addAll([...files, ...DOCUMENTS].map((path) => new Request(path, { cache: 'reload' })));
}

/** The version before stays as long as this one, for windows that still run it and may yet load a part of it on demand. */
async function activate(): Promise<void> {
  const ours = (await caches.keys()).filter(isOurCache);
  const keep = new Set([cacheName(version), ...ours.filter((name) => name !== cacheName(version)).slice(-1)]);
  await Promise.all(ours.filter((name) => !keep.has(name)).map(async (name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromCache(path: string, request: Request): Promise<Response> {
  const current = await caches.open(cacheName(version));
  const found = (await current.match(path)) ?? (await caches.match(path));
  return found ?? fetch(request);
}

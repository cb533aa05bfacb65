import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import type { Argon2id } from '@sallyport/protocol';
import { realArgon2id } from '@sallyport/protocol/testing';
import { builtFiles } from '../../build/press.ts';
import { type ApiReply, TestIssuer } from './test-issuer.ts';

/**
 * The built app behind a small server that sends the headers of the security page, and a token API made of the protocol's server half. But for the
 * `Cross-Origin-Opener-Policy`, which nothing in a window without an opener can notice: a browser starts another process for every window that has one.
 */

/** As the security page has it, with what the token app adds. */
export const TOKEN_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

const DOCUMENTS: Readonly<Partial<Record<string, string>>> = {
  '/': '/index.html',
  '/a': '/index.html',
  '/o': '/index.html',
  '/u': '/index.html',
  '/scan': '/index.html',
  '/codes': '/codes.html',
};
/** The documents with a camera. */
const WITH_CAMERA = new Set(['/scan', '/codes']);

export interface TokenSite {
  readonly origin: string;
  readonly issuer: TestIssuer;
  /** Every request that came, as `METHOD path` with its body: to see that no secret is in any of them. */
  readonly requests: string[];
  /** Answers for the token API instead of the issuer, while set. */
  instead: (() => ApiReply) | undefined;
  /** The content security policy sent with everything. */
  policy: string;
  /** Whether the service worker is there to be had. Its installation is as much work as a whole activation, so that only those have it who need it. */
  hasServiceWorker: boolean;
  /**
   * Whether what has a fingerprint in its name may be kept, as the server says: a browser that keeps it asks once instead of at every start of a window
   * or an engine. Never beside the service worker, so that nothing but what that one keeps is there without a network; and not where a test serves
   * something else under a name that was asked for before.
   */
  isKept: boolean;
  /** The files served; a test may change one to make a new version. */
  readonly files: Map<string, Buffer>;
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  close(): Promise<void>;
}

export interface TokenSiteWish {
  /** Where the built app lies. */
  readonly folder: string;
  /**
   * What a guess at a PIN costs. `next-to-none`: what is shipped, but that a guess is computed over 64 KiB whatever its slot demands; most of what
   * a walk computes is that, and none is about it. What comes from elsewhere, an import, is computed as it demands.
   */
  readonly hashing: 'as-shipped' | 'next-to-none';
}

export async function openTokenSite({ folder, hashing }: TokenSiteWish): Promise<TokenSite> {
  const files = await builtFiles(folder);
  const issuer = new TestIssuer(hashing === 'next-to-none' ? quickArgon2id : realArgon2id);
  const requests: string[] = [];
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const site: TokenSite = {
    origin: `http://localhost:${String(port)}`,
    issuer,
    requests,
    instead: undefined,
    policy: TOKEN_POLICY,
    hasServiceWorker: true,
    isKept: true,
    files,
    goOffline: () => stop(server),
    goOnline: async () => {
      server = await listen(port);
    },
    close: () => stop(server),
  };
  return site;

  async function listen(at: number): Promise<Server> {
    const started = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => started.listen(at, 'localhost', resolve));
    return started;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    const body = await bodyOf(request);
    requests.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`);
    if (request.method === 'POST') {
      const reply = site.instead?.() ?? (await issuer.answer(path, JSON.parse(body), site.origin));
      sendReply(response, reply ?? { status: 404, body: undefined });
    } else {
      sendFile(response, path);
    }
  }

  function sendFile(response: ServerResponse, path: string): void {
    const name = DOCUMENTS[path] ?? path;
    const file = name === '/service-worker.js' && !site.hasServiceWorker ? undefined : files.get(name);
    const isLasting = file !== undefined && name.startsWith('/assets/') && site.isKept && !site.hasServiceWorker;
    response.writeHead(file ? 200 : 404, {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'content-security-policy': site.policy,
      'permissions-policy': WITH_CAMERA.has(path) ? 'camera=(self)' : 'camera=()',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': isLasting ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    response.end(hashing === 'next-to-none' && WORKER.test(name) ? withQuickHashing(String(file)) : file);
  }
}

const WORKER = /^\/assets\/(?:engine|personal)-worker-/;

const QUICK = { memoryKiB: 64, passes: 1 } as const;

/** Where the worker hands a guess over to be computed. */
const HANDED_OVER = /cost:\{memoryKiB:\w+,passes:\w+,lanes:1\}/g;

function withQuickHashing(script: string): string {
  const quick = script.replaceAll(HANDED_OVER, `cost:{memoryKiB:${String(QUICK.memoryKiB)},passes:${String(QUICK.passes)},lanes:1}`);
  if (quick === script) throw new Error('The cost of a guess stands nowhere in the worker: it is written in another way now.');
  return quick;
}

const quickArgon2id: Argon2id = (input) => realArgon2id({ ...input, ...QUICK });

function sendReply(response: ServerResponse, { status, body }: ApiReply): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(body && JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

async function stop(server: Server): Promise<void> {
  const stopped = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await stopped;
}

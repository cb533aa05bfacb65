import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { builtFiles } from '../../build/press.ts';
import { type ApiReply, TestIssuer } from './test-issuer.ts';

/** The built app behind a small server that sends the headers of the security page, and a token API made of the protocol's server half. */

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
   * What a guess at a PIN costs. `least`: what is shipped, but for the costs it chooses from, which are all made the least that a slot may have on
   * their way to the browser; most of what a walk computes is that, and none is about it. `next-to-none`: less than a slot may have, for those who
   * try hundreds of PINs.
   */
  readonly hashing: 'as-shipped' | 'least' | 'next-to-none';
}

export async function openTokenSite({ folder, hashing }: TokenSiteWish): Promise<TokenSite> {
  const files = await builtFiles(folder);
  const issuer = new TestIssuer();
  const requests: string[] = [];
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const site: TokenSite = {
    origin: `http://localhost:${String(port)}`,
    issuer,
    requests,
    instead: undefined,
    policy: TOKEN_POLICY,
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
    const file = files.get(name);
    response.writeHead(file ? 200 : 404, {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'content-security-policy': site.policy,
      'permissions-policy': WITH_CAMERA.has(path) ? 'camera=(self)' : 'camera=()',
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-cache',
    });
    response.end(hashing !== 'as-shipped' && WORKER.test(name) ? withLessHashing(String(file), hashing) : file);
  }
}

const WORKER = /^\/assets\/(?:engine|personal)-worker-/;

function withLessHashing(script: string, hashing: 'least' | 'next-to-none'): string {
  const least = script.replaceAll(/memoryKiB:(?:65536|49152|32768),passes:[23]/g, 'memoryKiB:19456,passes:2');
  if (least === script) throw new Error('The costs of a guess stand nowhere in the worker: they are written in another way now.');
  // The least stands also where a slot is checked before it is tried.
  return hashing === 'least' ? least : least.replaceAll('19456', '64');
}

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

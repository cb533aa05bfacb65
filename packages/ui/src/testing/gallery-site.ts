/** The gallery as a web site: the real stylesheet and scripts, built by vite as the server's are, and a policy as strict as the server's. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { renderDocument } from '../server.ts';
import { gallery } from './gallery.tsx';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPES: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript', woff2: 'font/woff2', svg: 'image/svg+xml' };

export interface GallerySite {
  readonly origin: string;
  /** The body of the last form that was sent. */
  readonly lastSent: () => URLSearchParams | undefined;
  readonly sentCount: () => number;
  readonly close: () => Promise<void>;
}

/** Screenshots and pages lie here after a run; not part of the project. */
export const galleryFolder = fileURLToPath(new URL('../../.cache/gallery/', import.meta.url));

export async function openGallery(): Promise<GallerySite> {
  const icon = await readFile(new URL('../style/icon.svg', import.meta.url));
  const files = new Map([...(await buildAssets()), ['/icon.svg', icon]]);
  await mkdir(galleryFolder, { recursive: true });
  const assets = {
    stylesheet: addressOf(files, '.css'),
    icon: '/icon.svg',
    scripts: [addressOf(files, '.js')],
    fonts: [addressOf(files, /hyperlegible-next-latin-wght.*woff2$/)],
  };
  const pages = new Map(gallery.map(({ name, draw }) => [`/${name}`, renderDocument(draw(assets))]));
  for (const [path, html] of pages) await writeFile(`${galleryFolder}${path}.html`, html);

  const sent: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://gallery').pathname;
    const file = files.get(path);
    if (file) {
      response.writeHead(200, { 'content-type': TYPES[path.split('.').at(-1) ?? ''] }).end(file);
      return;
    }
    const answer = () =>
      response
        .writeHead(pages.has(path) ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY })
        .end(pages.get(path) ?? 'There is no such page.');
    if (request.method !== 'POST') {
      answer();
      return;
    }
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      sent.push(new URLSearchParams(body));
      answer();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    lastSent: () => sent.at(-1),
    sentCount: () => sent.length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function buildAssets(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const input = [
    fileURLToPath(new URL('./gallery-script.ts', import.meta.url)),
    fileURLToPath(new URL('../style/sallyport.css', import.meta.url)),
  ];
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      assetsInlineLimit: 0,
      modulePreload: false,
      target: 'es2022',
      cssTarget: 'chrome123',
      rolldownOptions: { input },
    },
  });
  if (!('output' in result)) throw new Error('vite built something else than one bundle');
  return new Map(result.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]));
}

function addressOf(files: ReadonlyMap<string, unknown>, pattern: string | RegExp): string {
  const found = [...files.keys()].find((path) => (typeof pattern === 'string' ? path.endsWith(pattern) : pattern.test(path)));
  if (!found) throw new Error(`No file of the bundle fits ${pattern}.`);
  return found;
}

import { once } from 'node:events';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type OcspFailure,
  type OcspSigner,
  createOcspSigner,
  ocspFailure,
  ocspRequestInPath,
  readOcspRequest,
  serialsAskedFor,
  writeOcspAnswer,
} from '@sallyport/pki';
import { nodeCryptography } from '@sallyport/pki/node-cryptography';
import { must } from '@sallyport/pki/testing';
import type { Gallery } from './gallery.ts';

/** The doors of OCSP behind a bare HTTP server, so that programs can ask by themselves: by POST, by GET, with their own nonces. */
export class ResponderOverHttp {
  readonly #server: Server;
  readonly #galleries = new Map<string, { readonly gallery: Gallery; readonly signer: OcspSigner }>();
  /** How it was asked: `GET p256`. */
  readonly asked: string[] = [];
  /** Says nothing but this, for as long as it stands here. */
  failing: OcspFailure | undefined;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then((der) => {
        response.writeHead(200, { 'content-type': 'application/ocsp-response', 'content-length': der.length });
        response.end(der);
      });
    });
  }

  static async open(): Promise<ResponderOverHttp> {
    const responder = new ResponderOverHttp();
    responder.#server.listen(0, '127.0.0.1');
    await once(responder.#server, 'listening');
    return responder;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  answerFor(gallery: Gallery): void {
    const { responder, authority } = gallery;
    const signer = must(createOcspSigner({ key: authority.responderKey, responder, cryptography: nodeCryptography }));
    this.#galleries.set(gallery.name, { gallery, signer });
  }

  async #answer(request: IncomingMessage): Promise<Uint8Array> {
    const [, name = '', path = ''] = /^\/([^/]+)(.*)$/.exec(request.url ?? '') ?? [];
    this.asked.push(`${request.method ?? ''} ${name}`);
    if (this.failing !== undefined) return ocspFailure(this.failing);
    const body = request.method === 'GET' ? ocspRequestInPath(path) : { ok: true as const, value: await bodyOf(request) };
    const asked = body.ok ? readOcspRequest(body.value) : body;
    if (!asked.ok) return ocspFailure('malformed-request');
    const found = this.#galleries.get(name);
    if (found === undefined || serialsAskedFor(asked.value, found.gallery.responder).length === 0) return ocspFailure('unauthorized');
    const { gallery, signer } = found;
    const { responder, statuses } = gallery;
    const now = Date.now();
    const tbs = must(writeOcspAnswer({ responder, ...asked.value, statuses, thisUpdate: now, nextUpdate: now + 3_600_000 }));
    return must(await signer.sign({ tbs, now }));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

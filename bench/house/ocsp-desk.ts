import {
  type CertificateStatus,
  type OcspSigner,
  type Responder,
  type Result,
  createOcspSigner,
  ocspCaching,
  preSignedCertId,
  preSignedSubjectOf,
  readOcspRequest,
  readResponder,
  serialsAskedFor,
  writeOcspAnswer,
} from '@sallyport/pki';
import { nodeCryptography } from '@sallyport/pki/node-cryptography';
import { TEST_NOW, type TestAuthority, makeTestAuthority, writeOcspRequest } from '@sallyport/pki/testing';
import type { OcspTask } from './ocsp-thread.ts';

const CERTIFICATES = 1000;
const NEXT_UPDATE = TEST_NOW + 86_400_000;

/** Where requests come in as octets and answers go out as octets: the whole of OCSP but for HTTP and the database. */
export class OcspDesk {
  readonly #authority: TestAuthority;
  readonly #responder: Responder;
  readonly #signer: OcspSigner;
  readonly #statuses = new Map<string, CertificateStatus>();
  readonly #answers = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #requests: { readonly plain: Uint8Array; readonly withNonce: Uint8Array }[] = [];
  #bareTbs: Uint8Array<ArrayBuffer> = new Uint8Array();

  private constructor(authority: TestAuthority) {
    this.#authority = authority;
    this.#responder = value(readResponder({ der: authority.responder, issuer: authority.issuing, cryptography: nodeCryptography }));
    this.#signer = value(createOcspSigner({ key: authority.responderKey, responder: this.#responder, cryptography: nodeCryptography }));
  }

  /** With a thousand certificates, one in ten revoked, and for each an answer made before. */
  static async open(): Promise<OcspDesk> {
    const desk = new OcspDesk(await makeTestAuthority());
    for (let index = 0; index < CERTIFICATES; index += 1) await desk.#enrol(index);
    return desk;
  }

  async #enrol(index: number): Promise<void> {
    const serial = this.#authority.serial();
    const revoked = { state: 'revoked', at: TEST_NOW - 60_000, reason: 'superseded' } as const;
    const certId = preSignedCertId(this.#responder, { hash: 'sha1', serial });
    this.#statuses.set(certId.serialHex, index % 10 === 0 ? revoked : { state: 'good' });
    const tbs = this.#write({ certIds: [certId], nonce: undefined });
    this.#answers.set(`sha1 ${certId.serialHex}`, value(await this.#signer.sign({ tbs, now: TEST_NOW })));
    const nonce = new Uint8Array(32).fill(index);
    const question = { issuer: this.#authority.issuing, serials: [serial], hash: 'sha1' } as const;
    this.#requests.push({ plain: writeOcspRequest(question), withNonce: writeOcspRequest({ ...question, nonce }) });
    this.#bareTbs = this.#write({ certIds: [certId], nonce });
  }

  #write(request: {
    readonly certIds: Parameters<typeof writeOcspAnswer>[0]['certIds'];
    readonly nonce: Uint8Array<ArrayBuffer> | undefined;
  }) {
    const dates = { thisUpdate: TEST_NOW, nextUpdate: NEXT_UPDATE };
    return value(writeOcspAnswer({ responder: this.#responder, statuses: this.#statuses, ...dates, ...request }));
  }

  async work(kind: OcspTask['kind'], works: number): Promise<void> {
    for (let index = 0; index < works; index += 1) {
      const request = this.#requests[index % CERTIFICATES];
      if (request === undefined) throw new Error('no request was prepared');
      if (kind === 'on-demand') await this.#answer(request.withNonce);
      else if (kind === 'pre-signed') this.#hand(request.plain);
      else await this.#authority.responderKey.sign(this.#bareTbs);
    }
  }

  async #answer(octets: Uint8Array): Promise<Uint8Array> {
    const request = value(readOcspRequest(octets));
    if (serialsAskedFor(request, this.#responder).length === 0) throw new Error('a request about nothing of ours');
    return value(await this.#signer.sign({ tbs: this.#write(request), now: TEST_NOW }));
  }

  #hand(octets: Uint8Array): { readonly der: Uint8Array; readonly caching: unknown } {
    const subject = preSignedSubjectOf(value(readOcspRequest(octets)), this.#responder);
    const der = subject && this.#answers.get(`${subject.hash} ${subject.serialHex}`);
    if (der === undefined) throw new Error('no answer was made for this request');
    const dates = { thisUpdate: TEST_NOW, nextUpdate: NEXT_UPDATE, now: TEST_NOW };
    return { der, caching: ocspCaching({ der, ...dates, nonce: undefined, ceilingSeconds: 3600, digests: nodeCryptography }) };
  }
}

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

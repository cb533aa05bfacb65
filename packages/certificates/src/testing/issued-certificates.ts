import {
  type Issuer,
  type OcspCaching,
  type OcspFailure,
  decodeCrl,
  decodeOcspResponse,
  fromHex,
  isCrlOf,
  readResponder,
  toHex,
} from '@sallyport/pki';
import { nodeCryptography } from '@sallyport/pki/node-cryptography';
import { must, writeOcspRequest } from '@sallyport/pki/testing';
import {
  type CaProvider,
  type CertificateId,
  answerOcsp,
  decideOnRequest,
  isRefusal,
  issueCertificate,
  requestCertificate,
  revokeCertificate,
} from '../index.ts';
import { type TestOffice, csrFor } from './test-office.ts';

export interface IssuedForTest {
  readonly certificateId: CertificateId;
  readonly serial: string;
}

/** Asked for and agreed to. */
export async function approvedRequest(office: TestOffice, name = 'www.harbour.example'): Promise<CertificateId> {
  const { requester: person, approver } = office.staff;
  const asked = await requestCertificate(office.ports, { person, wish: csrFor([name]) });
  if (isRefusal(asked)) throw new Error(`${asked.code}: ${asked.reason}`);
  const { certificateId } = asked;
  await decideOnRequest(office.ports, { person: approver, certificateId, decision: 'approve', reason: '' });
  return certificateId;
}

/** The same process, killed when a certificate is signed and not on record yet. */
export async function dieIssuing({ ports }: TestOffice, certificateId: CertificateId): Promise<void> {
  const { provider } = ports;
  const dying: CaProvider = {
    ...provider,
    issue: async (order, journal) => {
      await provider.issue(order, journal);
      throw new Error('killed');
    },
  };
  await issueCertificate({ ...ports, provider: dying }, certificateId).catch((error: unknown) => {
    if (!(error instanceof Error) || error.message !== 'killed') throw error;
  });
}

export async function issuedCertificate(office: TestOffice, name?: string): Promise<IssuedForTest> {
  const certificateId = await approvedRequest(office, name);
  const outcome = await issueCertificate(office.ports, certificateId);
  if (outcome !== 'issued') throw new Error(outcome);
  return { certificateId, serial: (await certificateRow(office, certificateId)).serial ?? '' };
}

export async function revokeForTest(office: TestOffice, certificateId: CertificateId, reason = 'key-compromise'): Promise<void> {
  const outcome = await revokeCertificate(office.ports, { person: office.staff.approver, certificateId, reason });
  if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.reason}`);
}

export function certificateRow({ database }: Pick<TestOffice, 'database'>, certificateId: CertificateId) {
  return database.query.selectFrom('certificate').selectAll().where('certificate_id', '=', certificateId).executeTakeFirstOrThrow();
}

type Office = Pick<TestOffice, 'database' | 'ports'>;

/** The list of a CA that is served, taken apart; signed by that CA. */
export async function listOf({ database, ports }: Office, authorityId = 'issuing') {
  const row = await database.query.selectFrom('certificate_list').select('der').where('authority_id', '=', authorityId).executeTakeFirst();
  const list = row && must(decodeCrl(row.der));
  if (list && !isCrlOf(issuerOf(ports, authorityId).certificate, list, nodeCryptography)) throw new Error('signed by somebody else');
  return list;
}

export async function listedSerials(office: Office, authorityId?: string): Promise<readonly string[]> {
  return (await listOf(office, authorityId))?.entries.map(({ serial }) => toHex(serial)).sort() ?? [];
}

function issuerOf({ authorities }: TestOffice['ports'], authorityId: string): Issuer {
  const authority = authorities.find(authorityId);
  if (authority === undefined) throw new Error(`there is no CA ${authorityId}`);
  return authority.issuer;
}

export interface QuestionForTest {
  readonly serial: string;
  readonly authorityId?: string;
  readonly nonce?: Uint8Array;
  readonly budget?: 'spent';
}

/** What the world is told of a serial. */
export interface ToldByOcsp {
  readonly failure?: OcspFailure;
  readonly status?:
    | { readonly state: 'good' | 'revoked' | 'unknown'; readonly at?: number; readonly reason?: string | undefined }
    | undefined;
  readonly thisUpdate?: number | undefined;
  readonly caching?: OcspCaching;
  /** SHA-256 of the certificate of the responder, which is judged. */
  readonly responder?: string;
}

export async function askOcsp(
  { ports }: Pick<TestOffice, 'ports'>,
  { serial, authorityId = 'issuing', nonce, budget }: QuestionForTest,
): Promise<ToldByOcsp> {
  const issuer = issuerOf(ports, authorityId);
  const octets = writeOcspRequest({ issuer, serials: [fromHex(serial)], hash: 'sha1', ...(nonce && { nonce }) });
  const reply = await answerOcsp(ports, { asked: { body: octets }, maySign: () => budget !== 'spent' });
  if (reply.kind === 'failure') return { failure: reply.failure };
  const decoded = must(decodeOcspResponse(reply.der));
  if (decoded.status !== 'successful') throw new Error(decoded.status);
  const [response] = decoded.answer.responses;
  const [der = new Uint8Array()] = decoded.certificates;
  must(readResponder({ der, issuer, cryptography: nodeCryptography }));
  const { caching } = reply;
  return { status: response?.status, thisUpdate: response?.thisUpdate, responder: toHex(nodeCryptography.sha256(der)), caching };
}

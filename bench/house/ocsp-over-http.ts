import { setTimeout as wait } from 'node:timers/promises';
import { type Issuer, fromHex, readIssuer } from '@sallyport/pki';
import { writeOcspRequest } from '@sallyport/pki/testing';
import { ratePerSecond } from '../harness.ts';
import { Connections, type Response } from './connections.ts';
import { filesOf, issuedIn, requestMessage, startForPrograms } from './issuing-program.ts';
import { removeFolder, temporaryFolder } from './temporary-installation.ts';

/** What a relying party gets: the built server, which is one process, and its responder over HTTP. */
export interface RelyingParty {
  /** GETs a second of answers that were signed before, read from the database each time. */
  readonly preSigned: () => Promise<number>;
  /** POSTs a second with a nonce, each signed for itself. */
  readonly onDemand: () => Promise<number>;
  readonly close: () => Promise<void>;
}

const CERTIFICATES = 100;
const CALLERS = 32;
const GETS = 4000;
/** Fewer than one network may have signed at once, so that none is answered with *try later*. */
const POSTS = 800;
/** In which as many may be signed again. */
const REST_MS = 8500;
const LOOK_EVERY_MS = 1000;
const SUCCESSFUL = '\x0a\x01\x00';

export async function startRelyingParty(): Promise<RelyingParty> {
  const folder = await temporaryFolder();
  const connections = new Connections();
  const { server, keys } = await startForPrograms(folder, 1);
  const [key = ''] = keys;
  const close = async () => {
    connections.close();
    await server.stop();
    await removeFolder(folder);
  };
  try {
    const questions = await questionsAbout(connections, { portal: new URL(server.certificateServices), key });
    const url = new URL(server.revocation);
    const gets = questions.map(({ plain }) => getMessage(url, plain));
    const posts = questions.map(({ withNonce }) => postMessage(url, withNonce));
    const ask = async (messages: readonly string[], index: number) =>
      answerIn(await connections.ask(url, messages[index % messages.length] ?? ''));
    await untilSignedBefore((index) => ask(gets, index));
    return {
      preSigned: () => ratePerSecond({ callers: CALLERS, works: GETS, work: (index) => ask(gets, index) }),
      onDemand: async () => {
        await wait(REST_MS);
        return ratePerSecond({ callers: CALLERS, works: POSTS, work: (index) => ask(posts, index) });
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Question {
  readonly plain: Uint8Array;
  readonly withNonce: Uint8Array;
}

async function questionsAbout(
  connections: Connections,
  { portal, key }: { readonly portal: URL; readonly key: string },
): Promise<Question[]> {
  const questions: Question[] = [];
  for (let index = 0; index < CERTIFICATES; index += 1) {
    const certificateId = issuedIn(await connections.ask(portal, requestMessage({ host: portal.host, key, index })));
    const [leaf, ca] = await filesOf(connections, { url: portal, key, certificateId });
    const question = { issuer: issuerIn(ca.raw), serials: [fromHex(leaf.serialNumber)], hash: 'sha1' } as const;
    questions.push({
      plain: writeOcspRequest(question),
      withNonce: writeOcspRequest({ ...question, nonce: new Uint8Array(32).fill(index) }),
    });
  }
  return questions;
}

function issuerIn(der: Uint8Array): Issuer {
  const issuer = readIssuer(der);
  if (!issuer.ok) throw new Error(issuer.error.code);
  return issuer.value;
}

function getMessage({ host }: URL, question: Uint8Array): string {
  return `GET /ocsp/${encodeURIComponent(Buffer.from(question).toString('base64'))} HTTP/1.1\r\nhost: ${host}\r\n\r\n`;
}

function postMessage({ host }: URL, question: Uint8Array): string {
  const head = `POST /ocsp HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/ocsp-request\r\ncontent-length: ${String(question.length)}\r\n\r\n`;
  return head + Buffer.from(question).toString('latin1');
}

/** @throws Error unless it is an answer about a certificate. */
function answerIn({ status, body }: Response): string {
  if (status !== 200 || !body.slice(0, 12).includes(SUCCESSFUL)) throw new Error(`no answer: ${String(status)}`);
  return body;
}

/** What is signed for each question is another signature each time. */
async function untilSignedBefore(ask: (index: number) => Promise<string>): Promise<void> {
  for (let index = 0; index < CERTIFICATES; index += 1) {
    while ((await ask(index)) !== (await ask(index))) await wait(LOOK_EVERY_MS);
  }
}

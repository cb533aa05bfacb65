import { X509Certificate } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { decodeCrl, decodeOcspResponse, readIssuer, toHex } from '@sallyport/pki';
import { must, writeOcspRequest } from '@sallyport/pki/testing';
import { Connections } from './connections.ts';
import { issuedIn, requestMessage, startForPrograms } from './issuing-program.ts';
import type { RunningServer } from './running-server.ts';
import { removeFolder, temporaryFolder } from './temporary-installation.ts';

/** Milliseconds from the answer to a revocation until the world is told, one a round. */
export interface RevocationsSeen {
  readonly byOcsp: readonly number[];
  readonly byList: readonly number[];
}

const LOOK_EVERY_MS = 20;
const GIVE_UP_AFTER_MS = 120_000;

/** Of the built server as `sallyport serve` runs it, asked over HTTP: certificates are issued, asked about, revoked through the API, and asked about again. */
export async function seeRevocations(rounds: number): Promise<RevocationsSeen> {
  const folder = await temporaryFolder();
  const connections = new Connections();
  let server: RunningServer | undefined;
  try {
    const started = await startForPrograms(folder, 1);
    ({ server } = started);
    const [key = ''] = started.keys;
    const seen = { byOcsp: [] as number[], byList: [] as number[] };
    for (let index = 0; index < rounds; index += 1) {
      const { byOcsp, byList } = await seeOne({ server, connections, key, index });
      seen.byOcsp.push(byOcsp);
      seen.byList.push(byList);
    }
    return seen;
  } finally {
    connections.close();
    await server?.stop();
    await removeFolder(folder);
  }
}

interface One {
  readonly server: RunningServer;
  readonly connections: Connections;
  readonly key: string;
  readonly index: number;
}

async function seeOne({ server, connections, key, index }: One): Promise<{ readonly byOcsp: number; readonly byList: number }> {
  const url = new URL(server.certificateServices);
  const id = issuedIn(await connections.ask(url, requestMessage({ host: url.host, key, index })));
  const api = (path: string, init: RequestInit = {}) =>
    fetch(`${server.certificateServices}/api/v1/certificates/${id}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, ...(init.body === undefined ? {} : { 'content-type': 'application/json' }) },
    });
  const serial = new X509Certificate(await (await api('/files/full-chain.pem')).text()).serialNumber.toLowerCase();
  const issuer = must(readIssuer(new Uint8Array(await (await fetch(`${server.revocation}/issuing.cer`)).arrayBuffer())));
  const body = writeOcspRequest({ issuer, serials: [Buffer.from(serial, 'hex')], hash: 'sha1' });
  const isRevokedByOcsp = async () => {
    const answer = await fetch(`${server.revocation}/ocsp`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/ocsp-request' },
    });
    const decoded = must(decodeOcspResponse(new Uint8Array(await answer.arrayBuffer())));
    return decoded.status === 'successful' && decoded.answer.responses[0]?.status.state === 'revoked';
  };
  const isListed = async () => {
    const list = must(decodeCrl(new Uint8Array(await (await fetch(`${server.revocation}/issuing.crl`)).arrayBuffer())));
    return list.entries.some((entry) => toHex(entry.serial) === serial);
  };
  if (await isRevokedByOcsp()) throw new Error('revoked before it was');
  const revoked = await api('/revocation', { method: 'POST', body: JSON.stringify({ reason: 'superseded' }) });
  if (!revoked.ok) throw new Error(`not revoked: ${String(revoked.status)} ${await revoked.text()}`);
  const at = performance.now();
  const since = async (isSeen: () => Promise<boolean>) => {
    while (!(await isSeen())) {
      if (performance.now() - at > GIVE_UP_AFTER_MS) throw new Error('the revocation was not seen');
      await wait(LOOK_EVERY_MS);
    }
    return performance.now() - at;
  };
  return { byOcsp: await since(isRevokedByOcsp), byList: await since(isListed) };
}

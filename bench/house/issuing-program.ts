import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import {
  type OrganisationId,
  type Person,
  type PersonId,
  grantRoleByOperator,
  isRefusal,
  makeApiKey,
  welcomePerson,
} from '@sallyport/certificates';
import type { Installation } from '@sallyport/installation';
import { makeCsr } from '@sallyport/pki/testing';
import { systemClock } from '@sallyport/platform';
import type { Connections, Response } from './connections.ts';
import { type RunningServer, startServer } from './running-server.ts';
import { openIn, settingsFor } from './temporary-installation.ts';

/** Programs that ask for certificates through the API, each with a key of its own. */

const BENCH_SUFFIX = 'bench.example';
const SCOPES = ['look', 'request', 'revoke'] as const;

/** The built server on an installation of its own in that folder, and so many keys to its API. */
export async function startForPrograms(
  folder: string,
  programs: number,
): Promise<{ readonly server: RunningServer; readonly keys: readonly string[] }> {
  const settings = { ...settingsFor(folder), SALLYPORT_CERTIFICATE_SUFFIXES: BENCH_SUFFIX };
  const installation = await openIn(settings, systemClock);
  const keys = await makeKeys(installation, programs);
  await installation.close();
  return { server: await startServer({ settings, logFile: join(folder, 'server.log') }), keys };
}

/** Keys of one requester, for so many programs. */
export async function makeKeys({ certificates }: Installation, count: number): Promise<readonly string[]> {
  const personId = 'bench' as PersonId;
  const organisationId = 'bench' as OrganisationId;
  await welcomePerson(certificates, { personId, organisationId, organisationName: 'Bench', name: 'Bench', mail: undefined });
  await grantRoleByOperator(certificates, { personId, role: 'requester' });
  const person: Person = { personId, organisationId, level: 2, network: '127.0.0.1' };
  const keys: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const made = await makeApiKey(certificates, { person, wish: { name: `program ${String(index)}`, scopes: SCOPES, days: 1 } });
    if (isRefusal(made)) throw new Error(made.code);
    keys.push(made.key.reveal());
  }
  return keys;
}

/** The request of one certificate under a key of its own, ready to be sent: making it is not the server's work. */
export function requestMessage({ host, key, index }: { readonly host: string; readonly key: string; readonly index: number }): string {
  const { pem: csr } = makeCsr();
  const body = JSON.stringify({ profile: 'short-lived-server', csr, names: [`host-${String(index)}.${BENCH_SUFFIX}`] });
  return [
    'POST /api/v1/requests HTTP/1.1',
    `host: ${host}`,
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    `content-length: ${String(body.length)}`,
    '',
    body,
  ].join('\r\n');
}

/** @throws Error unless it was issued. */
export function issuedIn({ status, body }: Response): string {
  const { id, status: state } = JSON.parse(body) as { readonly id: string; readonly status: string };
  if (status !== 201 || state !== 'ACTIVE') throw new Error(`not issued: ${String(status)} ${body}`);
  return id;
}

interface IssuedCertificate {
  readonly url: URL;
  readonly key: string;
  readonly certificateId: string;
}

/** @throws Error unless the certificate is there, and signed by the CA above it. */
export async function judgeIssued(connections: Connections, issued: IssuedCertificate): Promise<void> {
  await filesOf(connections, issued);
}

/** The certificate and the one above it. @throws Error unless they are there, and the one is signed by the other. */
export async function filesOf(connections: Connections, issued: IssuedCertificate): Promise<readonly [X509Certificate, X509Certificate]> {
  const { url, key, certificateId } = issued;
  const message = `GET /api/v1/certificates/${certificateId}/files/full-chain.pem HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: Bearer ${key}\r\n\r\n`;
  const { body } = await connections.ask(url, message);
  const [leaf, issuer] = body.split(/(?<=-----END CERTIFICATE-----\n)/).map((pem) => new X509Certificate(pem));
  if (issuer === undefined || leaf?.verify(issuer.publicKey) !== true) throw new Error('the certificate does not hold');
  return [leaf, issuer];
}

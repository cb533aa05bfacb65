import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type CertificateId,
  type OrganisationId,
  type Person,
  type PersonId,
  decideOnRequest,
  grantRoleByOperator,
  isRefusal,
  issueCertificate,
  requestCertificate,
  revokeCertificate,
  welcomePerson,
} from '@sallyport/certificates';
import type { Installation } from '@sallyport/installation';

/** A certificate of the embedded CA of a running server, issued by the verbs that issue any. */
export interface IssuedCertificate {
  readonly certificateId: CertificateId;
  readonly serial: string;
  readonly der: Uint8Array;
}

export async function issueForTest({ certificates }: Installation, name: string): Promise<IssuedCertificate> {
  const [requester, approver] = [await hire(certificates, 'ada'), await hire(certificates, 'bo')];
  const wish = { profileId: 'server', csr: await makeCsr(), names: [name], subject: {}, lifetimeDays: undefined, note: '' };
  const asked = await requestCertificate(certificates, { person: requester, wish });
  if (isRefusal(asked)) throw new Error(`${asked.code}: ${asked.reason}`);
  const { certificateId } = asked;
  await decideOnRequest(certificates, { person: approver, certificateId, decision: 'approve', reason: '' });
  await issueCertificate(certificates, certificateId);
  const row = await certificates.database.query
    .selectFrom('certificate')
    .select(['serial', 'der'])
    .where('certificate_id', '=', certificateId)
    .executeTakeFirstOrThrow();
  return { certificateId, serial: row.serial ?? '', der: row.der ?? new Uint8Array() };
}

export async function revokeForTest({ certificates }: Installation, certificateId: CertificateId): Promise<void> {
  const outcome = await revokeCertificate(certificates, { person: await hire(certificates, 'bo'), certificateId, reason: 'superseded' });
  if (isRefusal(outcome)) throw new Error(outcome.code);
}

async function hire(ports: Installation['certificates'], name: string): Promise<Person> {
  const personId = name as PersonId;
  const organisationId = 'northwind' as OrganisationId;
  await welcomePerson(ports, { personId, organisationId, organisationName: 'Northwind', name, mail: undefined });
  for (const role of ['requester', 'approver'] as const) await grantRoleByOperator(ports, { personId, role });
  return { personId, organisationId, level: 2, network: '192.0.2.10' };
}

async function makeCsr(): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-csr-'));
  try {
    const key = join(folder, 'key.pem');
    await writeFile(key, privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const { stdout } = await promisify(execFile)('openssl', ['req', '-new', '-key', key, '-subj', '/CN=a server']);
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

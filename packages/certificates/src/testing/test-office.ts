import { type CertificateProfile, type DnsName, privateProfile } from '@sallyport/pki';
import { generateSigningKey, loadSigningKey, nodeCryptography } from '@sallyport/pki/node-cryptography';
import { type CsrWish, makeCsr } from '@sallyport/pki/testing';
import {
  type Database,
  type MailTransport,
  type PlatformSchema,
  Secret,
  createLog,
  createMailDelivery,
  createMailer,
  createNamedSecrets,
  createSealer,
  parseKeyring,
  platformMigrations,
  systemRandomness,
} from '@sallyport/platform';
import { type ManualClock, type OpenTestDatabase, manualClock } from '@sallyport/platform/testing';
import {
  type CertificatesPorts,
  type CertificatesSchema,
  type OrganisationId,
  type Person,
  type PersonId,
  type Role,
  certificatesMigrations,
  certificatesPolicy,
  grantRoleByOperator,
  isRootName,
  openEmbeddedCa,
  welcomePerson,
} from '../index.ts';
import { type TestWorld, testWorld } from './test-world.ts';

const NOW = Date.UTC(2026, 9, 1, 12);

function pointersOf(authorityId: string) {
  const ocsp = isRootName(authorityId) ? [] : ['http://pki.example.test/ocsp'];
  return { crl: [`http://pki.example.test/${authorityId}.crl`], ocsp, issuer: [`http://pki.example.test/${authorityId}.cer`] };
}

export interface TestStaff {
  readonly requester: Person;
  readonly approver: Person;
  readonly secondApprover: Person;
  readonly auditor: Person;
  readonly administrator: Person;
  readonly domainAdministrator: Person;
  /** Of another organisation, with every role there. */
  readonly stranger: Person;
}

export interface TestOffice {
  readonly ports: CertificatesPorts;
  readonly database: Database<PlatformSchema & CertificatesSchema>;
  readonly clock: ManualClock;
  readonly staff: TestStaff;
  /** What the world outside answers; whoever tests domains writes here. */
  readonly world: TestWorld;
  /** Every mail that was queued, the oldest first. */
  readonly mails: () => Promise<readonly QueuedMail[]>;
}

export interface QueuedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** `approvals`: how many must agree to an issue; `revocationApprovals`, to a revocation. */
export async function testOffice(
  open: OpenTestDatabase,
  needed: { readonly approvals?: number; readonly revocationApprovals?: number } = {},
): Promise<TestOffice> {
  const database = await open<PlatformSchema & CertificatesSchema>([platformMigrations, certificatesMigrations]);
  const clock = manualClock(NOW);
  return staffedOffice({ database, clock, ...needed });
}

/** On a database of the caller's, such as one that several processes share. */
export async function staffedOffice(given: {
  readonly database: TestOffice['database'];
  readonly clock: ManualClock;
  readonly approvals?: number;
  readonly revocationApprovals?: number;
}): Promise<TestOffice> {
  const { database, clock, approvals: issue = 1, revocationApprovals: revoke = 0 } = given;
  const world = testWorld();
  const opened = await portsOn({ database, clock, profiles: [serverProfile({ issue, revoke })] });
  const ports = { ...opened, vantage: world.vantage, webhookSender: world.webhookSender };
  return { ports, database, clock, staff: await hireStaff(ports), world, mails: mailsIn({ ports, database, clock }) };
}

/** Takes them out of the outbox as the server does. */
function mailsIn({ ports, database, clock }: Pick<TestOffice, 'ports' | 'database' | 'clock'>): TestOffice['mails'] {
  const mails: QueuedMail[] = [];
  const transport: MailTransport = {
    deliver: ({ mail }) => {
      mails.push(mail);
      return Promise.resolve({ outcome: 'sent' });
    },
    close: () => Promise.resolve(),
  };
  const delivery = createMailDelivery({ database, sealer: ports.sealer, transport, clock, log: createLog({ level: 'silent' }) });
  return async () => {
    await delivery.deliverDue();
    return mails;
  };
}

/**
 * Every call seals with the same key, so that several processes can share one database. Names below `example` need no proof: most tests are about
 * something else.
 */
export async function portsOn(
  given: Pick<CertificatesPorts, 'clock' | 'profiles'> & {
    readonly database: Database<PlatformSchema & CertificatesSchema>;
  },
): Promise<CertificatesPorts> {
  const { database, clock, profiles } = given;
  const line = `sallyport-sealing-key:${Buffer.alloc(32, 7).toString('base64url')}`;
  const keyring = parseKeyring({ text: new Secret(line), source: 'the test office' });
  const sealer = createSealer({ keyring, randomness: systemRandomness });
  const { provider, authorities } = await openEmbeddedCa({
    database,
    secrets: createNamedSecrets({ database, sealer, clock }),
    clock,
    randomness: systemRandomness,
    cryptography: nodeCryptography,
    keys: { generate: async () => (await generateSigningKey()).pkcs8, load: loadSigningKey },
    profiles,
    name: 'Northwind Harbour Authority',
    pointersOf,
  });
  return {
    database,
    clock,
    randomness: systemRandomness,
    cryptography: nodeCryptography,
    provider,
    authorities,
    profiles,
    blockedKeys: new Set(),
    policy: certificatesPolicy({ ownSuffixes: [{ suffix: { type: 'dns', name: 'example' as DnsName }, organisations: 'all' }] }),
    vantage: testWorld().vantage,
    mailer: createMailer({ sealer, clock, randomness: systemRandomness }),
    portalOrigin: 'https://certificates.example.test',
    issuerName: 'Northwind Harbour Authority',
    sealer,
    webhookSender: testWorld().webhookSender,
  };
}

/** How many must agree to what. */
export function serverProfile({ issue, revoke = 0 }: { readonly issue: number; readonly revoke?: number }): CertificateProfile {
  const profile = privateProfile({
    id: 'private-server',
    maximumLifetimeDays: 397,
    usualLifetimeDays: 90,
    validationReuseDays: 90,
    purposes: ['serverAuth'],
    approvals: { issue: { needed: issue, of: 2 }, revoke: { needed: revoke, of: 2 } },
  });
  if (!profile.ok) throw new Error('the profile of the tests is malformed');
  return profile.value;
}

async function hireStaff(ports: CertificatesPorts): Promise<TestStaff> {
  const hire = async (name: string, roles: readonly Role[], organisation = 'northwind'): Promise<Person> => {
    const personId = name as PersonId;
    const organisationId = organisation as OrganisationId;
    await welcomePerson(ports, { personId, organisationId, organisationName: organisation, name, mail: `${name}@example.test` });
    for (const role of roles) await grantRoleByOperator(ports, { personId, role });
    return { personId, organisationId, level: 2, network: '192.0.2.10' };
  };
  return {
    requester: await hire('ada', ['requester']),
    approver: await hire('bo', ['approver', 'requester']),
    secondApprover: await hire('cy', ['approver']),
    auditor: await hire('di', ['auditor']),
    domainAdministrator: await hire('fay', ['domain-administrator']),
    administrator: await hire('eve', ['organisation-administrator']),
    stranger: await hire(
      'mallory',
      ['requester', 'approver', 'domain-administrator', 'auditor', 'organisation-administrator'],
      'elsewhere',
    ),
  };
}

/** A wish for a certificate of these names under a key of its own. */
export function csrFor(names: readonly string[], csr: CsrWish = {}) {
  return { profileId: 'private-server', csr: makeCsr(csr).pem, names, subject: {}, lifetimeDays: undefined, note: '' };
}

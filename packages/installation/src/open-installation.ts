import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CertificatesPorts, type CertificatesSchema, certificatesMigrations } from '@sallyport/certificates';
import { defaultPolicy, type IdentityPorts, identityMigrations, type IdentitySchema } from '@sallyport/identity';
import {
  type CheckpointSigner,
  type Clock,
  createCheckpointSigner,
  createEd25519Signer,
  type Ed25519Signer,
  createKeyHasher,
  createMailDelivery,
  createMailer,
  createNamedSecrets,
  createOutboxFolder,
  createPasskeyVerifier,
  createPasswordHasher,
  createSealer,
  createSmtpTransport,
  type Database,
  type Log,
  type MailDelivery,
  type MailTransport,
  type NamedSecrets,
  openDatabase,
  openKeyringFile,
  parseKeyring,
  platformMigrations,
  type PlatformSchema,
  type Randomness,
  type Sealer,
} from '@sallyport/platform';
import { NO_CA, openCertificates } from './certificates.ts';
import type { InstallationConfiguration } from './configuration.ts';
import { serverMigrations } from './migrations/index.ts';
import { otpMac } from './otp-mac.ts';
import type { ServerSchema } from './server-schema.ts';

/** One installation, open: the database, the keys, the mail, the identity room's ports. */
export interface Installation {
  readonly database: Database<PlatformSchema & IdentitySchema & CertificatesSchema & ServerSchema>;
  readonly sealer: Sealer;
  readonly secrets: NamedSecrets;
  readonly identity: IdentityPorts;
  readonly certificates: CertificatesPorts;
  readonly delivery: MailDelivery;
  /** Signs where the audit log ends; the key is made at first use and kept sealed. */
  readonly checkpointSigner: () => Promise<CheckpointSigner>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly close: () => Promise<void>;
}

export interface Surroundings {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  /**
   * `read-only` looks at a database that a running server owns; `beside` writes into it for a moment, as the commands of the help desk do. Neither opens the CA: its keys are
   * for the server and for the commands that are about it. Everything else owns the database and brings it up to date first.
   */
  readonly access?: 'read-only' | 'beside';
}

export async function openInstallation(configuration: InstallationConfiguration, surroundings: Surroundings): Promise<Installation> {
  const { clock, randomness, log, access } = surroundings;
  mkdirSync(configuration.dataFolder, { recursive: true, mode: 0o700 });
  const keyring = configuration.sealingKeys
    ? parseKeyring({ text: configuration.sealingKeys, source: 'SALLYPORT_SEALING_KEYS' })
    : await openKeyringFile({ path: join(configuration.dataFolder, 'sealing.keys'), randomness });
  const sealer = createSealer({ keyring, randomness });
  const database = await openDatabase<PlatformSchema & IdentitySchema & CertificatesSchema & ServerSchema>({
    url: configuration.databaseUrl.reveal(),
    migrations: [platformMigrations, identityMigrations, certificatesMigrations, serverMigrations],
    ...(access === undefined ? {} : { access }),
  });
  const secrets = createNamedSecrets({ database, sealer, clock });
  const transport = mailTransport(configuration, clock);
  const delivery = createMailDelivery({ database, sealer, transport, clock, log });
  const mailer = createMailer({ sealer, clock, randomness });
  const { listeners } = configuration;
  const policy = defaultPolicy({
    issuerName: configuration.issuerName,
    support: {
      name: `${configuration.issuerName} support`,
      telephone: configuration.supportTelephone,
      mail: configuration.supportMail,
    },
  });
  const identity: IdentityPorts = {
    database,
    clock,
    randomness,
    sealer,
    mailer,
    passwordHasher: createPasswordHasher({ randomness }),
    keyHasher: createKeyHasher(),
    otpMac,
    passkeyVerifier: createPasskeyVerifier({ origin: listeners.federation.origin }),
    issuerKey: access === 'read-only' ? NO_ISSUER_KEY : await issuerKeyOf(secrets, randomness),
    policy: {
      ...policy,
      recovery: configuration.recoveryPolicy,
      password: { ...policy.password, minimumLength: configuration.passwordMinimumLength },
      token: { ...policy.token, prfOnlyAllowed: configuration.tokenOpensWithoutPin },
    },
    origins: {
      federation: listeners.federation.origin,
      selfAdministration: listeners['self-administration'].origin,
      softToken: listeners['soft-token'].origin,
    },
  };
  return {
    database,
    sealer,
    secrets,
    checkpointSigner: async () => {
      const seed = await secrets.loadOrCreate('audit-checkpoint-key', () => randomness.bytes(32));
      return createCheckpointSigner(seed.reveal());
    },
    identity,
    certificates: await openCertificates({
      configuration,
      database,
      secrets,
      clock,
      randomness,
      mailer,
      sealer,
      ...(access === undefined ? {} : { ca: NO_CA }),
    }),
    delivery,
    clock,
    randomness,
    close: async () => {
      await delivery.stop();
      await transport.close();
      await database.close();
    },
  };
}

export function outboxFolder(configuration: InstallationConfiguration): string {
  return join(configuration.dataFolder, 'outbox');
}

function mailTransport(configuration: InstallationConfiguration, clock: Clock): MailTransport {
  const from = { name: configuration.issuerName, address: configuration.mailFrom };
  if (configuration.smtp) return createSmtpTransport({ peer: configuration.smtp.reveal(), from });
  return createOutboxFolder({ folder: outboxFolder(configuration), from, clock });
}

/** Made at first use, kept sealed: every token of this installation has its public half pinned. */
async function issuerKeyOf(secrets: NamedSecrets, randomness: Randomness): Promise<Ed25519Signer> {
  const seed = await secrets.loadOrCreate('token-issuer-key', () => randomness.bytes(32));
  return createEd25519Signer(seed.reveal());
}

/** For who only looks: no token is given out and none is revoked. */
const NO_ISSUER_KEY: Ed25519Signer = {
  publicKey: new Uint8Array(32),
  sign: () => Promise.reject(new Error('a database that is open for reading signs nothing')),
};

import {
  type CertificatesPorts,
  type CertificatesSchema,
  certificatesPolicy,
  type EmbeddedCa,
  isRootName,
  openEmbeddedCa,
  type Vantage,
  WEBHOOK_PORTS,
} from '@sallyport/certificates';
import { PUBLIC_TRUST_PROFILE } from '@sallyport/pki';
import { generateSigningKey, loadSigningKey, nodeCryptography } from '@sallyport/pki/node-cryptography';
import {
  type Clock,
  createOutboundClient,
  createResolver,
  type Database,
  type Mailer,
  type NamedSecrets,
  type Randomness,
  type Resolver,
  type Sealer,
} from '@sallyport/platform';
import { openElsewhere } from './acme/open-elsewhere.ts';
import { CERTIFICATE_PROFILES } from './certificate-profiles.ts';
import type { InstallationConfiguration } from './configuration.ts';

export interface CertificatesParts {
  readonly configuration: InstallationConfiguration;
  readonly database: Database<CertificatesSchema>;
  readonly secrets: NamedSecrets;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly mailer: Mailer;
  readonly sealer: Sealer;
  /** In place of the embedded CA, which is made at first start. */
  readonly ca?: EmbeddedCa;
}

/** The room of certificates with the embedded CA behind it. Where the world finds the CA's files is settled here, in every certificate it signs. */
export async function openCertificates(parts: CertificatesParts): Promise<CertificatesPorts> {
  const { configuration, database, secrets, clock, randomness, mailer, sealer, ca } = parts;
  const { origin } = configuration.listeners.revocation;
  const elsewhere = ca === NO_CA ? undefined : openElsewhere(configuration, { database, secrets, clock });
  const { provider, authorities } =
    ca ??
    (await openEmbeddedCa({
      database,
      secrets,
      clock,
      randomness,
      cryptography: nodeCryptography,
      keys: { generate: async () => (await generateSigningKey()).pkcs8, load: loadSigningKey },
      profiles: CERTIFICATE_PROFILES,
      name: configuration.issuerName,
      pointersOf: (authorityId) => ({
        crl: [`${origin}/${authorityId}.crl`],
        // The root answers with its list alone: its key is not used from day to day.
        ocsp: isRootName(authorityId) ? [] : [`${origin}/ocsp`],
        issuer: [`${origin}/${authorityId}.cer`],
      }),
    }));
  return {
    database,
    clock,
    randomness,
    cryptography: nodeCryptography,
    provider,
    authorities,
    ...(elsewhere === undefined ? {} : { elsewhere }),
    profiles: elsewhere === undefined ? CERTIFICATE_PROFILES : [...CERTIFICATE_PROFILES, PUBLIC_TRUST_PROFILE],
    blockedKeys: new Set(),
    policy: certificatesPolicy({ ownSuffixes: configuration.certificateSuffixes, caaNames: configuration.caaNames }),
    vantage: vantageOf(configuration),
    mailer,
    portalOrigin: configuration.listeners['certificate-services'].origin,
    issuerName: configuration.issuerName,
    ...(configuration.supportMail !== undefined && { operatorMail: configuration.supportMail }),
    sealer,
    webhookSender: webhookSenderOf(configuration),
  };
}

function resolverOf({ dnsServers }: InstallationConfiguration): Resolver {
  return createResolver(dnsServers === undefined ? {} : { servers: dnsServers });
}

/** Through the door that checks, pins and bounds, as everything whose address others have chosen. */
function webhookSenderOf(configuration: InstallationConfiguration): CertificatesPorts['webhookSender'] {
  const { outboundRanges: allowedRanges } = configuration;
  return createOutboundClient({ resolver: resolverOf(configuration), allowedRanges, ports: WEBHOOK_PORTS });
}

/** One observer: this machine, as far as the internet lets it see. */
function vantageOf(configuration: InstallationConfiguration): Vantage {
  const { outboundRanges: allowedRanges } = configuration;
  const resolver = resolverOf(configuration);
  return { observers: [{ name: 'server', resolver, outbound: createOutboundClient({ resolver, allowedRanges }) }], quorum: 1 };
}

const CA_CLOSED = new Error('this process was opened without the CA');

/** For who only looks, and for commands that are about something else. */
export const NO_CA: EmbeddedCa = {
  provider: {
    check: () => ({ ok: false, error: { code: 'signer-refused', because: 'opened without the CA' } }),
    issue: () => Promise.reject(CA_CLOSED),
    chain: () => [],
  },
  authorities: {
    all: () => [],
    find: () => undefined,
    refresh: () => Promise.resolve(),
    roll: () => Promise.reject(CA_CLOSED),
    request: () => Promise.reject(CA_CLOSED),
    adopt: () => Promise.reject(CA_CLOSED),
    responderOf: () => Promise.reject(CA_CLOSED),
  },
};

import { type CaProvider, type CertificatesPorts, type CertificatesSchema, openEmbeddedCa } from '@sallyport/certificates';
import { generateSigningKey, loadSigningKey, nodeCryptography } from '@sallyport/pki/node-cryptography';
import type { Clock, Database, NamedSecrets, Randomness } from '@sallyport/platform';
import { CERTIFICATE_PROFILES } from './certificate-profiles.ts';
import type { InstallationConfiguration } from './configuration.ts';

export interface CertificatesParts {
  readonly configuration: InstallationConfiguration;
  readonly database: Database<CertificatesSchema>;
  readonly secrets: NamedSecrets;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** In place of the embedded CA, which is made at first start. */
  readonly ca?: CaProvider;
}

/** The room of certificates with the embedded CA behind it. Where the world finds the CA's files is settled here, in every certificate it signs. */
export async function openCertificates(parts: CertificatesParts): Promise<CertificatesPorts> {
  const { configuration, database, secrets, clock, randomness, ca } = parts;
  const { origin } = configuration.listeners.revocation;
  const profiles = CERTIFICATE_PROFILES;
  const provider =
    ca ??
    (await openEmbeddedCa({
      database,
      secrets,
      clock,
      randomness,
      cryptography: nodeCryptography,
      keys: { generate: async () => (await generateSigningKey()).pkcs8, load: loadSigningKey },
      profiles,
      name: configuration.issuerName,
      pointers: {
        root: { crl: [`${origin}/root.crl`], ocsp: [], issuer: [`${origin}/root.cer`] },
        issuing: { crl: [`${origin}/issuing.crl`], ocsp: [`${origin}/ocsp`], issuer: [`${origin}/issuing.cer`] },
      },
    }));
  return { database, clock, randomness, cryptography: nodeCryptography, provider, profiles, blockedKeys: new Set() };
}

/** For who only looks: nothing is issued from a database that is open for reading. */
export const NO_CA: CaProvider = {
  check: () => ({ ok: false, error: { code: 'signer-refused', because: 'open for reading' } }),
  issue: () => Promise.reject(new Error('a database that is open for reading issues nothing')),
  chain: () => [],
};

import {
  type Clock,
  type Database,
  type Mailer,
  type PasswordHasher,
  type PlatformSchema,
  Secret,
  createEd25519Signer,
  createPasskeyVerifier,
  createSealer,
  parseEmailAddress,
  parseKeyring,
  systemRandomness,
} from '@sallyport/platform';
import { softwareOtpMac } from '@sallyport/protocol';
import { fastArgon2id } from '@sallyport/protocol/testing';
import { type IdentityPorts, type IdentitySchema, type Visit, asFederationSessionRef, defaultPolicy } from '../index.ts';

export const SUPPORT_MAIL = 'help@northwind.example';
const FEDERATION = 'https://federation.example';
export const VISIT: Visit = { address: '192.0.2.10' };
export const SESSION = asFederationSessionRef('federation-session-1');
export const OTHER_SESSION = asFederationSessionRef('federation-session-2');

/** Ports over this database. Every call seals with the same key, so that several processes can share one database. */
export function testPorts(given: {
  readonly database: Database<PlatformSchema & IdentitySchema>;
  readonly clock: Clock;
  readonly passwordHasher: PasswordHasher;
  readonly mailer: Mailer;
}): IdentityPorts {
  const line = `sallyport-sealing-key:${Buffer.alloc(32, 7).toString('base64url')}`;
  const keyring = parseKeyring({ text: new Secret(line), source: 'the test house' });
  return {
    ...given,
    randomness: systemRandomness,
    keyHasher: fastArgon2id,
    sealer: createSealer({ keyring, randomness: systemRandomness }),
    issuerKey: createEd25519Signer(Buffer.alloc(32, 9)),
    otpMac: (algorithm, seed) => softwareOtpMac(algorithm, seed.slice()),
    passkeyVerifier: createPasskeyVerifier({ origin: FEDERATION }),
    policy: defaultPolicy({
      issuerName: 'Northwind Harbour Authority',
      support: { name: 'the service desk', telephone: '+44 20 7946 0000', mail: parseEmailAddress(SUPPORT_MAIL) },
    }),
    origins: {
      federation: FEDERATION,
      selfAdministration: 'https://self.example',
      softToken: 'https://token.example',
    },
  };
}

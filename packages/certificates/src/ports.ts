import type { BlockedKeys, CertificateProfile, Cryptography } from '@sallyport/pki';
import type { Clock, Database, Randomness } from '@sallyport/platform';
import type { CaProvider } from './issuance/ca-provider.ts';
import type { CertificatesSchema } from './schema.ts';

/** Everything the verbs of this room need from outside. The composition root makes one. */
export interface CertificatesPorts {
  readonly database: Database<CertificatesSchema>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly cryptography: Cryptography;
  readonly provider: CaProvider;
  /** What can be asked for, in the order in which it is offered. */
  readonly profiles: readonly CertificateProfile[];
  readonly blockedKeys: BlockedKeys;
}

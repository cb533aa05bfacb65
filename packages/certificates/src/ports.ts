import type { BlockedKeys, CertificateProfile, Cryptography } from '@sallyport/pki';
import type { Clock, Database, EmailAddress, Mailer, OutboundClient, Randomness, Sealer } from '@sallyport/platform';
import type { AcmeProvider } from './acme-provider/open-acme-provider.ts';
import type { OwnAuthorities } from './authority/own-authorities.ts';
import type { Vantage } from './domains/vantage.ts';
import type { CaProvider } from './issuance/ca-provider.ts';
import type { CertificatesPolicy } from './policy.ts';
import type { CertificatesSchema } from './schema.ts';

/** Everything the verbs of this room need from outside. The composition root makes one. */
export interface CertificatesPorts {
  readonly database: Database<CertificatesSchema>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly cryptography: Cryptography;
  readonly provider: CaProvider;
  /** A CA that is not of this installation, for the profiles that everybody trusts; not there unless the operator has settled one. */
  readonly elsewhere?: AcmeProvider;
  /** The CAs of this installation, for their lists and answers; none where somebody else signs. */
  readonly authorities: OwnAuthorities;
  /** What can be asked for, in the order in which it is offered. */
  readonly profiles: readonly CertificateProfile[];
  readonly blockedKeys: BlockedKeys;
  readonly policy: CertificatesPolicy;
  /** Looks whether a domain is proven. */
  readonly vantage: Vantage;
  readonly mailer: Mailer;
  /** Where people find the pages of this room, for the links in mails and messages. */
  readonly portalOrigin: string;
  readonly issuerName: string;
  /** Where the operator is told what only they can do. */
  readonly operatorMail?: EmailAddress;
  readonly sealer: Sealer;
  /** Carries messages to the machines of organisations. */
  readonly webhookSender: Pick<OutboundClient, 'post'>;
}

import { type CertificateRefusal, type DecodedCertificate, type UnpackedRefusal, formatName, keyName } from '@sallyport/pki';
import { SEARCH_MAX_CHARACTERS } from '../inventory/rules.ts';
import type { CertificateTable } from '../schema.ts';

/** Why something in a file was not taken. */
export type ForeignFault =
  | CertificateRefusal['code']
  | Exclude<UnpackedRefusal['code'], 'pem-private-key'>
  /** Something else in PEM: a request, a list of revocations. */
  | 'other-label'
  /** A CA is no certificate of a server: it is trusted or not, and watched by whoever runs it. */
  | 'is-a-ca'
  | 'too-many-names'
  | 'there-already';

export const IMPORT_LIMITS = { files: 20, certificates: 100, names: 250 } as const;

/** The profile of what no profile of ours made. */
export const IMPORTED_PROFILE = 'imported';

const DAY_MS = 86_400_000;

/** What the inventory says of a certificate that somebody else issued; all of it as it says itself. */
export type ForeignFacts = Pick<
  CertificateTable,
  'key_name' | 'names' | 'first_name' | 'lifetime_days' | 'issuer' | 'imported_serial' | 'not_before' | 'not_after'
>;

export function factsOf(certificate: DecodedCertificate): ForeignFacts {
  const { publicKey, validity, serialHex, issuer } = certificate;
  const names = foreignNames(certificate);
  return {
    key_name: publicKey.kind === 'unknown' ? publicKey.algorithm : keyName(publicKey),
    names: JSON.stringify(names),
    first_name: (names[0] ?? '').slice(0, SEARCH_MAX_CHARACTERS),
    lifetime_days: Math.max(1, Math.round((validity.notAfter - validity.notBefore) / DAY_MS)),
    issuer: formatName(issuer),
    imported_serial: serialHex,
    not_before: validity.notBefore,
    not_after: validity.notAfter,
  };
}

/** The names in it; of one without any the common name, as programs did that believed it; else its subject as a whole, or its serial. */
export function foreignNames({ names, subject, serialHex }: DecodedCertificate): readonly string[] {
  const listed = (names ?? []).map(({ text }) => text);
  if (listed.length > 0) return [...new Set(listed)];
  const common = subject.filter(({ shortName }) => shortName === 'CN').map(({ value }) => value);
  return common.length > 0 ? common : [formatName(subject) || serialHex];
}

/** Why one that can be read is not taken all the same. */
export function faultIn(certificate: DecodedCertificate): 'is-a-ca' | 'too-many-names' | undefined {
  if (certificate.basicConstraints?.isCa === true) return 'is-a-ca';
  return foreignNames(certificate).length > IMPORT_LIMITS.names ? 'too-many-names' : undefined;
}

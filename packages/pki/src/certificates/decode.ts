import { type DerElement, TAG, readDer } from '../der/read-der.ts';
import { wholeBits } from '../der/values.ts';
import { type PublicKey, readPublicKey } from '../keys/public-key.ts';
import type { NameConstraints } from '../names/name-constraints.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, equalOctets, toHex } from '../octets.ts';
import type { Validity } from '../profiles/rules.ts';
import { type Result, ok, refuse } from '../result.ts';
import { algorithmName } from '../signature-algorithm.ts';
import { type BasicConstraints, readBasicConstraints } from '../structures/basic-constraints.ts';
import type { NameAttribute } from '../structures/distinguished-name.ts';
import { type RawExtension, extensionElement, extensionOf } from '../structures/extensions.ts';
import { type GeneralName, readGeneralNames } from '../structures/general-names.ts';
import {
  type Access,
  keyBitsOf,
  readAccess,
  readAuthorityKeyIdentifier,
  readDistributionPoints,
  readPolicies,
  readSubjectKeyIdentifier,
} from '../structures/pointers.ts';
import { readNameConstraints } from '../structures/read-name-constraints.ts';
import { CERTIFICATE_LIMITS, type ToBeSigned, readToBeSigned } from '../structures/read-tbs.ts';
import { type KeyUsage, readExtendedKeyUsage, readKeyUsage } from '../structures/usages.ts';

/** Everything in a certificate, ours or another's. A field is undefined where its extension is not there, and may be empty where it is. */
export interface DecodedCertificate {
  readonly der: Bytes;
  readonly tbs: Bytes;
  readonly version: 1 | 2 | 3;
  /** The content of the INTEGER; `serialHex` is the same for people and databases. */
  readonly serial: Bytes;
  readonly serialHex: string;
  readonly issuer: readonly NameAttribute[];
  /** The DER of both names: what is compared. */
  readonly issuerDer: Bytes;
  readonly subject: readonly NameAttribute[];
  readonly subjectDer: Bytes;
  readonly validity: Validity;
  /** A kind of key we do not know is named only. */
  readonly publicKey: PublicKey | UnknownKey;
  /** A name from the list of `SignatureAlgorithm`, or a dotted object identifier. */
  readonly signatureAlgorithm: string;
  readonly signature: Bytes;
  readonly names: readonly GeneralName[] | undefined;
  readonly keyUsages: readonly KeyUsage[] | undefined;
  /** In dotted form. */
  readonly purposes: readonly string[] | undefined;
  readonly basicConstraints: BasicConstraints | undefined;
  readonly nameConstraints: NameConstraints | 'not-understood' | undefined;
  readonly subjectKeyIdentifier: Bytes | undefined;
  readonly authorityKeyIdentifier: Bytes | undefined;
  readonly access: Access | undefined;
  readonly crlUrls: readonly string[] | undefined;
  readonly policies: readonly string[] | undefined;
  readonly extensions: readonly RawExtension[];
}

export interface UnknownKey {
  readonly kind: 'unknown';
  readonly algorithm: string;
  readonly spki: Bytes;
  readonly keyBits: Bytes;
}

export type CertificateRefusal = { readonly code: 'certificate-too-large' } | { readonly code: 'certificate-malformed' };

/** Refuses what is not DER, has not the form of RFC 5280, or holds a known extension that cannot be read. Says nothing about trust. */
export function decodeCertificate(der: Uint8Array): Result<DecodedCertificate, CertificateRefusal> {
  const root = readDer(der, CERTIFICATE_LIMITS);
  if (!root.ok) return refuse({ code: root.error.code === 'der-malformed' ? 'certificate-malformed' : 'certificate-too-large' });
  const [body, algorithm, bits, ...rest] = root.value.tag === TAG.sequence ? root.value.children : [];
  const tbs = readToBeSigned(body);
  const signature = wholeBits(bits);
  if (tbs === undefined || algorithm === undefined || signature === undefined || rest.length > 0)
    return refuse({ code: 'certificate-malformed' });
  // RFC 5280 section 4.1.1.2: the algorithm outside must be the one that is signed.
  if (!equalOctets(algorithm.octets, tbs.signature.octets)) return refuse({ code: 'certificate-malformed' });
  const contents = decodeToBeSigned(tbs);
  return contents === undefined
    ? refuse({ code: 'certificate-malformed' })
    : ok({ der: root.value.octets, signatureAlgorithm: algorithmName(algorithm), signature, ...contents });
}

type Contents = Omit<DecodedCertificate, 'der' | 'signatureAlgorithm' | 'signature'>;

const VERSIONS = [1, 2, 3] as const;

function decodeToBeSigned(tbs: ToBeSigned): Contents | undefined {
  const extensions = tbs.extensions ?? [];
  const publicKey = readAnyKey(tbs.publicKey);
  const known = decodeExtensions(extensions);
  const version = VERSIONS[tbs.version];
  if (publicKey === undefined || known === undefined || version === undefined) return undefined;
  return {
    tbs: tbs.octets,
    version,
    serial: tbs.serial,
    serialHex: toHex(tbs.serial),
    issuer: tbs.issuerName,
    issuerDer: tbs.issuer,
    subject: tbs.subjectName,
    subjectDer: tbs.subject,
    validity: { notBefore: tbs.notBefore.instant, notAfter: tbs.notAfter.instant },
    publicKey,
    extensions,
    ...known,
  };
}

function readAnyKey(element: DerElement): PublicKey | UnknownKey | undefined {
  const key = readPublicKey(element);
  if (key.ok) return key.value;
  const keyBits = keyBitsOf(element);
  if (key.error.code !== 'key-kind-unknown' || keyBits === undefined) return undefined;
  return { kind: 'unknown', algorithm: key.error.algorithm, spki: element.octets, keyBits };
}

/** The extensions we read, each under the name it has when decoded. */
const READERS = {
  names: { oid: OID.subjectAltName, read: readGeneralNames },
  keyUsages: { oid: OID.keyUsage, read: readKeyUsage },
  purposes: { oid: OID.extKeyUsage, read: readExtendedKeyUsage },
  basicConstraints: { oid: OID.basicConstraints, read: readBasicConstraints },
  nameConstraints: { oid: OID.nameConstraints, read: constraintsOrNot },
  subjectKeyIdentifier: { oid: OID.subjectKeyIdentifier, read: readSubjectKeyIdentifier },
  authorityKeyIdentifier: { oid: OID.authorityKeyIdentifier, read: readAuthorityKeyIdentifier },
  access: { oid: OID.authorityInfoAccess, read: readAccess },
  crlUrls: { oid: OID.cRLDistributionPoints, read: readDistributionPoints },
  policies: { oid: OID.certificatePolicies, read: readPolicies },
} as const;

/** A form we do not know is no reason to refuse a certificate that is only looked at; a chain through it is refused. */
function constraintsOrNot(element: DerElement | undefined): NameConstraints | 'not-understood' {
  return readNameConstraints(element) ?? 'not-understood';
}

type KnownExtensions = Pick<DecodedCertificate, keyof typeof READERS>;

/** Undefined when one of them is there and cannot be read. */
export function decodeExtensions(extensions: readonly RawExtension[]): KnownExtensions | undefined {
  const unreadable: string[] = [];
  const read = <Value>(reader: { readonly oid: string; readonly read: (element: DerElement | undefined) => Value | undefined }) => {
    const extension = extensionOf(extensions, reader.oid);
    const value = extension && reader.read(extensionElement(extension, CERTIFICATE_LIMITS));
    if (extension !== undefined && value === undefined) unreadable.push(reader.oid);
    return value;
  };
  const known = {
    names: read(READERS.names),
    keyUsages: read(READERS.keyUsages),
    purposes: read(READERS.purposes),
    basicConstraints: read(READERS.basicConstraints),
    nameConstraints: read(READERS.nameConstraints),
    subjectKeyIdentifier: read(READERS.subjectKeyIdentifier),
    authorityKeyIdentifier: read(READERS.authorityKeyIdentifier),
    access: read(READERS.access),
    crlUrls: read(READERS.crlUrls),
    policies: read(READERS.policies),
  };
  return unreadable.length === 0 ? known : undefined;
}

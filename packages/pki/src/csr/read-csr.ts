import { hasFormOfPrivateKey } from '../der/private-key.ts';
import { type DerElement, type DerLimits, TAG, readDer } from '../der/read-der.ts';
import { objectIdentifier, smallInteger, wholeBits } from '../der/values.ts';
import { type PublicKey, type PublicKeyRefusal, readPublicKey } from '../keys/public-key.ts';
import { OID } from '../object-identifiers.ts';
import type { Bytes } from '../octets.ts';
import { type PemRefusal, asText, fromPem, looksLikePem } from '../pem.ts';
import type { Cryptography } from '../ports.ts';
import { type Result, ok, refuse } from '../result.ts';
import { type SignatureAlgorithm, algorithmName, signatureAlgorithmOf } from '../signature-algorithm.ts';
import { readBasicConstraints } from '../structures/basic-constraints.ts';
import { type NameAttribute, readDistinguishedName } from '../structures/distinguished-name.ts';
import { type RawExtension, extensionElement, extensionOf, readExtensions } from '../structures/extensions.ts';
import { type GeneralName, readGeneralNames } from '../structures/general-names.ts';
import { type KeyUsage, readExtendedKeyUsage, readKeyUsage } from '../structures/usages.ts';

/** A certification request (PKCS #10, RFC 2986), taken apart. Of all this only the public key goes into a certificate. */
export interface CertificateSigningRequest {
  readonly der: Bytes;
  /** Its holder has the private key: the request is signed with it. */
  readonly publicKey: PublicKey;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly asksFor: RequestedContents;
}

/** What the request asks for besides its key: shown, compared with what will be issued, never copied. */
export interface RequestedContents {
  readonly subject: readonly NameAttribute[];
  readonly names: readonly GeneralName[];
  readonly keyUsages: readonly KeyUsage[];
  /** In dotted form. */
  readonly purposes: readonly string[];
  readonly ca: 'asked' | 'not-asked';
  /** Extensions besides those above, and attributes besides the extension request, in dotted form. */
  readonly others: readonly string[];
}

export type CsrRefusal =
  | { readonly code: 'csr-too-large' }
  | { readonly code: 'csr-malformed' }
  /** Several requests in one file: which one was meant? */
  | { readonly code: 'csr-several' }
  /** SHA-1, MD5, RSA-PSS or something we do not know. */
  | { readonly code: 'csr-signature-algorithm'; readonly algorithm: string }
  /** Not signed by the key it carries: no proof of possession. */
  | { readonly code: 'csr-signature-wrong' }
  | Extract<PemRefusal, { readonly code: 'pem-private-key' | 'pem-other-label' }>
  | PublicKeyRefusal;

/** A hundred names of full length, RSA 8192 and room to spare. */
export const CSR_LIMITS: DerLimits = { bytes: 49_152, depth: 12, elements: 4000 };
/** Base64 takes four characters for three octets, lines end, and people paste text around it. */
export const CSR_MAX_CHARACTERS = 73_728;
const LABELS = ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'];

/** Reads PEM or DER, looks at the size first and at the signature last. */
export function readCsr(input: string | Uint8Array, cryptography: Cryptography): Result<CertificateSigningRequest, CsrRefusal> {
  const der = derOf(input);
  if (!der.ok) return der;
  const read = readRequest(der.value);
  if (!read.ok) return read;
  const { request, proof } = read.value;
  const { publicKey, signatureAlgorithm: algorithm } = request;
  return cryptography.signatureHolds({ publicKey: publicKey.spki, algorithm, ...proof })
    ? ok(request)
    : refuse({ code: 'csr-signature-wrong' });
}

/** Of a request that `readCsr` has let in and that was kept as it came: its signature was checked then and is not checked again. */
export function readKeptCsr(der: Uint8Array): Result<CertificateSigningRequest, CsrRefusal> {
  const read = readRequest(der);
  return read.ok ? ok(read.value.request) : read;
}

function derOf(input: string | Uint8Array): Result<Uint8Array, CsrRefusal> {
  if (input.length > CSR_MAX_CHARACTERS) return refuse({ code: 'csr-too-large' });
  if (typeof input !== 'string' && !looksLikePem(input)) {
    return hasFormOfPrivateKey(new Uint8Array(input)) ? refuse({ code: 'pem-private-key' }) : ok(input);
  }
  const blocks = fromPem(asText(input), LABELS, { characters: CSR_MAX_CHARACTERS, blocks: 8 });
  if (blocks.ok) return blocks.value.length === 1 && blocks.value[0] ? ok(blocks.value[0]) : refuse({ code: 'csr-several' });
  switch (blocks.error.code) {
    case 'pem-private-key':
    case 'pem-other-label':
      return refuse(blocks.error);
    case 'pem-too-large':
      return refuse({ code: 'csr-too-large' });
    case 'pem-malformed':
      return refuse({ code: 'csr-malformed' });
  }
}

interface RequestWithProof {
  readonly request: CertificateSigningRequest;
  readonly proof: { readonly message: Bytes; readonly signature: Bytes };
}

function readRequest(der: Uint8Array): Result<RequestWithProof, CsrRefusal> {
  const root = readDer(der, CSR_LIMITS);
  if (!root.ok) return refuse({ code: root.error.code === 'der-malformed' ? 'csr-malformed' : 'csr-too-large' });
  const [info, algorithm, bits, ...rest] = root.value.tag === TAG.sequence ? root.value.children : [];
  const [version, subject, key, attributes, ...more] = info?.tag === TAG.sequence ? info.children : [];
  const signature = wholeBits(bits);
  if (info === undefined || signature === undefined || rest.length > 0 || more.length > 0 || smallInteger(version) !== 0) {
    return refuse({ code: 'csr-malformed' });
  }
  const asksFor = readContents(subject, attributes);
  if (asksFor === undefined) return refuse({ code: 'csr-malformed' });
  const publicKey = readPublicKey(key);
  if (!publicKey.ok) return publicKey;
  const signatureAlgorithm = signatureAlgorithmOf(algorithm);
  if (signatureAlgorithm === undefined) return refuse({ code: 'csr-signature-algorithm', algorithm: algorithmName(algorithm) });
  return ok({
    request: { der: root.value.octets, publicKey: publicKey.value, signatureAlgorithm, asksFor },
    proof: { message: info.octets, signature },
  });
}

/** The attributes are an implicit [0]; some tools leave it out when it is empty, and nothing depends on it. */
const ATTRIBUTES_TAG = 0xa0;

function readContents(subject: DerElement | undefined, attributes: DerElement | undefined): RequestedContents | undefined {
  const name = readDistinguishedName(subject);
  if (name === undefined || (attributes !== undefined && attributes.tag !== ATTRIBUTES_TAG)) return undefined;
  let extensions: readonly RawExtension[] = [];
  const others: string[] = [];
  for (const attribute of attributes?.children ?? []) {
    const [type, values, ...rest] = attribute.tag === TAG.sequence ? attribute.children : [];
    const oid = objectIdentifier(type);
    if (oid === undefined || values?.tag !== TAG.set || rest.length > 0) return undefined;
    if (oid !== OID.extensionRequest) {
      others.push(oid);
      continue;
    }
    const requested = values.children.length === 1 && extensions.length === 0 ? readExtensions(values.children[0]) : undefined;
    if (requested === undefined) return undefined;
    extensions = requested;
  }
  return readRequestedExtensions({ subject: name, extensions, others });
}

const READ_EXTENSIONS: readonly string[] = [OID.subjectAltName, OID.keyUsage, OID.extKeyUsage, OID.basicConstraints];

interface RequestParts {
  readonly subject: readonly NameAttribute[];
  readonly extensions: readonly RawExtension[];
  readonly others: readonly string[];
}

function readRequestedExtensions({ subject, extensions, others }: RequestParts): RequestedContents | undefined {
  const read = <Value>(oid: string, reader: (element: DerElement | undefined) => Value | undefined, absent: Value): Value | undefined => {
    const extension = extensionOf(extensions, oid);
    return extension === undefined ? absent : reader(extensionElement(extension, CSR_LIMITS));
  };
  const names = read(OID.subjectAltName, readGeneralNames, []);
  const keyUsages = read(OID.keyUsage, readKeyUsage, []);
  const purposes = read(OID.extKeyUsage, readExtendedKeyUsage, []);
  const constraints = read(OID.basicConstraints, readBasicConstraints, { isCa: false, pathLength: undefined });
  if (names === undefined || keyUsages === undefined || purposes === undefined || constraints === undefined) return undefined;
  const unread = extensions.map(({ oid }) => oid).filter((oid) => !READ_EXTENSIONS.includes(oid));
  return { subject, names, keyUsages, purposes, ca: constraints.isCa ? 'asked' : 'not-asked', others: [...others, ...unread] };
}

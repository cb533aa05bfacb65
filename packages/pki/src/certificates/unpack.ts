import { hasFormOfPrivateKey } from '../der/private-key.ts';
import { TAG, piecesOf } from '../der/read-der.ts';
import { objectIdentifier } from '../der/values.ts';
import { OID } from '../object-identifiers.ts';
import type { Bytes } from '../octets.ts';
import { asText, looksLikePem, pemBlocks } from '../pem.ts';
import { type Result, ok, refuse } from '../result.ts';
import { type CertificateRefusal, type DecodedCertificate, decodeCertificate } from './decode.ts';

/** What was found at one place of a file: a certificate, or why it is none. */
export type Unpacked = Result<DecodedCertificate, CertificateRefusal | { readonly code: 'other-label'; readonly label: string }>;

export type UnpackedRefusal =
  | { readonly code: 'unpack-too-large' }
  /** Neither PEM nor DER, or a bundle of another form than RFC 5652 gives it. */
  | { readonly code: 'unpack-malformed' }
  | { readonly code: 'pem-private-key' };

export const UNPACK_LIMITS = { octets: 1_048_576, certificates: 100 } as const;

const CERTIFICATE_LABELS = ['CERTIFICATE', 'X509 CERTIFICATE'];
const BUNDLE_LABELS = ['PKCS7', 'CMS'];

/**
 * Everything in a file that somebody brings: PEM of one or more, DER of one, or a PKCS #7 bundle in either form. What cannot be read is named at its place, and
 * keeps nothing beside it from being read; a file with a private key in it is read no further.
 */
export function unpackCertificates(input: string | Uint8Array): Result<readonly Unpacked[], UnpackedRefusal> {
  if (input.length > UNPACK_LIMITS.octets) return refuse({ code: 'unpack-too-large' });
  if (typeof input !== 'string' && !looksLikePem(input)) return fromDer(new Uint8Array(input));
  const blocks = pemBlocks(asText(input), { characters: UNPACK_LIMITS.octets, blocks: UNPACK_LIMITS.certificates });
  if (!blocks.ok) return refuse({ code: MEANT[blocks.error.code] });
  const found: Unpacked[] = [];
  for (const { label, octets } of blocks.value) {
    const bundle = BUNDLE_LABELS.includes(label) && octets !== undefined ? fromBundle(octets) : undefined;
    if (bundle?.ok === false) return bundle;
    found.push(...(bundle?.value ?? [fromBlock(label, octets)]));
  }
  return found.length > UNPACK_LIMITS.certificates ? refuse({ code: 'unpack-too-large' }) : ok(found);
}

const MEANT = { 'pem-too-large': 'unpack-too-large', 'pem-malformed': 'unpack-malformed', 'pem-private-key': 'pem-private-key' } as const;

function fromBlock(label: string, octets: Bytes | undefined): Unpacked {
  if (!CERTIFICATE_LABELS.includes(label)) return refuse({ code: 'other-label', label });
  return octets === undefined ? refuse({ code: 'certificate-malformed' }) : decodeCertificate(octets);
}

function fromDer(octets: Bytes): Result<readonly Unpacked[], UnpackedRefusal> {
  if (hasFormOfPrivateKey(octets)) return refuse({ code: 'pem-private-key' });
  const [root, ...rest] = piecesOf(octets, 1) ?? [];
  if (root === undefined || rest.length > 0) return refuse({ code: 'unpack-malformed' });
  const [first] = piecesOf(root.content, MOST_PARTS) ?? [];
  return first?.tag === TAG.objectIdentifier ? fromBundle(octets) : ok([decodeCertificate(octets)]);
}

/** A SignedData has six parts at most (RFC 5652 section 5.1). */
const MOST_PARTS = 6;
/** Enough to tell a bundle of too many certificates from something else. */
const MOST_PIECES = 10 * UNPACK_LIMITS.certificates;
/** [0], constructed: the content of a ContentInfo, and the certificates of a SignedData. */
const ZERO = 0xa0;

/** ContentInfo with a SignedData in it, of which only the certificates are looked at: nobody relies on its signatures, and most have none. */
function fromBundle(octets: Bytes): Result<readonly Unpacked[], UnpackedRefusal> {
  const malformed = refuse({ code: 'unpack-malformed' } as const);
  const [info] = piecesOf(octets, 1) ?? [];
  const [type, wrapped, ...more] = (info?.tag === TAG.sequence ? piecesOf(info.content, MOST_PARTS) : undefined) ?? [];
  const isSignedData = type !== undefined && objectIdentifier({ ...type, children: [] }) === OID.signedData;
  if (!isSignedData || wrapped?.tag !== ZERO || more.length > 0) return malformed;
  const [data] = piecesOf(wrapped.content, 1) ?? [];
  const parts = data?.tag === TAG.sequence ? piecesOf(data.content, MOST_PARTS) : undefined;
  if (parts === undefined) return malformed;
  const certificates = parts.find(({ tag }) => tag === ZERO);
  if (certificates === undefined) return ok([]);
  const pieces = piecesOf(certificates.content, MOST_PIECES);
  if (pieces === undefined) return malformed;
  return pieces.length > UNPACK_LIMITS.certificates
    ? refuse({ code: 'unpack-too-large' })
    : ok(pieces.map((piece) => decodeCertificate(piece.octets)));
}

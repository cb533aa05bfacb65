import { type DerElement, TAG, readDer } from '../der/read-der.ts';
import { objectIdentifier, wholeBits } from '../der/values.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, toBigInt } from '../octets.ts';
import { type Result, ok, refuse } from '../result.ts';
import { type CurveName, isOnCurve } from './curves.ts';

/** A public key read out of a SubjectPublicKeyInfo. `spki` is that structure as it stood there. */
export type PublicKey = RsaPublicKey | EcPublicKey | Ed25519PublicKey;

export interface RsaPublicKey {
  readonly kind: 'rsa';
  readonly spki: Bytes;
  readonly keyBits: Bytes;
  readonly modulus: bigint;
  readonly modulusBits: number;
  readonly exponent: bigint;
}

export interface EcPublicKey {
  readonly kind: 'ec';
  readonly spki: Bytes;
  readonly keyBits: Bytes;
  readonly curve: CurveName;
}

export interface Ed25519PublicKey {
  readonly kind: 'ed25519';
  readonly spki: Bytes;
  readonly keyBits: Bytes;
}

export type PublicKeyRefusal =
  | { readonly code: 'key-malformed' }
  /** Another algorithm or curve than RSA, P-256, P-384, P-521 and Ed25519. */
  | { readonly code: 'key-kind-unknown'; readonly algorithm: string }
  /** A point that is not on its curve, or not written out in full. */
  | { readonly code: 'key-point-invalid' };

/** Longer ones only make work for whoever verifies. */
const MAX_MODULUS_OCTETS = 1024;
const CURVES: Readonly<Record<string, CurveName>> = { [OID.p256]: 'P-256', [OID.p384]: 'P-384', [OID.p521]: 'P-521' };

/** Refuses what is not the form of RFC 3279 section 2.3.1, RFC 5480 section 2 or RFC 8410 section 4. Says nothing about strength. */
export function readPublicKey(element: DerElement | undefined): Result<PublicKey, PublicKeyRefusal> {
  const [algorithm, bits, ...rest] = element?.tag === TAG.sequence ? element.children : [];
  const oid = objectIdentifier(algorithm?.children[0]);
  const keyBits = wholeBits(bits);
  if (element === undefined || algorithm?.tag !== TAG.sequence || oid === undefined || keyBits === undefined || rest.length > 0) {
    return refuse({ code: 'key-malformed' });
  }
  const parameters = algorithm.children.slice(1);
  const spki = element.octets;
  switch (oid) {
    case OID.rsaEncryption:
      return parameters.length === 1 && parameters[0]?.tag === TAG.null ? readRsa(spki, keyBits) : refuse({ code: 'key-malformed' });
    case OID.ecPublicKey:
      return parameters.length === 1
        ? readEc({ spki, keyBits, curve: objectIdentifier(parameters[0]) })
        : refuse({ code: 'key-malformed' });
    case OID.ed25519:
      if (parameters.length > 0 || keyBits.length !== 32) return refuse({ code: 'key-malformed' });
      return ok({ kind: 'ed25519', spki, keyBits });
    default:
      return refuse({ code: 'key-kind-unknown', algorithm: oid });
  }
}

/** The same for octets that stand by themselves: a file with a public key, the `publicKey` of a `SigningKey`. */
export function readPublicKeyInfo(spki: Uint8Array): Result<PublicKey, PublicKeyRefusal> {
  const root = readDer(spki, { bytes: 2 * MAX_MODULUS_OCTETS + 64, depth: 3, elements: 8 });
  return root.ok ? readPublicKey(root.value) : refuse({ code: 'key-malformed' });
}

/** RSAPublicKey is two positive integers in a sequence (RFC 8017 appendix A.1.1), read here by hand: the bits are no element of their parent. */
function readRsa(spki: Bytes, keyBits: Bytes): Result<PublicKey, PublicKeyRefusal> {
  const inner = readDer(keyBits, { bytes: 2 * MAX_MODULUS_OCTETS + 32, depth: 2, elements: 3 });
  const [modulus, exponent, ...rest] = inner.ok && inner.value.tag === TAG.sequence ? inner.value.children : [];
  if (!isPositive(modulus) || !isPositive(exponent) || rest.length > 0) return refuse({ code: 'key-malformed' });
  if (modulus.content.length > MAX_MODULUS_OCTETS + 1 || exponent.content.length > MAX_MODULUS_OCTETS + 1) {
    return refuse({ code: 'key-malformed' });
  }
  const value = toBigInt(modulus.content);
  return ok({ kind: 'rsa', spki, keyBits, modulus: value, modulusBits: value.toString(2).length, exponent: toBigInt(exponent.content) });
}

function isPositive(element: DerElement | undefined): element is DerElement {
  const [first = 0x80, ...rest] = element?.tag === TAG.integer ? element.content : [];
  return first < 0x80 && (first > 0 || rest.length > 0);
}

interface EcParts {
  readonly spki: Bytes;
  readonly keyBits: Bytes;
  readonly curve: string | undefined;
}

function readEc({ spki, keyBits, curve: oid = '' }: EcParts): Result<PublicKey, PublicKeyRefusal> {
  const curve = CURVES[oid];
  if (curve === undefined) return refuse({ code: 'key-kind-unknown', algorithm: oid });
  return isOnCurve(curve, keyBits) ? ok({ kind: 'ec', spki, keyBits, curve }) : refuse({ code: 'key-point-invalid' });
}

/** What a person is told of a key: `RSA 2048`, `P-256`, `Ed25519`. */
export function keyName(key: PublicKey): string {
  switch (key.kind) {
    case 'rsa':
      return `RSA ${key.modulusBits}`;
    case 'ec':
      return key.curve;
    case 'ed25519':
      return 'Ed25519';
  }
}

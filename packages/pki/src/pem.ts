import { base64, base64url } from '@peculiar/utils/encoding';
import { hasFormOfPrivateKey } from './der/private-key.ts';
import { type Bytes, latin1 } from './octets.ts';
import { type Result, ok, refuse } from './result.ts';

/** RFC 7468. */

export type PemLabel = 'CERTIFICATE' | 'CERTIFICATE REQUEST' | 'X509 CRL' | 'PKCS7' | 'PUBLIC KEY' | 'ENCRYPTED PRIVATE KEY';

export type PemRefusal =
  | { readonly code: 'pem-too-large' }
  | { readonly code: 'pem-malformed' }
  /** Nothing in it has a label that was asked for. `found` is what it has. */
  | { readonly code: 'pem-other-label'; readonly found: readonly string[] }
  /** A private key stands in it, by its label or by its form. It was read by nobody, and its owner should be told that it was sent. */
  | { readonly code: 'pem-private-key' };

export interface PemLimits {
  readonly characters: number;
  readonly blocks: number;
}

export function toPem(label: PemLabel, octets: Uint8Array): string {
  const lines = base64.encode(octets).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,64})-----([^-]*)-----END ([A-Z0-9 ]{1,64})-----/g;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export interface PemBlock {
  readonly label: string;
  /** Undefined where what stands between its lines is none. */
  readonly octets: Bytes | undefined;
}

/** Every block of a text, whatever it holds, in order; text between blocks is ignored (RFC 7468 section 2). */
export function pemBlocks(
  text: string,
  limits: PemLimits,
): Result<readonly PemBlock[], Exclude<PemRefusal, { readonly code: 'pem-other-label' }>> {
  if (text.length > limits.characters) return refuse({ code: 'pem-too-large' });
  const blocks = Array.from(text.matchAll(BLOCK), ([, begin = '', body = '', end = '']) => ({ begin, body, end }));
  if (blocks.length === 0) return refuse({ code: 'pem-malformed' });
  if (blocks.length > limits.blocks) return refuse({ code: 'pem-too-large' });
  if (blocks.some(({ begin }) => begin.endsWith('PRIVATE KEY'))) return refuse({ code: 'pem-private-key' });
  const read = blocks.map(({ begin, body, end }): PemBlock => ({ label: begin, octets: begin === end ? decodeBase64(body) : undefined }));
  return read.some(({ octets }) => octets !== undefined && hasFormOfPrivateKey(octets)) ? refuse({ code: 'pem-private-key' }) : ok(read);
}

/** The octets of every block with one of these labels, in order. */
export function fromPem(text: string, labels: readonly string[], limits: PemLimits): Result<readonly Bytes[], PemRefusal> {
  const blocks = pemBlocks(text, limits);
  if (!blocks.ok) return blocks;
  const wanted = blocks.value.filter(({ label }) => labels.includes(label));
  if (wanted.length === 0) return refuse({ code: 'pem-other-label', found: blocks.value.map(({ label }) => label) });
  const octets = wanted.map((block) => block.octets);
  return octets.every((one) => one !== undefined) ? ok(octets) : refuse({ code: 'pem-malformed' });
}

/** Undefined for anything but the one way RFC 4648 section 4 writes octets, white space aside. */
export function decodeBase64(body: string): Bytes | undefined {
  const text = body.replaceAll(/[ \t\r\n]/g, '');
  if (text.length % 4 !== 0 || !BASE64.test(text)) return undefined;
  const octets = new Uint8Array(base64.decode(text));
  // Trailing bits that are not zero: two texts for the same octets.
  return base64.encode(octets) === text ? octets : undefined;
}

/** RFC 4648 section 5, without padding. */
export function toBase64Url(octets: Uint8Array): string {
  return base64url.encode(octets);
}

/** What a person pasted or uploaded: PEM when it reads like it, DER when its first octet is that of a sequence. */
export function looksLikePem(input: string | Uint8Array): boolean {
  return typeof input === 'string' || input[0] !== 0x30;
}

export function asText(input: string | Uint8Array): string {
  return typeof input === 'string' ? input : latin1(input);
}

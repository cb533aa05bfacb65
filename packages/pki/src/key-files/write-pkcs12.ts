import { TAG } from '../der/read-der.ts';
import { element, sequence } from '../der/write-der.ts';
import { type Bytes, concat, fromHex } from '../octets.ts';
import { ITERATIONS, count } from './pbes2.ts';
import { encryptKey } from './encrypted-key.ts';
import type { KeyFileCryptography } from './ports.ts';

/**
 * A key with its certificate and chain in one file (PKCS #12, RFC 7292): the key in a bag of its own under PBES2, the certificates, which are public, in
 * the clear, and over both a MAC by HMAC-SHA-256 whose key comes from the password by the derivation of appendix B. That MAC can be tried against guesses
 * too, so its count is as high as the other; openssl's own 2048 would make the higher one worthless.
 */
export interface Pkcs12Contents {
  readonly pkcs8: Bytes;
  /** The leaf first. */
  readonly certificates: readonly Bytes[];
  /** What programs list it by. */
  readonly name: string;
  readonly password: string;
}

const OIDS = {
  data: '2a864886f70d010701',
  keyBag: '2a864886f70d010c0a0102',
  certificateBag: '2a864886f70d010c0a0103',
  x509: '2a864886f70d01091601',
  friendlyName: '2a864886f70d010914',
  localKeyId: '2a864886f70d010915',
  sha256: '608648016503040201',
} as const;
const VERSION_3 = Uint8Array.of(TAG.integer, 1, 3);
const NULL = Uint8Array.of(TAG.null, 0);
const EXPLICIT_0 = 0xa0;
const BMP_STRING = 0x1e;

/** @throws RangeError without a certificate or a password. */
export async function writePkcs12(cryptography: KeyFileCryptography, contents: Pkcs12Contents): Promise<Bytes> {
  const { pkcs8, certificates, name, password } = contents;
  const [leaf, ...above] = certificates;
  if (leaf === undefined || password === '') throw new RangeError('a PKCS #12 needs a certificate and a password');
  const own = element(
    TAG.set,
    sequence(oid('friendlyName'), element(TAG.set, element(BMP_STRING, bmp(name)))),
    sequence(oid('localKeyId'), element(TAG.set, element(TAG.octetString, cryptography.sha256(leaf)))),
  );
  const key = bag('keyBag', await encryptKey(cryptography, { pkcs8, password }), own);
  const bags = [bag('certificateBag', certificate(leaf), own), ...above.map((der) => bag('certificateBag', certificate(der)))];
  const safe = sequence(data(sequence(...bags)), data(sequence(key)));
  return sequence(VERSION_3, data(safe), await macOf(cryptography, safe, password));
}

function oid(name: keyof typeof OIDS): Bytes {
  return element(TAG.objectIdentifier, fromHex(OIDS[name]));
}

/** ContentInfo of plain data. */
function data(octets: Bytes): Bytes {
  return sequence(oid('data'), element(EXPLICIT_0, element(TAG.octetString, octets)));
}

function bag(kind: 'keyBag' | 'certificateBag', value: Bytes, ...attributes: readonly Bytes[]): Bytes {
  return sequence(oid(kind), element(EXPLICIT_0, value), ...attributes);
}

function certificate(der: Bytes): Bytes {
  return sequence(oid('x509'), element(EXPLICIT_0, element(TAG.octetString, der)));
}

async function macOf(cryptography: KeyFileCryptography, message: Bytes, password: string): Promise<Bytes> {
  const salt = cryptography.bytes(16);
  const key = macKey(cryptography, { password: concat(bmp(password), Uint8Array.of(0, 0)), salt });
  const digest = await cryptography.hmacSha256({ key, message });
  key.fill(0);
  return sequence(
    sequence(sequence(oid('sha256'), NULL), element(TAG.octetString, digest)),
    element(TAG.octetString, salt),
    count(ITERATIONS),
  );
}

/** RFC 7292 appendix B.2 with SHA-256 (u = 32, v = 64 octets), for key material of one block, purpose 3. */
function macKey(cryptography: KeyFileCryptography, { password, salt }: { readonly password: Bytes; readonly salt: Bytes }): Bytes {
  const block = 64;
  const filled = (octets: Bytes) => {
    const length = Math.ceil(octets.length / block) * block;
    return Uint8Array.from({ length }, (_, index) => octets[index % octets.length] ?? 0);
  };
  const begin = concat(new Uint8Array(block).fill(3), filled(salt), filled(password));
  let value = cryptography.sha256(begin);
  begin.fill(0);
  for (let round = 1; round < ITERATIONS; round += 1) value = cryptography.sha256(value);
  return value;
}

/** UTF-16, the high octet first. */
function bmp(text: string): Bytes {
  const octets = new Uint8Array(text.length * 2);
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    octets.set([unit >> 8, unit & 0xff], index * 2);
  }
  return octets;
}

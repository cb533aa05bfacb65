import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { issuerInCaa } from './caa/caa-record.ts';
import { TRANSCRIPT_MAX_CHARACTERS, readTranscript } from './ceremony/transcript.ts';
import { pkcs7Bundle, readCertificates } from './certificates/bundles.ts';
import { decodeCertificate } from './certificates/decode.ts';
import { unpackCertificates } from './certificates/unpack.ts';
import { writeExtensions } from './certificates/to-be-signed.ts';
import { writeName } from './certificates/write-name.ts';
import { decodeCrl } from './crl/decode-crl.ts';
import { readCrlToBeSigned } from './crl/read-crl.ts';
import { readCsr, readKeptCsr } from './csr/read-csr.ts';
import { hasFormOfPrivateKey } from './der/private-key.ts';
import { TAG, piecesOf, readDer } from './der/read-der.ts';
import { namedBits, smallInteger } from './der/values.ts';
import { bitString, element, integer, sequence, time } from './der/write-der.ts';
import { KEY_FILE_MAX_CHARACTERS, encryptKey, openKeyFile } from './key-files/encrypted-key.ts';
import { parseDnsName } from './names/dns-name.ts';
import { parseIpAddress } from './names/ip-address.ts';
import { keyFileCryptographyOfNode, nodeCryptography } from './node-cryptography/index.ts';
import { type Bytes, concat } from './octets.ts';
import { decodeOcspResponse } from './ocsp/decode-response.ts';
import { readOcspRequest } from './ocsp/read-request.ts';
import { ocspRequestInPath } from './ocsp/request-path.ts';
import { pemBlocks, toPem } from './pem.ts';
import type { Result } from './result.ts';
import { makeTestAuthority } from './testing/test-authority.ts';
import { makeCsr } from './testing/make-csr.ts';

/**
 * Every limit of a reader at its edge and one past it. At the edge it is looked at, which says what else it lacks; past the edge it is refused for its size.
 * The numbers stand here once more on purpose: whoever moves a limit is to know it.
 */

const NULL = element(TAG.null);

/** A SEQUENCE of so many octets in all, each with a length of two octets in its header: up to 65,539. */
const ofOctets = (octets: number): Bytes => sequence(element(TAG.octetString, new Uint8Array(octets - 8)));
const nested = (depth: number): Bytes => (depth === 1 ? NULL : sequence(nested(depth - 1)));
/** Itself counted. */
const ofElements = (count: number): Bytes => sequence(...Array.from({ length: count - 1 }, () => NULL));

type Outcome = Result<unknown, { readonly code: string }>;
const codeOf = (outcome: Outcome) => (outcome.ok ? 'read' : outcome.error.code);

describe('octets are refused for their size, their depth and their number of elements, one past the edge and not at it', () => {
  test.each<{
    readonly reader: string;
    readonly read: (octets: Bytes) => Outcome;
    readonly code: string;
    readonly octets: number;
    readonly depth: number;
    readonly elements: number;
  }>([
    { reader: 'a certificate', read: decodeCertificate, code: 'certificate', octets: 65_536, depth: 16, elements: 6000 },
    { reader: 'a request', read: (octets) => readCsr(octets, nodeCryptography), code: 'csr', octets: 49_152, depth: 12, elements: 4000 },
    { reader: 'a kept request', read: readKeptCsr, code: 'csr', octets: 49_152, depth: 12, elements: 4000 },
    { reader: 'a question of OCSP', read: readOcspRequest, code: 'ocsp-request', octets: 4096, depth: 10, elements: 256 },
    { reader: 'an answer of OCSP', read: decodeOcspResponse, code: 'ocsp-response', octets: 65_536, depth: 20, elements: 4000 },
  ])('$reader', ({ read, code, octets, depth, elements }) => {
    const at = [ofOctets(octets), nested(depth), ofElements(elements)];
    const past = [ofOctets(octets + 1), nested(depth + 1), ofElements(elements + 1)];
    expect(at.map((form) => codeOf(read(form)))).toEqual(at.map(() => `${code}-malformed`));
    expect(past.map((form) => codeOf(read(form)))).toEqual(past.map(() => `${code}-too-large`));
  });
});

describe('texts are refused for their length one character past the edge and not at it', () => {
  const pemLabelled = (label: string) => pemBlocks(`-----BEGIN ${label}-----MAAA-----END ${label}-----`, { characters: 999, blocks: 1 });

  test.each<{
    readonly what: string;
    readonly edge: number;
    readonly read: (characters: number) => string | undefined;
    readonly at: string;
    readonly past: string | undefined;
  }>([
    {
      what: 'certificates',
      edge: 1_048_576,
      read: (length) => codeOf(readCertificates('-'.repeat(length))),
      at: 'pem-malformed',
      past: 'certificate-too-large',
    },
    {
      what: 'certificates of others',
      edge: 1_048_576,
      read: (length) => codeOf(unpackCertificates('-'.repeat(length))),
      at: 'unpack-malformed',
      past: 'unpack-too-large',
    },
    {
      what: 'a request',
      edge: 73_728,
      read: (length) => codeOf(readCsr('-'.repeat(length), nodeCryptography)),
      at: 'csr-malformed',
      past: 'csr-too-large',
    },
    {
      what: 'a question of OCSP in a path',
      edge: 16_384,
      read: (length) => codeOf(ocspRequestInPath('*'.repeat(length))),
      at: 'ocsp-request-malformed',
      past: 'ocsp-request-too-large',
    },
    {
      what: 'a DNS name',
      edge: 253,
      read: (length) => codeOf(parseDnsName('.'.repeat(length))),
      at: 'name-malformed',
      past: 'name-too-long',
    },
    { what: 'a label', edge: 63, read: (length) => codeOf(parseDnsName(`${'a'.repeat(length)}.test`)), at: 'read', past: 'name-malformed' },
    { what: 'a CAA property', edge: 1024, read: (length) => issuerInCaa('ca.example'.padEnd(length)), at: 'ca.example', past: undefined },
    { what: 'a label of PEM', edge: 64, read: (length) => codeOf(pemLabelled('A'.repeat(length))), at: 'read', past: 'pem-malformed' },
  ])('$what of $edge', ({ edge, read, at, past }) => {
    expect([read(edge), read(edge + 1)]).toEqual([at, past]);
  });

  test('lines of PEM are written with 64 characters each but the last (RFC 7468 section 2)', () => {
    const lines = toPem('CERTIFICATE', new Uint8Array(100)).split('\n').slice(1, -2);
    expect(lines.map(({ length }) => length)).toEqual([64, 64, 8]);
  });

  test('the longest address there is, of 45, is read', () => {
    expect(codeOf(parseIpAddress('0000:0000:0000:0000:0000:ffff:255.255.255.255'))).toBe('read');
  });

  test('a transcript, and a file with a key', async () => {
    const { root } = await makeTestAuthority();
    const transcript = (length: number) => codeOf(readTranscript({ text: 'x'.repeat(length), root, cryptography: nodeCryptography }));
    expect(TRANSCRIPT_MAX_CHARACTERS).toBe(1_048_576);
    expect([transcript(1_048_576), transcript(1_048_577)]).toEqual(['transcript-malformed', 'transcript-too-large']);
    const text = toPem('ENCRYPTED PRIVATE KEY', NULL);
    const file = async (length: number) =>
      codeOf(await openKeyFile(keyFileCryptographyOfNode, { text: text.padEnd(length), password: '' }));
    expect(KEY_FILE_MAX_CHARACTERS).toBe(32_768);
    expect([await file(32_768), await file(32_769)]).toEqual(['key-file-malformed', 'key-file-too-large']);
  });
});

describe('of many things one too many is refused', () => {
  test('blocks of PEM in a request, and parts and pieces of a bundle', () => {
    const { pem } = makeCsr();
    const requests = (count: number) => codeOf(readCsr(pem.repeat(count), nodeCryptography));
    expect([requests(8), requests(9)]).toEqual(['csr-several', 'csr-too-large']);
    // Whatever stands in them: only how many there are is looked at before one of them is.
    const bundle = (count: number) => codeOf(unpackCertificates(pkcs7Bundle(Array.from({ length: count }, () => NULL))));
    expect([bundle(100), bundle(101), bundle(1000), bundle(1001)]).toEqual([
      'read',
      'unpack-too-large',
      'unpack-too-large',
      'unpack-malformed',
    ]);
    const signedData = (parts: number) => {
      const [type, wrapped] = [pkcs7Bundle([]).subarray(2, 13), sequence(...Array.from({ length: parts }, () => NULL))];
      return codeOf(unpackCertificates(sequence(type, element(0xa0, wrapped))));
    };
    expect([signedData(6), signedData(7)]).toEqual(['read', 'unpack-malformed']);
  });

  test('parts of what has the form of a private key', () => {
    const parts = (count: number) =>
      hasFormOfPrivateKey(sequence(integer(Uint8Array.of(1)), ...Array.from({ length: count - 1 }, () => NULL)));
    expect([parts(16), parts(17)]).toEqual([true, false]);
  });

  test('elements in a private key, and how deep they may stand', async () => {
    const open = async (attributes: readonly Uint8Array[]) => {
      const octets = sequence(integer(Uint8Array.of(0)), sequence(NULL), element(TAG.octetString), ...attributes);
      const text = toPem('ENCRYPTED PRIVATE KEY', octets).replaceAll('ENCRYPTED ', '');
      return codeOf(await openKeyFile(keyFileCryptographyOfNode, { text, password: '' }));
    };
    const nulls = (count: number) => Array.from({ length: count }, () => NULL);
    expect([await open(nulls(59)), await open(nulls(60))]).toEqual(['read', 'key-file-malformed']);
    expect([await open([nested(7)]), await open([nested(8)])]).toEqual(['read', 'key-file-malformed']);
  });

  test('rounds that a password is hashed in', async () => {
    const pkcs8 = new Uint8Array(generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }));
    const encrypted = await encryptKey(keyFileCryptographyOfNode, { pkcs8, password: 'x' });
    // 600,000, in three octets, as 5,000,000 and one more are.
    const at = Buffer.from(encrypted).indexOf(Buffer.from([0x02, 0x03, 0x09, 0x27, 0xc0])) + 2;
    const counted: number[] = [];
    const cryptography = {
      ...keyFileCryptographyOfNode,
      deriveKey: ({ iterations }: { readonly iterations: number }) => {
        counted.push(iterations);
        return Promise.resolve(new Uint8Array(32));
      },
    };
    const open = async (octets: readonly number[]) => {
      encrypted.set(octets, at);
      return codeOf(await openKeyFile(cryptography, { text: toPem('ENCRYPTED PRIVATE KEY', encrypted), password: 'x' }));
    };
    expect([await open([0x4c, 0x4b, 0x40]), await open([0x4c, 0x4b, 0x41])]).toEqual(['key-file-password-wrong', 'key-file-lock-unknown']);
    expect(counted).toEqual([5_000_000]);
  });

  test('a length of four octets is read: that of 16 MiB and more', () => {
    const octets = element(TAG.octetString, new Uint8Array(2 ** 24));
    expect(piecesOf(octets, 1)?.map(({ content }) => content.length)).toEqual([2 ** 24]);
    expect(piecesOf(concat(octets, octets), 1)).toBeUndefined();
  });

  test('octets of an object identifier, of a small number, and of a list of bits', () => {
    const read = (octets: Bytes) => readDer(octets, { bytes: 100, depth: 1, elements: 1 });
    const oid = (length: number) => codeOf(read(element(TAG.objectIdentifier, new Uint8Array(length).fill(1))));
    expect([oid(32), oid(33)]).toEqual(['read', 'der-malformed']);
    const number = (hex: readonly number[]) =>
      smallInteger({ tag: TAG.integer, octets: NULL, content: Uint8Array.from(hex), children: [] });
    expect([number([0x7f, 255, 255, 255]), number([0x80, 0, 0, 0]), number([0, 0x80, 0, 0, 0])]).toEqual([
      2 ** 31 - 1,
      undefined,
      undefined,
    ]);
    const bits = (octets: number) => namedBits({ tag: TAG.bitString, octets: NULL, content: new Uint8Array(octets), children: [] });
    expect([bits(4), bits(5)]).toEqual([[], undefined]);
  });
});

describe('a list of revoked certificates', () => {
  const ALGORITHM = sequence(element(TAG.objectIdentifier, Uint8Array.of(0x2a, 3)));
  const NAME = writeName({ commonName: 'Example' });
  const NOW = time(Date.UTC(2027, 5, 1));
  const ENTRY = sequence(integer(Uint8Array.of(1)), NOW);
  const list = ({
    algorithm = ALGORITHM,
    entries = ENTRY,
    extensions = new Uint8Array(),
  }: {
    algorithm?: Bytes;
    entries?: Bytes;
    extensions?: Bytes;
  }) => sequence(integer(Uint8Array.of(1)), algorithm, NAME, NOW, NOW, sequence(entries), extensions);
  const isRead = (octets: Bytes) => readCrlToBeSigned(octets) !== undefined;
  const unknown = (index: number, octets = 0) => ({ oid: `1.2.${String(index)}`, critical: false, value: new Uint8Array(octets) });

  test('of half a million entries is read, and with one more is refused', () => {
    const repeated = (count: number) => {
      const entries = new Uint8Array(count * ENTRY.length);
      entries.set(ENTRY);
      for (let filled = ENTRY.length; filled < entries.length; filled *= 2) entries.copyWithin(filled, 0, filled);
      return entries;
    };
    expect(readCrlToBeSigned(list({ entries: repeated(500_000) }))?.entries).toHaveLength(500_000);
    expect(isRead(list({ entries: repeated(500_001) }))).toBe(false);
  });

  test('of 32 MiB is looked at, and with an octet more is refused before', () => {
    const signed = (octets: number) => codeOf(decodeCrl(new Uint8Array(octets)));
    expect([signed(33_554_432), signed(33_554_433)]).toEqual(['crl-malformed', 'crl-too-large']);
    // One extension fills what is left of it: by its size alone it is refused either way.
    const toBeSigned = (octets: number) => isRead(concat(list({}), new Uint8Array(octets)));
    expect([toBeSigned(0), toBeSigned(33_554_432)]).toEqual([true, false]);
  });

  test('has parts of 16 KiB, of a thousand elements and twelve deep, and none of one more; its signature says less', () => {
    const part = (algorithm: Bytes) => isRead(list({ algorithm }));
    expect([part(ofOctets(16_384)), part(sequence(nested(11))), part(ofElements(1000))]).toEqual([true, true, true]);
    expect([part(ofOctets(16_385)), part(sequence(nested(12))), part(ofElements(1001))]).toEqual([false, false, false]);
    const outside = (algorithm: Bytes) => codeOf(decodeCrl(sequence(list({ algorithm }), algorithm, bitString(new Uint8Array()))));
    expect([outside(ofOctets(1024)), outside(nested(6)), outside(ofElements(32))]).toEqual(['read', 'read', 'read']);
    expect([outside(ofOctets(1025)), outside(nested(7)), outside(ofElements(33))]).toEqual([
      'crl-malformed',
      'crl-malformed',
      'crl-malformed',
    ]);
  });

  test('says of an entry what fits into a KiB and 64 elements', () => {
    const entry = (...said: Parameters<typeof writeExtensions>[0]) =>
      isRead(list({ entries: sequence(integer(Uint8Array.of(1)), NOW, writeExtensions(said)) }));
    const envelope = writeExtensions([unknown(1, 900)]).length - 900;
    expect([entry(unknown(1, 1024 - envelope)), entry(unknown(1, 1025 - envelope))]).toEqual([true, false]);
    const many = Array.from({ length: 21 }, (_, index) => unknown(index));
    expect([entry(...many), entry({ ...unknown(99), critical: true }, ...many.slice(1))]).toEqual([true, false]);
  });
});

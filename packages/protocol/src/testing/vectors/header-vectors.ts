import { type Bytes, concat, fromHex, toHex, u16, u64, u8, utf8 } from '../../bytes.ts';
import { EXTENSION, type Header, encodeHeader, headerHashOf } from '../../header.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/** Section 3: headers that must be read and written to the octet, and headers that must be refused. */

const plain: Header = {
  profile: 3,
  issuerId: fromHex(WORKED_EXAMPLE.issuerId),
  tokenId: fromHex(WORKED_EXAMPLE.tokenId),
  epoch: 7,
  resetRandom: 5831,
  resetMac: 58372,
  unlockDigits: 16,
  maxAttempts: 5,
  minPinLength: 6,
  maxPinLength: 12,
  createdAt: 1767225600,
  serial: 'ST-482-719-36',
  extensions: [],
};

const issuerKey = Uint8Array.from({ length: 32 }, (_, index) => index);
const filler = (length: number): Bytes => new Uint8Array(length).fill(0x2e);
const FIXED_AND_LENGTH = 69;

const lawful: Readonly<Record<string, Partial<Header>>> = {
  'the worked example': {},
  'lowest of everything': {
    profile: 0,
    epoch: 0,
    resetRandom: 0,
    resetMac: 0,
    unlockDigits: 12,
    maxAttempts: 3,
    minPinLength: 4,
    maxPinLength: 4,
    createdAt: 0,
    serial: 'S',
  },
  'highest of everything': {
    profile: 15,
    epoch: Number.MAX_SAFE_INTEGER,
    resetRandom: 9999,
    resetMac: 99999,
    unlockDigits: 20,
    maxAttempts: 10,
    minPinLength: 12,
    maxPinLength: 16,
    createdAt: Number.MAX_SAFE_INTEGER,
    serial: 'ABCDEFGHIJKLMNOPQRSTUVWX',
  },
  'issuer key (extension 5)': { extensions: [{ type: EXTENSION.issuerKey, value: issuerKey }] },
  'every known extension': {
    profile: 15,
    extensions: [
      { type: EXTENSION.voprfPublicKey, value: issuerKey },
      { type: EXTENSION.webauthnCredentialId, value: filler(64) },
      { type: EXTENSION.relyingPartyId, value: utf8('token.example') },
      { type: EXTENSION.prfOnlyCredentialId, value: filler(16) },
      { type: EXTENSION.issuerKey, value: issuerKey },
      { type: EXTENSION.issuerName, value: utf8('Northwind Harbour Authority') },
      { type: EXTENSION.label, value: utf8('Ada Quay') },
      { type: EXTENSION.portal, value: utf8('https://self.example') },
      { type: EXTENSION.prfOnlyAllowed, value: u8(1) },
    ],
  },
  'unknown extension that may be ignored (high bit set)': { extensions: [{ type: 0xff, value: utf8('later') }] },
  'as long as a header may be': { extensions: [{ type: 0x80, value: filler(1024 - FIXED_AND_LENGTH - plain.serial.length - 3) }] },
};

const base = fromHex(WORKED_EXAMPLE.header);
const withoutExtensions = base.slice(0, -2);

function withOctets(offset: number, octets: Uint8Array): Bytes {
  const changed = base.slice();
  changed.set(octets, offset);
  return changed;
}

function withExtensions(octets: Uint8Array, length = octets.length): Bytes {
  return concat(withoutExtensions, u16(length), octets);
}

const refusedHeaders: Readonly<Record<string, Bytes>> = {
  empty: new Uint8Array(0),
  'one octet short': base.slice(0, -1),
  'one octet more': concat(base, u8(0)),
  'other magic': withOctets(0, utf8('STV2')),
  'format version 2': withOctets(4, u8(2)),
  'suite 2': withOctets(5, u8(2)),
  'profile bit 4 (reserved)': withOctets(6, u16(0x13)),
  'profile bit 15': withOctets(6, u16(0x8003)),
  'epoch above 2^53 - 1': withOctets(40, fromHex('0020000000000000')),
  'r of 10000': withOctets(48, u16(10000)),
  'prcMac of 100000': withOctets(50, fromHex('000186a0')),
  'unlock code of 14 digits': withOctets(54, u8(14)),
  'two attempts': withOctets(55, u8(2)),
  'eleven attempts': withOctets(55, u8(11)),
  'PIN of three digits': withOctets(56, u8(3)),
  'PIN of thirteen digits at least': withOctets(56, u8(13)),
  'PIN of seventeen digits': withOctets(57, u8(17)),
  'longest PIN shorter than the shortest': withOctets(57, u8(5)),
  'time above 2^53 - 1': withOctets(58, fromHex('ffffffffffffffff')),
  'empty serial': concat(base.slice(0, 66), u8(0), u16(0)),
  'serial of 25 characters': concat(base.slice(0, 66), u8(25), filler(25), u16(0)),
  'serial that is not ASCII': withOctets(67, u8(0xe9)),
  'serial with a control character': withOctets(67, u8(0x07)),
  'serial longer than the header': withOctets(66, u8(24)),
  'unknown extension that may not be ignored': withExtensions(fromHex('06000101')),
  'extension type 0': withExtensions(fromHex('000000')),
  'the same extension twice': withExtensions(fromHex('800000800000')),
  'extension cut off in its length': withExtensions(fromHex('8000')),
  'extension longer than the extensions': withExtensions(fromHex('80000401')),
  'extensions shorter than said': withExtensions(fromHex('800000'), 4),
  'issuer key of 31 octets': withExtensions(concat(u8(5), u16(31), issuerKey.slice(0, 31))),
  'VOPRF key of 33 octets': withExtensions(concat(u8(1), u16(33), filler(33))),
  '1025 octets': withExtensions(concat(u8(0x80), u16(940), filler(940)), 943),
  'eight octets before the magic': concat(u64(1), base),
};

export function headerVectors(): unknown {
  return {
    about:
      'Section 3. Octets in hexadecimal. `valid` must parse to `fields` and be built from them; `invalid` must be refused with HEADER_UNKNOWN.',
    valid: Object.entries(lawful).map(([name, change]) => validCase(name, { ...plain, ...change })),
    invalid: Object.entries(refusedHeaders).map(([name, octets]) => ({ name, header: toHex(octets), error: 'HEADER_UNKNOWN' })),
  };
}

function validCase(name: string, header: Header): unknown {
  const octets = encodeHeader(header);
  if (!octets.ok) throw new Error(`header vector "${name}" is not lawful`);
  const { issuerId, tokenId, extensions, epoch, createdAt, ...numbers } = header;
  const fields = {
    ...numbers,
    issuerId: toHex(issuerId),
    tokenId: toHex(tokenId),
    // As text: not every reader of JSON keeps integers up to 2^53 - 1.
    epoch: String(epoch),
    createdAt: String(createdAt),
    extensions: extensions.map(({ type, value }) => ({ type, value: toHex(value) })),
  };
  return { name, header: toHex(octets.value), headerHash: toHex(headerHashOf(octets.value)), fields };
}

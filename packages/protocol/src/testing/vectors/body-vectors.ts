import { type Bytes, concat, domain, fromHex, toHex, u32, u8, utf8 } from '../../bytes.ts';
import { hkdfExpand, hkdfExtract } from '../../key-schedule.ts';
import { webCryptoAead } from '../../webcrypto.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/**
 * Section 5. The bodies are sealed here by hand, straight from the page, so that `vault-body.ts` is judged by
 * something else than itself, and so that texts it would never write can be sealed too.
 */

const octetsFrom = (start: number, length: number): Bytes => Uint8Array.from({ length }, (_, index) => (start + index) % 256);

const masterKey = fromHex(WORKED_EXAMPLE.masterKey);
const headerHash = fromHex(WORKED_EXAMPLE.headerHash);
const salt = octetsFrom(0x71, 16);
const nonce = octetsFrom(0x91, 12);
const head = concat(u8(1), new Uint8Array(3), salt);
const KEY_TEXT = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';

/** Section 5's text, field for field; the order of the fields is part of the format. */
const TOTP = {
  v: 2,
  otp: { type: 'totp', alg: 'SHA256', digits: 6, period: 30, t0: 0, counter: 0, suite: null, seed: KEY_TEXT },
  krec: KEY_TEXT,
  ksrv: KEY_TEXT,
  issuer: 'Northwind Harbour Authority',
  label: 'Ada Quay',
  portal: 'https://self.example',
  skewMs: -1250,
  agreedMs: 0,
  contactMs: 1767225600000,
};
const { agreedMs: _agreed, contactMs: _contact, ...FIELDS_1 } = TOTP;
/** As written before a token kept the time of its last contact; still read, never written. */
const VERSION_1 = { ...FIELDS_1, v: 1 };
const SHA1_SEED = KEY_TEXT.slice(0, 26) + 'M';
const HOTP = {
  ...TOTP,
  otp: { ...TOTP.otp, type: 'hotp', alg: 'SHA1', digits: 8, counter: 4711, seed: SHA1_SEED },
  issuer: 'Hafenbehörde Nordwind',
  label: '港 ⚓',
};

function padded(text: Uint8Array): Bytes {
  const blocks = Math.ceil((text.length + 1) / 256);
  return concat(text, u8(0x80), new Uint8Array(blocks * 256 - text.length - 1));
}

async function sealed(plaintext: Uint8Array, under: Uint8Array = headerHash): Promise<Bytes> {
  const key = hkdfExpand(hkdfExtract(salt, masterKey), domain('vault-key'), 32);
  const ct = await webCryptoAead(crypto.subtle).seal({ key, nonce, aad: concat(domain('vault'), under, head), plaintext });
  return concat(head, nonce, u32(ct.length), ct);
}

function sealedJson(value: unknown): Promise<Bytes> {
  return sealed(padded(utf8(JSON.stringify(value))));
}

function withFlippedBit(octets: Bytes, offset: number): Bytes {
  const changed = octets.slice();
  changed[offset] = (changed[offset] ?? 0) ^ 1;
  return changed;
}

async function invalidBodies(body: Bytes): Promise<Readonly<Record<string, Bytes>>> {
  const text = utf8(JSON.stringify(TOTP));
  const { skewMs, ...withoutSkew } = TOTP;
  const { contactMs, ...withoutContact } = TOTP;
  return {
    empty: new Uint8Array(0),
    'one octet short': body.slice(0, -1),
    'one octet more': concat(body, u8(0)),
    'version 2': concat(u8(2), body.slice(1)),
    'reserved octets not zero': withFlippedBit(body, 3),
    'a bit of the salt': withFlippedBit(body, 4),
    'a bit of the nonce': withFlippedBit(body, 20),
    'a bit of the length': withFlippedBit(body, 35),
    'a bit of the ciphertext': withFlippedBit(body, 36),
    'a bit of the tag': withFlippedBit(body, body.length - 1),
    'under another header': await sealed(padded(text), new Uint8Array(32)),
    'longer than any body': concat(head, nonce, u32(8192), new Uint8Array(8192)),
    'no padding': await sealed(concat(text, new Uint8Array(512 - text.length))),
    'padding of more than a block': await sealed(concat(padded(text), new Uint8Array(256))),
    'not a multiple of 256': await sealed(padded(text).slice(0, -1)),
    'nothing but zeros': await sealed(new Uint8Array(256)),
    'not UTF-8': await sealed(padded(fromHex('c328'))),
    'not JSON': await sealed(padded(utf8('{"v":1'))),
    'JSON that is no object': await sealedJson([TOTP]),
    'version 3 of the text': await sealedJson({ ...TOTP, v: 3 }),
    'version 1 with fields of version 2': await sealedJson({ ...TOTP, v: 1 }),
    'version 2 with fields of version 1': await sealedJson({ ...VERSION_1, v: 2 }),
    'an unknown field': await sealedJson({ ...TOTP, extra: true }),
    'a missing field': await sealedJson({ ...withoutSkew, scewMs: skewMs }),
    'an unknown field of otp': await sealedJson({ ...TOTP, otp: { ...TOTP.otp, extra: 1 } }),
    'otp of another type': await sealedJson({ ...TOTP, otp: { ...TOTP.otp, type: 'yubi' } }),
    'unknown algorithm': await sealedJson({ ...TOTP, otp: { ...TOTP.otp, alg: 'MD5' } }),
    'five digits': await sealedJson({ ...TOTP, otp: { ...TOTP.otp, digits: 5 } }),
    'eleven digits': await sealedJson({ ...TOTP, otp: { ...TOTP.otp, digits: 11 } }),
    'digits as text': await sealedJson({ ...TOTP, otp: { ...TOTP.otp, digits: '6' } }),
    'period of 0': await sealedJson({ ...TOTP, otp: { ...TOTP.otp, period: 0 } }),
    'negative counter': await sealedJson({ ...TOTP, otp: { ...TOTP.otp, counter: -1 } }),
    'seed too short for its algorithm': await sealedJson({ ...TOTP, otp: { ...TOTP.otp, seed: SHA1_SEED } }),
    'seed that is not canonical base64url': await sealedJson({ ...TOTP, otp: { ...TOTP.otp, seed: `${KEY_TEXT.slice(0, -1)}9` } }),
    'recovery key of 31 octets': await sealedJson({ ...TOTP, krec: KEY_TEXT.slice(0, -2) }),
    'label of 1025 characters': await sealedJson({ ...TOTP, label: 'x'.repeat(1025) }),
    'skew that is no integer': await sealedJson({ ...TOTP, skewMs: 0.5 }),
    'agreed offset that is text': await sealedJson({ ...TOTP, agreedMs: '0' }),
    'a contact before 1970': await sealedJson({ ...TOTP, contactMs: -1 }),
    'a contact misspelt': await sealedJson({ ...withoutContact, kontaktMs: contactMs }),
  };
}

export async function bodyVectors(): Promise<unknown> {
  const totp = await sealedJson(TOTP);
  const invalid = Object.entries(await invalidBodies(totp)).map(([name, body]) => ({ name, body: toHex(body), error: 'SLOT_DAMAGED' }));
  return {
    about:
      'Section 5. Octets in hexadecimal. `valid` must open under masterKey and headerHash to `json` and be sealed from it with this salt and nonce; ' +
      '`earlier` must open (its offset counts as agreed to, its contact as never) and is never written; `invalid` must be refused with SLOT_DAMAGED.',
    inputs: { masterKey: toHex(masterKey), headerHash: toHex(headerHash), salt: toHex(salt), nonce: toHex(nonce) },
    valid: [
      { name: 'TOTP', json: TOTP, body: toHex(totp) },
      { name: 'HOTP with words beyond ASCII', json: HOTP, body: toHex(await sealedJson(HOTP)) },
      { name: 'text that ends one octet before a block', ...(await filledTo(511)) },
      { name: 'text that fills its blocks', ...(await filledTo(512)) },
    ],
    earlier: [{ name: 'version 1 of the text', json: VERSION_1, body: toHex(await sealedJson(VERSION_1)) }],
    invalid,
  };
}

/** A body whose text is exactly this long: the edges of the padding. */
async function filledTo(length: number): Promise<{ readonly json: unknown; readonly body: string }> {
  const missing = length - utf8(JSON.stringify({ ...TOTP, label: '' })).length;
  const json = { ...TOTP, label: 'x'.repeat(missing) };
  return { json, body: toHex(await sealedJson(json)) };
}

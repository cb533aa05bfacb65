import { type Bytes, concat, domain, fromHex, toBase64url, toHex, u32, u8, utf8 } from '../../bytes.ts';
import { hkdfExpand, hkdfExtract, sha256 } from '../../key-schedule.ts';
import type { Randomness } from '../../ports.ts';
import { personalVault } from '../../personal-vault/personal-vault.ts';
import { webCryptoAead } from '../../webcrypto.ts';
import { FIRST_PIN, SECOND_PIN } from '../demonstration-token.ts';
import type { MemoryTokenStorage } from '../memory-token-storage.ts';
import { PERSONAL_POLICY, createForTest, keyOf } from '../personal-scene.ts';
import { LEAST_HASHING, realArgon2id, seededRandomness, testDevice } from '../surroundings.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/**
 * Section 12. Keys, bodies and files are written here by hand, straight from the page, so that the code is judged by something else than itself,
 * and so that texts it would never write can be sealed too.
 */

const octetsFrom = (start: number, length: number): Bytes => Uint8Array.from({ length }, (_, index) => (start + index) % 256);

const RECOVERY_KEY = octetsFrom(0xa0, 32);
const masterKey = fromHex(WORKED_EXAMPLE.masterKey);
const headerHash = fromHex(WORKED_EXAMPLE.headerHash);
const salt = octetsFrom(0x71, 16);
const nonce = octetsFrom(0x91, 12);
const head = concat(u8(1), new Uint8Array(3), salt);

/** Crockford's base 32 over an integer: 256 bits, then the four of the check. */
function keyText(key: Uint8Array, check = (sha256(concat(domain('recovery-key'), key))[0] ?? 0) >> 4): string {
  let rest = (BigInt(`0x${toHex(key)}`) << 4n) | BigInt(check);
  let text = '';
  for (let place = 0; place < 52; place += 1) {
    text = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

const SHOWN = keyText(RECOVERY_KEY);

const validKeys: Readonly<Record<string, readonly [Bytes, string]>> = {
  'as it is shown': [RECOVERY_KEY, SHOWN],
  'without spaces, in lower case': [RECOVERY_KEY, SHOWN.replaceAll(' ', '').toLowerCase()],
  'with hyphens and line breaks': [RECOVERY_KEY, SHOWN.replaceAll(' ', '-\n')],
  'O for 0, I and l for 1': [octetsFrom(0, 32), keyText(octetsFrom(0, 32)).replaceAll('0', 'O').replace('1', 'I').replace('1', 'l')],
  'nothing but zeros': [new Uint8Array(32), keyText(new Uint8Array(32))],
  'nothing but ones': [new Uint8Array(32).fill(255), keyText(new Uint8Array(32).fill(255))],
};

const checkOfShown = (sha256(concat(domain('recovery-key'), RECOVERY_KEY))[0] ?? 0) >> 4;

const invalidKeys: Readonly<Record<string, readonly [string, object]>> = {
  empty: ['', { code: 'CODE_LENGTH', expected: 52, typed: 0 }],
  'one character short': [SHOWN.slice(0, -1), { code: 'CODE_LENGTH', expected: 52, typed: 51 }],
  'one character more': [`${SHOWN}0`, { code: 'CODE_LENGTH', expected: 52, typed: 53 }],
  'longer than any key with separators': [' '.repeat(257), { code: 'CODE_LENGTH', expected: 52, typed: 257 }],
  'a U in group 2 and a sign in group 13': [`${SHOWN.slice(0, 5)}U${SHOWN.slice(6, -1)}!`, { code: 'CODE_TYPO', groups: [2, 13] }],
  'a check that does not hold': [keyText(RECOVERY_KEY, checkOfShown ^ 1), { code: 'CODE_CHECK' }],
  'the first two groups swapped': [`${SHOWN.slice(5, 10)}${SHOWN.slice(0, 5)}${SHOWN.slice(10)}`, { code: 'CODE_CHECK' }],
};

/** The body's text, field for field; the order of the fields is part of the format. */
const TOTP = {
  id: 'AAAAAAAAAAE',
  type: 'totp',
  alg: 'SHA1',
  digits: 8,
  period: 30,
  counter: 0,
  secret: toBase64url(utf8('12345678901234567890')),
  issuer: 'Harbour Library',
  label: 'ada@quay.example',
  pinned: false,
  usedAt: 0,
  deleted: false,
};
const HOTP = {
  ...TOTP,
  id: 'AAAAAAAAAAI',
  type: 'hotp',
  alg: 'SHA512',
  digits: 6,
  counter: 4711,
  secret: toBase64url(octetsFrom(1, 128)),
  issuer: '',
  label: '港 ⚓',
  pinned: true,
  usedAt: 1_767_225_600_000,
  deleted: true,
};
const FULL = {
  v: 1,
  kind: 'personal',
  rkey: toBase64url(RECOVERY_KEY),
  rkeyChecked: true,
  view: { order: 'use', size: 'compact', codes: 'hidden' },
  accounts: [TOTP, HOTP],
};
const EMPTY = { ...FULL, rkeyChecked: false, view: { order: 'hand', size: 'large', codes: 'shown' }, accounts: [] };

function padded(text: Uint8Array): Bytes {
  const blocks = Math.ceil((text.length + 1) / 256);
  return concat(text, u8(0x80), new Uint8Array(blocks * 256 - text.length - 1));
}

async function sealedBody(value: unknown): Promise<Bytes> {
  const key = hkdfExpand(hkdfExtract(salt, masterKey), domain('vault-key'), 32);
  const plaintext = padded(utf8(JSON.stringify(value)));
  const ct = await webCryptoAead(crypto.subtle).seal({ key, nonce, aad: concat(domain('vault'), headerHash, head), plaintext });
  return concat(head, nonce, u32(ct.length), ct);
}

function withAccount(change: object): object {
  return { ...FULL, accounts: [{ ...TOTP, ...change }] };
}

const { label: _, ...withoutLabel } = TOTP;

const invalidTexts: Readonly<Record<string, object>> = {
  'version 2': { ...FULL, v: 2 },
  'a token’s text': { v: 1, otp: {}, krec: '', ksrv: '', issuer: '', label: '', portal: '', skewMs: 0 },
  'another kind': { ...FULL, kind: 'token' },
  'an unknown field': { ...FULL, extra: 1 },
  'a recovery key of 31 octets': { ...FULL, rkey: toBase64url(octetsFrom(0, 31)) },
  'an unknown order': { ...FULL, view: { ...FULL.view, order: 'colour' } },
  'accounts that are no list': { ...FULL, accounts: { 0: TOTP } },
  'the same id twice': { ...FULL, accounts: [TOTP, TOTP] },
  'an id of 7 octets': withAccount({ id: 'AAAAAAAAAA' }),
  'an unknown field of an account': withAccount({ colour: 'red' }),
  'an account without its label': { ...FULL, accounts: [withoutLabel] },
  'an unknown type': withAccount({ type: 'steam' }),
  'an unknown algorithm': withAccount({ alg: 'MD5' }),
  'an algorithm spelt otherwise': withAccount({ alg: 'sha-1' }),
  'nine digits': withAccount({ digits: 9 }),
  'a period of 0': withAccount({ period: 0 }),
  'a counter where time counts': withAccount({ counter: 1 }),
  'a secret of no octets': withAccount({ secret: '' }),
  'a secret of 129 octets': withAccount({ secret: toBase64url(octetsFrom(0, 129)) }),
  'a label of 257 characters': withAccount({ label: 'x'.repeat(257) }),
  'a label that turns the writing around': withAccount({ label: 'a\u202eb' }),
  'pinned that is no truth value': withAccount({ pinned: 1 }),
  'used before there was time': withAccount({ usedAt: -1 }),
};

const TOKEN_ID = octetsFrom(0x10, 16);
const MADE_AT = 1_767_225_600_000;
const SERIAL = 'PV-482-719-36';

async function exportFile(value: unknown, change: object = {}): Promise<string> {
  const okm = hkdfExpand(hkdfExtract(salt, RECOVERY_KEY), domain('export'), 64);
  const aad = concat(domain('export'), u8(1), TOKEN_ID, u8(0), u8(SERIAL.length), utf8(SERIAL), new Uint8Array(2), madeAtOctets(), salt);
  const plaintext = padded(utf8(JSON.stringify(value)));
  const sealed = await webCryptoAead(crypto.subtle).seal({ key: okm.slice(0, 32), nonce, aad, plaintext });
  const fields = {
    format: 'sallyport-personal-vault',
    v: 1,
    vault: toBase64url(TOKEN_ID),
    serial: SERIAL,
    made: MADE_AT,
    salt: toBase64url(salt),
    commitment: toBase64url(okm.slice(32)),
    nonce: toBase64url(nonce),
    sealed: toBase64url(sealed),
    ...change,
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

function madeAtOctets(): Bytes {
  return fromHex(MADE_AT.toString(16).padStart(12, '0'));
}

async function invalidFiles(): Promise<Readonly<Record<string, readonly [string, string]>>> {
  const text = { v: 1, accounts: [TOTP] };
  const whole = await exportFile(text);
  return {
    'not JSON': [whole.slice(0, -4), 'EXPORT_UNKNOWN'],
    'of another program': [await exportFile(text, { format: 'another' }), 'EXPORT_UNKNOWN'],
    'version 2': [await exportFile(text, { v: 2 }), 'EXPORT_VERSION'],
    'an unknown field': [await exportFile(text, { extra: 1 }), 'EXPORT_DAMAGED'],
    'of another vault': [await exportFile(text, { vault: toBase64url(octetsFrom(0, 16)) }), 'EXPORT_DAMAGED'],
    'another serial': [await exportFile(text, { serial: 'PV-000-000-00' }), 'EXPORT_DAMAGED'],
    'another time': [await exportFile(text, { made: MADE_AT + 1 }), 'EXPORT_DAMAGED'],
    'a time before there was time': [await exportFile(text, { made: -1 }), 'EXPORT_DAMAGED'],
    'another salt': [await exportFile(text, { salt: toBase64url(octetsFrom(0, 16)) }), 'WRONG_SECRET'],
    'a seal cut short': [await exportFile(text, { sealed: toBase64url(octetsFrom(0, 40)) }), 'EXPORT_DAMAGED'],
    'a text of version 2': [await exportFile({ ...text, v: 2 }), 'EXPORT_DAMAGED'],
    'a text with a recovery key in it': [await exportFile({ ...text, rkey: toBase64url(RECOVERY_KEY) }), 'EXPORT_DAMAGED'],
  };
}

/** Four COMMITs of one vault: made, another PIN, recovered, another recovery key. */
async function commits(): Promise<object> {
  const drawn: string[] = [];
  const source = seededRandomness('personal');
  const randomness: Randomness = {
    bytes(length) {
      const octets = source.bytes(length);
      drawn.push(toHex(octets));
      return octets;
    },
  };
  const { ports, storage, deviceKey, clock } = testDevice('personal', { argon2id: realArgon2id, randomness });
  const made: object[] = [];
  const note = async (what: string, pin: string): Promise<void> => {
    const epoch = made.length;
    made.push({ what, pin, random: drawn.splice(0), storage: await stored(storage, epoch) });
  };

  const first = await createForTest(ports, FIRST_PIN);
  const recoveryKey = await keyOf(first);
  await note('made', FIRST_PIN);
  const changed = await first.changePin({ pin: SECOND_PIN, repeated: SECOND_PIN });
  if (changed.kind !== 'open') throw new Error(changed.error.code);
  changed.vault.close();
  await note('another PIN', SECOND_PIN);
  const recovered = await personalVault(ports).enterRecoveryKey(recoveryKey);
  if (recovered.kind !== 'must-set-pin') throw new Error('the recovery key should open here');
  const open = await recovered.awaiting.setPin({ pin: FIRST_PIN, repeated: FIRST_PIN });
  if (open.kind !== 'open') throw new Error(open.error.code);
  await note('recovered', FIRST_PIN);
  const replaced = await open.vault.replaceRecoveryKey({ pin: FIRST_PIN, repeated: FIRST_PIN });
  if (replaced.kind !== 'open') throw new Error(replaced.error.code);
  await note('another recovery key', FIRST_PIN);
  return {
    inputs: { policy: PERSONAL_POLICY, deviceKey: toHex(deviceKey), nowMs: clock.now(), ...LEAST_HASHING },
    recoveryKey,
    nextRecoveryKey: await keyOf(replaced.vault),
    made,
  };
}

async function stored(storage: MemoryTokenStorage, epoch: number): Promise<object> {
  const core = await storage.readCore();
  const pinSlot = await storage.readPinSlot(epoch);
  const erasable = await storage.readErasableFactor(epoch);
  if (core === undefined || pinSlot === undefined || erasable === undefined) throw new Error('the COMMIT is incomplete');
  return {
    header: toHex(core.header),
    recoverySlot: toHex(core.recoverySlot),
    body: toHex(core.body),
    state: toHex(core.state),
    pinSlot: toHex(pinSlot),
    erasable: toHex(erasable),
  };
}

export async function personalVaultVectors(): Promise<unknown> {
  const files = await invalidFiles();
  return {
    about:
      'Section 12. Octets in hexadecimal. `keys` are recovery keys as typed. `bodies` open under masterKey and headerHash, and are sealed with this salt ' +
      'and nonce. `exports` open with the first key. `commits` is a deterministic run: `random` is everything drawn for each COMMIT, in order, ' +
      'before it (id, serial and recovery key at the first; the new recovery key at the last) and in it (MK, E, salt and nonce of the PIN slot, of the recovery slot, of the body).',
    keys: {
      valid: Object.entries(validKeys).map(([name, [octets, typed]]) => ({ name, key: toHex(octets), typed })),
      invalid: Object.entries(invalidKeys).map(([name, [typed, error]]) => ({ name, typed, error })),
    },
    bodies: {
      inputs: { masterKey: toHex(masterKey), headerHash: toHex(headerHash), salt: toHex(salt), nonce: toHex(nonce) },
      valid: [
        { name: 'two accounts', json: FULL, body: toHex(await sealedBody(FULL)) },
        { name: 'none yet', json: EMPTY, body: toHex(await sealedBody(EMPTY)) },
      ],
      // As text, for the reader to seal.
      invalid: Object.entries(invalidTexts).map(([name, json]) => ({ name, json })),
    },
    exports: {
      inputs: { salt: toHex(salt), nonce: toHex(nonce), tokenId: toHex(TOKEN_ID), serial: SERIAL, madeAt: MADE_AT },
      valid: [{ name: 'one account', accounts: [TOTP], file: await exportFile({ v: 1, accounts: [TOTP] }) }],
      invalid: Object.entries(files).map(([name, [file, error]]) => ({ name, file, error })),
    },
    commits: await commits(),
  };
}

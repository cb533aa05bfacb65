import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64url, fromHex, toHex, u32, toBase64url, concat } from '../bytes.ts';
import { areLawfulContents, decodeContents, encodeContents, maxBodyOctets, openBody, sealBody } from '../sealed-body.ts';
import { arbitraryAccount, octets } from '../testing/arbitraries.ts';
import { masterKeyFrom } from '../testing/master-key-from.ts';
import { personalAccount } from '../testing/personal-scene.ts';
import { readVectors } from '../testing/read-vectors.ts';
import { TOKEN_TEXT } from '../vault-body.ts';
import { webCryptoAead } from '../webcrypto.ts';
import { type AccountId, MAX_ACCOUNTS, PERSONAL_TEXT, type PersonalContents, parseAccountId } from './personal-contents.ts';

interface Vectors {
  readonly bodies: {
    readonly inputs: { readonly masterKey: string; readonly headerHash: string; readonly salt: string; readonly nonce: string };
    readonly valid: readonly { readonly name: string; readonly json: { readonly rkey: string }; readonly body: string }[];
    readonly invalid: readonly { readonly name: string; readonly json: object }[];
  };
}

const { bodies } = readVectors<Vectors>('personal-vault');
const headerHash = fromHex(bodies.inputs.headerHash);
const aead = webCryptoAead(crypto.subtle);
const lawful: PersonalContents = {
  recoveryKey: new Uint8Array(32),
  isRecoveryKeyChecked: false,
  view: { order: 'hand', size: 'large', codes: 'shown' },
  accounts: [],
};

function idOf(index: number): AccountId {
  return toBase64url(concat(new Uint8Array(4), u32(index))) as AccountId;
}

describe('a text that is not ours is refused', () => {
  test.each(bodies.invalid)('$name', ({ json }) => {
    expect(PERSONAL_TEXT.fromJson(json)).toBeUndefined();
  });

  test('nor does a token’s vault read a personal text, or the other way round', async () => {
    const masterKey = await masterKeyFrom(fromHex(bodies.inputs.masterKey));
    const body = fromHex(bodies.valid[0]?.body ?? '');
    const refused = { ok: false, error: { code: 'SLOT_DAMAGED' } };
    expect(await openBody({ text: TOKEN_TEXT, body, masterKey, headerHash }, aead)).toEqual(refused);
    expect(await openBody({ text: PERSONAL_TEXT, body, masterKey, headerHash: new Uint8Array(32) }, aead)).toEqual(refused);
  });

  test('one account too many, and one octet too many', async () => {
    const accounts = Array.from({ length: MAX_ACCOUNTS + 1 }, (_, index) => personalAccount(idOf(index)));
    expect(areLawfulContents(PERSONAL_TEXT, { ...lawful, accounts })).toBe(false);
    expect(areLawfulContents(PERSONAL_TEXT, { ...lawful, accounts: accounts.slice(1) })).toBe(true);
    const heavy = accounts.slice(1).map((account) => ({ ...account, issuer: '港'.repeat(256), label: '港'.repeat(256) }));
    expect(areLawfulContents(PERSONAL_TEXT, { ...lawful, accounts: heavy })).toBe(false);
    const body = new Uint8Array(maxBodyOctets(PERSONAL_TEXT) + 1);
    const masterKey = await masterKeyFrom(new Uint8Array(32));
    expect((await openBody({ text: PERSONAL_TEXT, body, masterKey, headerHash }, aead)).ok).toBe(false);
  });
});

test.each(bodies.valid)('"$name" opens to its text, and is sealed to the same octets', async ({ json, body }) => {
  const masterKey = await masterKeyFrom(fromHex(bodies.inputs.masterKey));
  const opened = await openBody({ text: PERSONAL_TEXT, body: fromHex(body), masterKey, headerHash }, aead);
  if (!opened.ok) expect.unreachable(opened.error.code);
  expect(JSON.parse(PERSONAL_TEXT.toJson(opened.value))).toEqual(json);
  expect(toHex(opened.value.recoveryKey)).toBe(toHex(fromBase64url(json.rkey)));
  const [salt, nonce] = [fromHex(bodies.inputs.salt), fromHex(bodies.inputs.nonce)];
  const sealed = await sealBody({ text: PERSONAL_TEXT, contents: opened.value, masterKey, headerHash, salt, nonce }, aead);
  expect(sealed.ok && toHex(sealed.value)).toBe(body);
});

test('all lawful lists come back as they went in', () => {
  const account = fc.record({ account: arbitraryAccount, isPinned: fc.boolean(), isDeleted: fc.boolean(), usedAt: fc.maxSafeNat() });
  fc.assert(
    fc.property(fc.array(account, { maxLength: 5 }), octets(32), (entries, recoveryKey) => {
      const accounts = entries.map(({ account: facts, ...rest }, index) => ({ ...facts, ...rest, id: idOf(index) }));
      const contents: PersonalContents = { ...lawful, recoveryKey, accounts };
      const plaintext = encodeContents(PERSONAL_TEXT, contents);
      expect(plaintext && decodeContents(PERSONAL_TEXT, plaintext)).toEqual(contents);
      expect((plaintext?.length ?? 1) % 256).toBe(0);
    }),
  );
});

test('an account id is eight octets and nothing else', () => {
  expect(parseAccountId('AAAAAAAAAAE')).toBe('AAAAAAAAAAE');
  for (const other of ['AAAAAAAAAA', 'AAAAAAAAAAF', 7, undefined, '']) expect(parseAccountId(other)).toBeUndefined();
});

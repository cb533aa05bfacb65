import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domain, fromHex, toHex, utf8 } from './bytes.ts';
import { ALL_FACTORS, PROFILE } from './header.ts';
import { hkdfExpand, hkdfExtract } from './key-schedule.ts';
import type { MasterKey } from './master-key.ts';
import type { Argon2id } from './ports.ts';
import { SLOT_OCTETS, SLOT_TYPE, type SlotFactors, type SlotHead, type SlotType, buildSlot, openSlot, parseSlot } from './slot.ts';
import { octets } from './testing/arbitraries.ts';
import { readVectors } from './testing/read-vectors.ts';
import { LEAST_HASHING, fastArgon2id, realArgon2id, softwareDeviceFactor } from './testing/surroundings.ts';
import { webCryptoAead } from './webcrypto.ts';

type InputName = 'headerHash' | 'tokenId' | 'deviceKey' | 'erasable' | 'prf' | 'voprf' | 'masterKey' | 'salt' | 'nonce';

interface Vectors {
  readonly inputs: Readonly<Record<InputName, string>>;
  readonly valid: readonly { readonly type: SlotType; readonly factors: number; readonly secret: string; readonly slot: string }[];
  readonly invalid: readonly { readonly name: string; readonly slot: string; readonly secret: string; readonly error: string }[];
}

const vectors = readVectors<Vectors>('slot');

const input = (name: InputName): ReturnType<typeof fromHex> => fromHex(vectors.inputs[name]);
const aead = webCryptoAead(crypto.subtle);
const binding = { headerHash: input('headerHash'), tokenId: input('tokenId') };
const factors: SlotFactors = {
  device: softwareDeviceFactor(input('deviceKey')),
  erasable: input('erasable'),
  prf: input('prf'),
  voprf: input('voprf'),
};
const pinSlot = vectors.valid.find(({ type, factors: bits }) => type === SLOT_TYPE.pin && bits === 3) ?? expect.unreachable();

/** The key itself never leaves a `MasterKey`; what it derives shows which one it is. */
function keyShown(masterKey: MasterKey): string {
  return toHex(masterKey.vaultKey(new Uint8Array(16)) ?? new Uint8Array(0));
}

const expectedKey = toHex(hkdfExpand(hkdfExtract(new Uint8Array(16), input('masterKey')), domain('vault-key'), 32));

function headOf(type: SlotType, bits: number): SlotHead {
  const cost = type === SLOT_TYPE.pin || type === SLOT_TYPE.recovery ? LEAST_HASHING : { memoryKiB: 0, passes: 0 };
  return { type, factors: bits, ...cost, salt: input('salt') };
}

describe('a slot that was tampered with is refused, with the right secret and all factors at hand', () => {
  test.each(vectors.invalid)('$name: $error', async ({ slot, secret, error }) => {
    const opened = await openSlot({ slot: fromHex(slot), secret: fromHex(secret), factors, binding }, { argon2id: realArgon2id, aead });
    expect(opened).toEqual({ ok: false, error: { code: error } });
  });
});

describe('nothing is hashed', () => {
  const noHash: Argon2id = () => expect.unreachable('Argon2id was run');
  const withoutHashing = { argon2id: noHash, aead };

  test.each(vectors.invalid.filter(({ error }) => error === 'PARAM_RANGE'))(
    'for parameters out of range: $name',
    async ({ slot, secret, error }) => {
      const opened = await openSlot({ slot: fromHex(slot), secret: fromHex(secret), factors, binding }, withoutHashing);
      expect(opened).toEqual({ ok: false, error: { code: error } });
    },
  );

  test('when a flagged factor cannot be had, and the refusal names it', async () => {
    const withBits = (bits: number): Uint8Array => {
      const slot = fromHex(pinSlot.slot);
      slot[3] = bits;
      return slot;
    };
    const secret = fromHex(pinSlot.secret);
    const refusal = async (bits: number, brought: SlotFactors): Promise<unknown> => {
      const opened = await openSlot({ slot: withBits(bits), secret, factors: brought, binding }, withoutHashing);
      return opened.ok ? 'opened' : opened.error.code;
    };
    expect(await refusal(3, { ...factors, device: { mac: () => Promise.resolve(undefined) } })).toBe('STORAGE_EVICTED');
    expect(await refusal(7, { ...factors, prf: undefined })).toBe('PRF_UNAVAILABLE');
    expect(await refusal(11, { ...factors, voprf: undefined })).toBe('OPRF_OFFLINE');
  });

  test('and nothing is built, when the cost or the factors of a new slot are unlawful', async () => {
    const unlawful: readonly SlotHead[] = [
      { ...headOf(SLOT_TYPE.pin, 3), memoryKiB: 8 },
      { ...headOf(SLOT_TYPE.pin, 3), passes: 1 },
      headOf(SLOT_TYPE.recovery, PROFILE.device | PROFILE.erasable),
      { ...headOf(SLOT_TYPE.recoveryByQr, PROFILE.device), memoryKiB: 65536 },
      headOf(SLOT_TYPE.prfOnly, PROFILE.device),
    ];
    for (const head of unlawful) {
      const built = await buildSlot(
        { head, nonce: input('nonce'), masterKey: input('masterKey'), secret: utf8('482915'), factors, binding },
        withoutHashing,
      );
      expect(built).toEqual({ ok: false, error: { code: 'PARAM_RANGE' } });
    }
  });
});

describe('a slot opens only where it belongs (invariant 8)', () => {
  const ports = { argon2id: fastArgon2id, aead };
  const secret = utf8('482915');
  const wrong = { ok: false, error: { code: 'WRONG_SECRET' } };

  async function ownSlot(): Promise<Uint8Array> {
    const built = await buildSlot(
      { head: headOf(SLOT_TYPE.pin, 3), nonce: input('nonce'), masterKey: input('masterKey'), secret, factors, binding },
      ports,
    );
    return built.ok ? built.value.octets : expect.unreachable();
  }

  test('not under another token, another header (epoch), another device or another E', async () => {
    const slot = await ownSlot();
    const elsewhere = [
      { binding: { ...binding, tokenId: new Uint8Array(16) }, factors },
      { binding: { ...binding, headerHash: new Uint8Array(32) }, factors },
      { binding, factors: { ...factors, device: softwareDeviceFactor(new Uint8Array(32)) } },
      { binding, factors: { ...factors, erasable: new Uint8Array(32) } },
      { binding, factors: { ...factors, erasable: undefined } },
    ];
    for (const place of elsewhere) expect(await openSlot({ slot, secret, ...place }, ports)).toEqual(wrong);
    expect((await openSlot({ slot, secret, binding, factors }, ports)).ok).toBe(true);
  });

  test('not after any single bit of it was changed', async () => {
    const slot = await ownSlot();
    for (let bit = 0; bit < slot.length * 8; bit += 1) {
      const changed = slot.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect((await openSlot({ slot: changed, secret, factors, binding }, ports)).ok).toBe(false);
    }
  });
});

describe('every factor combination', () => {
  test.each(vectors.valid)('type $type, factors $factors: built and opened to the octet', async ({ type, factors: bits, secret, slot }) => {
    const ports = { argon2id: realArgon2id, aead };
    const built = await buildSlot(
      { head: headOf(type, bits), nonce: input('nonce'), masterKey: input('masterKey'), secret: fromHex(secret), factors, binding },
      ports,
    );
    expect(built.ok && toHex(built.value.octets)).toBe(slot);
    const opened = await openSlot({ slot: fromHex(slot), secret: fromHex(secret), factors, binding }, ports);
    expect(opened.ok && keyShown(opened.value)).toBe(expectedKey);
  });

  test('a QR secret that is not 32 octets is simply wrong', async () => {
    const slot = vectors.valid.find(({ type }) => type === SLOT_TYPE.recoveryByQr)?.slot ?? '';
    const opened = await openSlot({ slot: fromHex(slot), secret: new Uint8Array(31), factors, binding }, { argon2id: fastArgon2id, aead });
    expect(opened).toEqual({ ok: false, error: { code: 'WRONG_SECRET' } });
  });
});

describe('the parser', () => {
  test('answers arbitrary octets with a refusal or a slot inside the bounds, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: SLOT_OCTETS + 4 }), (candidate) => {
        expect(parseSlot(candidate).ok).toBe(false);
      }),
    );
  });

  test('answers octets of the right length likewise', () => {
    const plausible = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(1, 2), fc.nat({ max: 31 }), octets(SLOT_OCTETS - 4));
    fc.assert(
      fc.property(plausible, ([type, version, bits, rest]) => {
        const parsed = parseSlot(Uint8Array.from([type, version, 0, bits, ...rest]));
        if (!parsed.ok) expect(['SLOT_DAMAGED', 'PARAM_RANGE']).toContain(parsed.error.code);
        else expect(parsed.value.factors & ~ALL_FACTORS).toBe(0);
      }),
    );
  });

  test('reads back the head that was built', async () => {
    const heads = fc.record({
      type: fc.constant(SLOT_TYPE.pin),
      factors: fc.nat({ max: 15 }),
      memoryKiB: fc.integer({ min: 19456, max: 1048576 }),
      passes: fc.integer({ min: 2, max: 16 }),
      salt: octets(16),
    });
    await fc.assert(
      fc.asyncProperty(heads, async (head) => {
        const built = await buildSlot(
          { head, nonce: input('nonce'), masterKey: input('masterKey'), secret: utf8('482915'), factors, binding },
          { argon2id: fastArgon2id, aead },
        );
        expect(built.ok && parseSlot(built.value.octets)).toMatchObject({ ok: true, value: head });
      }),
    );
  });
});

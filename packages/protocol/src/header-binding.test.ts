import { describe, expect, test } from 'vitest';
import { utf8 } from './bytes.ts';
import { headerHashOf, parseHeader } from './header.ts';
import type { MasterKey } from './master-key.ts';
import { parseUnlockCode } from './codes.ts';
import { openBody } from './sealed-body.ts';
import { openSlot } from './slot.ts';
import { readStateRecord } from './state-record.ts';
import { FIRST_PIN } from './testing/demonstration-token.ts';
import { tokenScene, valueOf } from './testing/token-scene.ts';
import { TOKEN_TEXT } from './vault-body.ts';

/** Section 18, invariant 8: one bit of the header anywhere, and every slot, the body and the state record fail. */
describe('with any one bit of the header flipped', async () => {
  const { storage, ports, activation, unlockCode } = await tokenScene();
  const { header, recoverySlot, body, state } = (await storage.readCore()) ?? expect.unreachable();
  const pinSlot = (await storage.readPinSlot(0)) ?? expect.unreachable();
  const erasable = (await storage.readErasableFactor(0)) ?? expect.unreachable();
  const unlockDigits = valueOf(parseUnlockCode(await unlockCode(), 16)) as string;
  const { tokenId } = activation;

  const openPin = (headerHash: Uint8Array): ReturnType<typeof openSlot> =>
    openSlot(
      { slot: pinSlot, secret: utf8(FIRST_PIN), factors: { device: ports.deviceFactor, erasable }, binding: { headerHash, tokenId } },
      ports,
    );
  const openRecovery = (headerHash: Uint8Array): ReturnType<typeof openSlot> =>
    openSlot(
      { slot: recoverySlot, secret: utf8(unlockDigits), factors: { device: ports.deviceFactor }, binding: { headerHash, tokenId } },
      ports,
    );
  const masterKey: MasterKey = valueOf(await openPin(headerHashOf(header)));

  const bits = Array.from({ length: header.length * 8 }, (_, bit) => bit);
  const flipped = (bit: number): Uint8Array => {
    const changed = header.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return changed;
  };

  test('neither slot opens', async () => {
    for (const bit of bits) {
      const headerHash = headerHashOf(flipped(bit));
      expect(await openPin(headerHash)).toEqual({ ok: false, error: { code: 'WRONG_SECRET' } });
      expect(await openRecovery(headerHash)).toEqual({ ok: false, error: { code: 'WRONG_SECRET' } });
    }
  });

  test('the body does not open, even with the master key at hand', async () => {
    for (const bit of bits) {
      const opened = await openBody({ text: TOKEN_TEXT, body, masterKey, headerHash: headerHashOf(flipped(bit)) }, ports.aead);
      expect(opened).toEqual({ ok: false, error: { code: 'SLOT_DAMAGED' } });
    }
  });

  test('the state record counts as locked', async () => {
    for (const bit of bits) {
      const read = await readStateRecord(state, headerHashOf(flipped(bit)), ports.deviceFactor);
      expect(read).toEqual({ ok: false, error: { code: 'STATE_MAC' } });
    }
  });

  test('and as it was, all of them do', async () => {
    const headerHash = headerHashOf(header);
    expect(valueOf(parseHeader(header)).epoch).toBe(0);
    expect((await openPin(headerHash)).ok && (await openRecovery(headerHash)).ok).toBe(true);
    expect((await openBody({ text: TOKEN_TEXT, body, masterKey, headerHash }, ports.aead)).ok).toBe(true);
    expect((await readStateRecord(state, headerHash, ports.deviceFactor)).ok).toBe(true);
  });
});

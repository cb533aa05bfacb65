import { describe, expect, test } from 'vitest';
import { toHex, utf8 } from '../bytes.ts';
import { headerHashOf } from '../header.ts';
import { openSlot } from '../slot.ts';
import { FIRST_PIN, SECOND_PIN, WRONG_PIN } from '../testing/demonstration-token.ts';
import type { StorageSnapshot } from '../testing/memory-token-storage.ts';
import { lockByWrongPins, openWith, otpOf, tokenScene, unlockWith } from '../testing/token-scene.ts';

/** Section 8, LOCK; section 18, invariants 2 and 7. */

function everyOctetIn(snapshot: StorageSnapshot): string {
  const records = Object.values(snapshot.core ?? {}) as readonly Uint8Array[];
  return [...records, ...snapshot.pinSlots.values(), ...snapshot.erasableFactors.values()].map(toHex).join(' ');
}

describe('after LOCK', () => {
  test('the right PIN, the recovered PIN slot and the recovered D do not open: E is gone (invariant 2)', async () => {
    const { token, storage, ports, activation } = await tokenScene();
    const slot = (await storage.readPinSlot(0)) ?? expect.unreachable();
    const erasable = (await storage.readErasableFactor(0)) ?? expect.unreachable();
    await lockByWrongPins(token);
    const { header } = (await storage.readCore()) ?? expect.unreachable();

    const attempt = async (candidate: Uint8Array | undefined): Promise<string> => {
      const opened = await openSlot(
        {
          slot,
          secret: utf8(FIRST_PIN),
          factors: { device: ports.deviceFactor, erasable: candidate },
          binding: { headerHash: headerHashOf(header), tokenId: activation.tokenId },
        },
        ports,
      );
      return opened.ok ? 'opened' : opened.error.code;
    };
    for (const candidate of [undefined, new Uint8Array(0), new Uint8Array(32)]) expect(await attempt(candidate)).toBe('WRONG_SECRET');
    // The counter-test: with E it was all that was missing.
    expect(await attempt(erasable)).toBe('opened');
  });

  test('nothing that is stored holds E or the PIN slot', async () => {
    const { token, storage } = await tokenScene();
    const erasable = toHex((await storage.readErasableFactor(0)) ?? expect.unreachable());
    const sealedKey = toHex(((await storage.readPinSlot(0)) ?? expect.unreachable()).slice(32));
    expect(everyOctetIn(storage.snapshot())).toContain(erasable);
    await lockByWrongPins(token);
    expect(everyOctetIn(storage.snapshot())).not.toContain(erasable);
    expect(everyOctetIn(storage.snapshot())).not.toContain(sealedKey);
  });

  test('E was overwritten twice before it was removed, and all that only after the lock was written down', async () => {
    const { token, storage } = await tokenScene();
    for (let attempt = 0; attempt < 4; attempt += 1) await token.enterPin(WRONG_PIN);
    storage.revive();
    await token.enterPin(WRONG_PIN);
    expect(storage.stepsTaken).toEqual([
      'state: written',
      'state: written',
      'E 0: overwritten with noise',
      'E 0: overwritten with zeros',
      'E 0: truncated',
      'E 0: removed',
      'PIN slot 0: removed',
    ]);
  });

  test('a state record written back from before, or by another device, opens nothing', async () => {
    const { token, storage } = await tokenScene();
    const before = (await storage.readCore()) ?? expect.unreachable();
    await lockByWrongPins(token);
    await storage.writeState(before.state);
    expect((await token.enterPin(FIRST_PIN)).kind).toBe('locked');
    await storage.writeState(new Uint8Array(52));
    expect(await token.status()).toMatchObject({ kind: 'locked', problem: { code: 'STATE_MAC' } });
    expect((await token.enterPin(FIRST_PIN)).kind).toBe('locked');
  });

  test('an open window cannot undo it: the vault it holds is over for everything that writes', async () => {
    const { token } = await tokenScene();
    const vault = await openWith(token);
    await lockByWrongPins(token);
    expect(await vault.changePin({ pin: SECOND_PIN, repeated: SECOND_PIN })).toEqual({ kind: 'refused', error: { code: 'VAULT_CLOSED' } });
    expect(vault.isOpen).toBe(false);
    expect((await token.status()).kind).toBe('locked');
  });

  test('the unlock code and a new PIN open it again, with the same one-time passwords', async () => {
    const scene = await tokenScene();
    await lockByWrongPins(scene.token);
    const vault = await unlockWith(scene.token, await scene.unlockCode(), SECOND_PIN);
    expect(await otpOf(vault)).toBe(await scene.expectedOtp());
    expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('wrong-pin');
    expect((await scene.token.enterPin(SECOND_PIN)).kind).toBe('open');
  });
});

/**
 * Documented, not defended (the page's honest limits): against somebody who copied the storage *and* D before the lock, five attempts
 * mean nothing in pure software. P2 and P1 are the answers. This test holds the sentence to what is true.
 */
test('a snapshot from before the lock, put back on the same device, opens with the right PIN (invariant 7, profile P0)', async () => {
  const { token, storage } = await tokenScene();
  const snapshot = storage.snapshot();
  await lockByWrongPins(token);
  storage.restore(snapshot);
  expect((await token.enterPin(FIRST_PIN)).kind).toBe('open');
});

test('the same snapshot on another device opens nothing: D is not in it', async () => {
  const { storage } = await tokenScene();
  const other = await tokenScene('another device');
  other.storage.restore(storage.snapshot());
  expect((await other.token.enterPin(FIRST_PIN)).kind).toBe('locked');
});

import { describe, expect, test } from 'vitest';
import { headerHashOf } from '../header.ts';
import { encodeStateRecord } from '../state-record.ts';
import { FIRST_PIN, SECOND_PIN, WRONG_PIN } from '../testing/demonstration-token.ts';
import { busyMutex, testDevice } from '../testing/surroundings.ts';
import { lockByWrongPins, openWith, tokenScene, valueOf } from '../testing/token-scene.ts';
import { softToken } from './soft-token.ts';

/** Start-up repair, sections 7 and 8. */

describe('the start', () => {
  test('of a token that lost its E or its PIN slot locks it, says why, and leaves the unlock code as the way back', async () => {
    for (const lose of ['destroyErasableFactor', 'destroyPinSlot'] as const) {
      const scene = await tokenScene();
      await scene.storage[lose](0);
      expect(await scene.token.start()).toMatchObject({ kind: 'locked', problem: { code: 'STORAGE_EVICTED' } });
      expect(await scene.storage.epochsFound()).toEqual([]);
      expect((await scene.token.enterUnlockCode(await scene.unlockCode())).kind).toBe('must-set-pin');
    }
  });

  test('of a token whose E was cut short by a crash locks it too', async () => {
    const scene = await tokenScene();
    await scene.storage.writeErasableFactor(0, new Uint8Array(16));
    expect((await scene.token.start()).kind).toBe('locked');
  });

  test('with a state record that somebody changed locks it and says so', async () => {
    const scene = await tokenScene();
    await scene.token.enterPin(WRONG_PIN);
    const { state } = (await scene.storage.readCore()) ?? expect.unreachable();
    state[2] = 0;
    await scene.storage.writeState(state);
    expect(await scene.token.start()).toMatchObject({ kind: 'locked', problem: { code: 'STATE_MAC' } });
    expect(await scene.storage.epochsFound()).toEqual([]);
    expect(await scene.token.status()).toMatchObject({ kind: 'locked', problem: undefined });
  });

  test('with a state record of an earlier epoch locks it: the count cannot be taken back by an old record', async () => {
    const scene = await tokenScene();
    const old = (await scene.storage.readCore()) ?? expect.unreachable();
    await (await openWith(scene.token)).changePin({ pin: SECOND_PIN, repeated: SECOND_PIN });
    await scene.storage.writeState(old.state);
    expect(await scene.token.start()).toMatchObject({ kind: 'locked', problem: { code: 'STATE_MAC' } });
  });

  test('with a record that names another epoch than its header locks it, genuine MAC or not', async () => {
    const { token, storage, ports } = await tokenScene();
    const { header } = (await storage.readCore()) ?? expect.unreachable();
    const record = { state: 'active', pinFailures: 0, unlockFailures: 0, epoch: 1, lastFailureMs: 0 } as const;
    await storage.writeState(valueOf(await encodeStateRecord(record, headerHashOf(header), ports.deviceFactor)));
    expect(await token.start()).toMatchObject({ kind: 'locked', problem: { code: 'STATE_MAC' } });
  });

  test('removes what other epochs left behind, and touches nothing of its own', async () => {
    const { token, storage } = await tokenScene();
    const before = storage.snapshot();
    await storage.writeErasableFactor(7, new Uint8Array(32));
    await storage.writePinSlot(8, new Uint8Array(124));
    expect(await token.start()).toMatchObject({ kind: 'closed', attemptsLeft: 5 });
    expect(storage.snapshot()).toEqual(before);
  });

  test('of an empty device removes what an interrupted activation left behind', async () => {
    const { ports, storage } = testDevice();
    await storage.writeErasableFactor(0, new Uint8Array(32));
    expect(await softToken(ports).start()).toEqual({ kind: 'empty' });
    expect(await storage.epochsFound()).toEqual([]);
  });

  test.each([
    ['format version 2', 4, 2],
    ['profile P1 without its authenticator', 7, 7],
    ['the VOPRF of profile P2', 7, 11],
    ['a PIN slot without E', 7, 1],
  ])('with a header this version cannot serve (%s) leaves everything alone: a newer app may have written it', async (_, octet, value) => {
    const { token, storage } = await tokenScene();
    const core = (await storage.readCore()) ?? expect.unreachable();
    core.header[octet] = value;
    await storage.writeCore(core);
    const before = storage.snapshot();
    for (const answer of [await token.start(), await token.status(), await token.enterPin(FIRST_PIN)]) {
      expect(answer).toEqual({ kind: 'refused', error: { code: 'HEADER_UNKNOWN' } });
    }
    expect(storage.snapshot()).toEqual(before);
  });

  test('without the device factor says that the browser removed it, and destroys nothing more', async () => {
    const { ports, storage } = await tokenScene();
    const before = storage.snapshot();
    const evicted = softToken({ ...ports, deviceFactor: { mac: () => Promise.resolve(undefined) } });
    expect(await evicted.start()).toEqual({ kind: 'refused', error: { code: 'STORAGE_EVICTED' } });
    expect(storage.snapshot()).toEqual(before);
  });

  test('waits its turn: while another window holds the token nothing is repaired', async () => {
    const { ports } = await tokenScene();
    expect(await softToken({ ...ports, mutex: busyMutex }).start()).toEqual({ kind: 'refused', error: { code: 'LOCK_BUSY' } });
  });

  test('of a locked token shows the PIN Reset Code, the same one every time', async () => {
    const { token } = await tokenScene();
    const before = await token.showResetCode();
    await lockByWrongPins(token);
    const [first, second] = [await token.start(), await token.start()];
    if (before.kind !== 'closed' || first.kind !== 'locked' || second.kind !== 'locked') expect.unreachable();
    expect(first.reset).toEqual(before.reset);
    expect(second.reset).toEqual(before.reset);
    expect(first.reset.pinResetCode).toMatch(/^\d{5} \d{5} \d{5}$/);
  });
});

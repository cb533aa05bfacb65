import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { FIRST_PIN, testActivation } from '../testing/demonstration-token.ts';
import { busyMutex, testDevice } from '../testing/surroundings.ts';
import { TEST_ISSUER_KEY } from '../testing/test-issuer-key.ts';
import { type TokenScene, lockByWrongPins, openWith, sceneOf, tokenScene } from '../testing/token-scene.ts';
import { revocationMessage } from './revocation.ts';
import { softToken } from './soft-token.ts';

/** Section 16: REVOKED from outside the vault, where K_srv is out of reach. */

const WRONG_SECRET = { kind: 'refused', error: { code: 'WRONG_SECRET' } };
const issuerKey = TEST_ISSUER_KEY.publicKey;
const activation = testActivation({ issuerKey });
const genuine = TEST_ISSUER_KEY.sign(revocationMessage(activation.tokenId));

const pinned = (): Promise<TokenScene> => tokenScene('pinned', {}, testActivation({ issuerKey }));

async function expectDestroyed(scene: TokenScene): Promise<void> {
  expect(await scene.token.status()).toMatchObject({ kind: 'revoked', identity: { serial: 'ST-482-719-36' } });
  expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('revoked');
  expect(await scene.storage.readCore()).toBeUndefined();
  expect(await scene.storage.epochsFound()).toEqual([]);
}

describe('a notice to a closed or locked token', () => {
  test('that the pinned key did not sign changes nothing', async () => {
    const scene = await pinned();
    const before = scene.storage.snapshot();
    const forged = [
      new Uint8Array(64),
      new Uint8Array(3),
      ed25519.sign(revocationMessage(activation.tokenId), new Uint8Array(32).fill(7)),
      TEST_ISSUER_KEY.sign(revocationMessage(new Uint8Array(16))),
    ];
    for (const signature of forged) expect(await scene.token.revoke(signature)).toEqual(WRONG_SECRET);
    expect(scene.storage.snapshot()).toEqual(before);
  });

  test('is worth nothing where no key is pinned', async () => {
    const scene = await tokenScene();
    expect(await scene.token.revoke(genuine)).toEqual(WRONG_SECRET);
    expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('open');
  });

  test('waits for the lock of the token like everything that writes', async () => {
    const { ports } = await pinned();
    expect(await softToken({ ...ports, mutex: busyMutex }).revoke(genuine)).toEqual({ kind: 'refused', error: { code: 'LOCK_BUSY' } });
  });

  test('that is genuine destroys a closed token, and one that stands open in another window is over', async () => {
    const scene = await pinned();
    const elsewhere = await openWith(scene.token);
    expect(await scene.token.revoke(genuine)).toEqual({ kind: 'revoked' });
    await expectDestroyed(scene);
    expect(await elsewhere.recordClock({ skewMs: 0, agreedSkewMs: 0, contactMs: 0 })).toMatchObject({ error: { code: 'VAULT_CLOSED' } });
    expect(await scene.token.revoke(genuine)).toEqual({ kind: 'revoked' });
  });

  test('that is genuine destroys a locked token', async () => {
    const scene = await pinned();
    await lockByWrongPins(scene.token);
    expect(await scene.token.revoke(genuine)).toEqual({ kind: 'revoked' });
    await expectDestroyed(scene);
  });
});

describe('removal by the owner', () => {
  test('destroys a token closed, open or locked, and may be repeated', async () => {
    for (const prepare of [
      () => Promise.resolve(),
      (scene: TokenScene) => openWith(scene.token),
      (scene: TokenScene) => lockByWrongPins(scene.token),
    ]) {
      const scene = await tokenScene();
      await prepare(scene);
      expect(await scene.token.destroy()).toEqual({ kind: 'revoked' });
      expect(await scene.token.destroy()).toEqual({ kind: 'revoked' });
      await expectDestroyed(scene);
    }
  });

  test('of a token that the browser has removed before removes what is left of it', async () => {
    const device = testDevice();
    const scene = sceneOf(device, testActivation());
    await device.storage.writeErasableFactor(3, new Uint8Array(32));
    expect(await scene.token.destroy()).toEqual({ kind: 'revoked' });
    expect(await device.storage.epochsFound()).toEqual([]);
  });

  test('interrupted at any step is finished by the next start, and opens nothing meanwhile', async () => {
    const rehearsal = await tokenScene();
    rehearsal.storage.revive();
    await rehearsal.token.destroy();
    const { length } = rehearsal.storage.stepsTaken;
    expect(length).toBeGreaterThan(4);
    for (let step = 1; step < length; step += 1) {
      const scene = await tokenScene();
      scene.storage.killBefore(step);
      await expect(scene.token.destroy()).rejects.toThrow('killed');
      scene.storage.revive();
      expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('revoked');
      await scene.token.start();
      await expectDestroyed(scene);
    }
  });
});

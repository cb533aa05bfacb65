import { describe, expect, test } from 'vitest';
import { toHex } from '../bytes.ts';
import { EXTENSION, extensionOf, parseHeader } from '../header.ts';
import { FIRST_PIN, activateForTest, testActivation } from '../testing/demonstration-token.ts';
import { seededRandomness, testDevice } from '../testing/surroundings.ts';
import { openWith, otpOf, sceneOf, tokenScene } from '../testing/token-scene.ts';
import type { Activation, AwaitingPin } from './face.ts';
import { softToken } from './soft-token.ts';

const base = testActivation();

async function awaiting(activation: Activation, ports = testDevice().ports): Promise<AwaitingPin> {
  const prepared = await softToken(ports).activate(activation);
  return prepared.kind === 'set-pin' ? prepared.awaiting : expect.unreachable(prepared.error.code);
}

describe('an activation outside the bounds is refused before anybody is asked for a PIN', () => {
  test.each<[string, Partial<Activation>]>([
    ['two attempts', { policy: { ...base.policy, maxAttempts: 2 } }],
    ['a PIN of three digits', { policy: { ...base.policy, minPinLength: 3 } }],
    ['a longest PIN of seventeen digits', { policy: { ...base.policy, maxPinLength: 17 } }],
    ['no serial', { serial: '' }],
    ['a serial of 25 characters', { serial: 'X'.repeat(25) }],
    ['a token id of 15 octets', { tokenId: new Uint8Array(15) }],
    ['an issuer key of 31 octets', { issuerKey: new Uint8Array(31) }],
    ['a seed that does not fit its algorithm', { keys: { ...base.keys, seed: new Uint8Array(20) } }],
    ['five digits', { otp: { ...base.otp, digits: 5 } }],
    ['words too long for the header', { label: 'x'.repeat(1000) }],
  ])('%s', async (_, change) => {
    const { ports, storage } = testDevice();
    storage.killBefore(0);
    expect(await softToken(ports).activate({ ...base, ...change })).toEqual({ kind: 'refused', error: { code: 'PARAM_RANGE' } });
  });
});

describe('an activation', () => {
  test('never overwrites a token that is there, nor one that was revoked', async () => {
    const scene = await tokenScene();
    expect(await scene.token.activate(base)).toEqual({ kind: 'refused', error: { code: 'ACT_USED' } });
    const core = (await scene.storage.readCore()) ?? expect.unreachable();
    await scene.storage.bury({ header: core.header });
    expect(await scene.token.activate(base)).toEqual({ kind: 'refused', error: { code: 'ACT_USED' } });
  });

  test('used in two windows makes one token', async () => {
    const { ports } = testDevice();
    const [first, second] = [await awaiting(base, ports), await awaiting(base, ports)];
    const entries = { pin: FIRST_PIN, repeated: FIRST_PIN };
    const outcomes = await Promise.all([first.setPin(entries), second.setPin(entries)]);
    expect(outcomes.map((outcome) => (outcome.kind === 'open' ? 'open' : outcome.error.code))).toEqual(['open', 'ACT_USED']);
  });

  test('writes nothing before a good PIN was given twice, and nothing when it is given up', async () => {
    const { ports, storage } = testDevice();
    const waiting = await awaiting(base, ports);
    for (const entries of [
      { pin: '123456', repeated: '123456' },
      { pin: '4829', repeated: '4829' },
      { pin: FIRST_PIN, repeated: '482916' },
    ]) {
      expect((await waiting.setPin(entries)).kind).toBe('refused');
    }
    waiting.abandon();
    expect(await waiting.setPin({ pin: FIRST_PIN, repeated: FIRST_PIN })).toEqual({ kind: 'refused', error: { code: 'VAULT_CLOSED' } });
    expect(storage.stepsTaken).toEqual([]);
  });

  test('keeps copies of the keys: the caller wipes its own, and a refused PIN may be tried again', async () => {
    const device = testDevice();
    const expected = await sceneOf(device, testActivation()).expectedOtp();
    const handedOver = testActivation();
    const waiting = await awaiting(handedOver, device.ports);
    handedOver.keys.seed.fill(0);
    handedOver.keys.recoveryKey.fill(0);
    await waiting.setPin({ pin: '111111', repeated: '111111' });
    const opened = await waiting.setPin({ pin: FIRST_PIN, repeated: FIRST_PIN });
    expect(opened.kind === 'open' && (await otpOf(opened.vault))).toBe(expected);
  });

  test('pins the issuer key in the header, and every later epoch keeps it (extension 5)', async () => {
    const issuerKey = seededRandomness('issuer key').bytes(32);
    const scene = await tokenScene('pinned', {}, testActivation({ issuerKey }));
    await (await openWith(scene.token)).changePin({ pin: '730264', repeated: '730264' });
    const { header } = (await scene.storage.readCore()) ?? expect.unreachable();
    const parsed = parseHeader(header);
    expect(parsed.ok && [parsed.value.epoch, toHex(extensionOf(parsed.value, EXTENSION.issuerKey) ?? new Uint8Array(0))]).toEqual([
      1,
      toHex(issuerKey),
    ]);
  });

  test('shows issuer, label and portal while closed, and nothing where the issuer gave nothing', async () => {
    const { token } = await tokenScene();
    expect(await token.status()).toMatchObject({
      kind: 'closed',
      identity: {
        issuer: 'Northwind Harbour Authority',
        label: 'Ada Quay',
        portal: 'https://self.example',
        createdAt: Date.UTC(2026, 0, 1),
      },
      policy: base.policy,
    });
    const bare = testDevice('bare');
    await activateForTest(bare.ports, testActivation({ issuer: '', label: '', portal: '' }));
    expect(await softToken(bare.ports).status()).toMatchObject({ identity: { issuer: '', label: '', portal: '' } });
  });
});

import { describe, expect, test } from 'vitest';
import { concat, toHex } from '../bytes.ts';
import { headerHashOf } from '../header.ts';
import { SLOT_OCTETS, SLOT_TYPE, openSlot, prfInput } from '../slot.ts';
import { FIRST_PIN, SECOND_PIN, WRONG_PIN } from '../testing/demonstration-token.ts';
import { type ProtectedScene, protectWith, protectedScene } from '../testing/protected-scene.ts';
import { SoftwareAuthenticator } from '../testing/software-authenticator.ts';
import { lockByWrongPins, openWith, otpOf, tokenScene, unlockWith } from '../testing/token-scene.ts';
import { softToken } from './soft-token.ts';

/** The PRF-only slot (type 3): the authenticator opens the token without the PIN, where issuer and owner want it, and never past a lock. */

const aloneToo = (): Promise<ProtectedScene> => protectedScene({ opens: 'alone-too' });

describe('of a locked token', () => {
  test('opens nothing, even when everything but E is put back and the authenticator is willing: E is among its factors', async () => {
    const scene = await aloneToo();
    const record = (await scene.storage.readPinSlot(1)) ?? expect.unreachable();
    await lockByWrongPins(scene.token);
    expect((await scene.token.enterByAuthenticator()).kind).toBe('locked');
    await scene.storage.writePinSlot(1, record);
    expect((await scene.token.enterByAuthenticator()).kind).toBe('locked');

    const { header } = (await scene.storage.readCore()) ?? expect.unreachable();
    const { tokenId } = scene.activation;
    const slot = record.slice(SLOT_OCTETS);
    const input = prfInput({ type: SLOT_TYPE.prfOnly, tokenId, salt: slot.slice(16, 32) });
    const answer = await scene.authenticator.evaluate({ ...scene.protection, inputs: [input] });
    const prf = answer.kind === 'outputs' ? answer.outputs[0] : expect.unreachable(answer.kind);
    for (const erasable of [undefined, new Uint8Array(0), new Uint8Array(32)]) {
      const opened = await openSlot(
        {
          slot,
          secret: new Uint8Array(0),
          factors: { device: scene.ports.deviceFactor, erasable, prf },
          binding: { headerHash: headerHashOf(header), tokenId },
        },
        scene.ports,
      );
      expect(opened).toEqual({ ok: false, error: { code: 'WRONG_SECRET' } });
    }
  });

  test('is gone from storage together with the PIN slot', async () => {
    const scene = await aloneToo();
    await lockByWrongPins(scene.token);
    expect(await scene.storage.epochsFound()).toEqual([]);
    expect(await scene.storage.readPinSlot(1)).toBeUndefined();
  });
});

describe('wrong PINs', () => {
  test('still count, and opening by the authenticator in between clears none of them', async () => {
    const { token } = await aloneToo();
    for (const attemptsLeft of [4, 3, 2, 1]) {
      expect(await token.enterPin(WRONG_PIN)).toEqual({ kind: 'wrong-pin', attemptsLeft });
      expect((await token.enterByAuthenticator()).kind).toBe('open');
    }
    expect((await token.enterPin(WRONG_PIN)).kind).toBe('locked');
    expect((await token.enterByAuthenticator()).kind).toBe('locked');
  });

  test('are cleared by the right PIN alone', async () => {
    const { token } = await aloneToo();
    await token.enterPin(WRONG_PIN);
    await token.enterByAuthenticator();
    expect(await token.status()).toMatchObject({ attemptsLeft: 4 });
    await token.enterPin(FIRST_PIN);
    expect(await token.status()).toMatchObject({ attemptsLeft: 5 });
  });
});

describe('opening by the authenticator alone', () => {
  test('writes nothing, and gives the right one-time passwords', async () => {
    const scene = await aloneToo();
    const before = scene.storage.snapshot();
    const outcome = await scene.token.enterByAuthenticator();
    if (outcome.kind !== 'open') expect.unreachable(outcome.kind);
    expect(await otpOf(outcome.vault)).toBe(await scene.expectedOtp());
    expect(scene.storage.snapshot()).toEqual(before);
    expect(scene.authenticator.given.map(toHex)).toEqual(['00'.repeat(32)]);
  });

  test.each([
    ['cancelled', 'PRF_CANCELLED'],
    ['unavailable', 'PRF_UNAVAILABLE'],
  ] as const)('is refused when it is %s, and the PIN then says the same', async (mood, code) => {
    const { token, authenticator } = await aloneToo();
    authenticator.mood = mood;
    expect(await token.enterByAuthenticator()).toEqual({ kind: 'refused', error: { code } });
    expect(await token.enterPin(FIRST_PIN)).toEqual({ kind: 'refused', error: { code } });
    expect(await token.status()).toMatchObject({ attemptsLeft: 5 });
  });

  test('is refused, and asks nobody, where the token has no such slot: profile P0, or PIN and authenticator together', async () => {
    const refusal = { kind: 'refused', error: { code: 'PRF_UNAVAILABLE' } };
    const plain = await tokenScene('plain', { prf: new SoftwareAuthenticator() });
    expect(await plain.token.enterByAuthenticator()).toEqual(refusal);
    const scene = await protectedScene();
    expect(await scene.token.enterByAuthenticator()).toEqual(refusal);
    expect(scene.authenticator.asked).toEqual([]);
  });

  test('with an answer for an earlier epoch is refused', async () => {
    const scene = await aloneToo();
    const vault = await openWith(scene.token);
    const slow = {
      evaluate: async (question: Parameters<SoftwareAuthenticator['evaluate']>[0]) => {
        const answer = await scene.authenticator.evaluate(question);
        await vault.changePin({ pin: SECOND_PIN, repeated: SECOND_PIN });
        return answer;
      },
    };
    expect(await softToken({ ...scene.ports, prf: slow }).enterByAuthenticator()).toEqual({
      kind: 'refused',
      error: { code: 'VAULT_CLOSED' },
    });
  });

  test('by the authenticator of somebody else is refused as a wrong secret', async () => {
    const scene = await aloneToo();
    const prf = { evaluate: () => Promise.resolve({ kind: 'outputs', outputs: [new Uint8Array(32)] } as const) };
    expect(await softToken({ ...scene.ports, prf }).enterByAuthenticator()).toEqual({ kind: 'refused', error: { code: 'WRONG_SECRET' } });
  });

  test('is over after an unlock, whose new PIN stands alone', async () => {
    const scene = await aloneToo();
    await lockByWrongPins(scene.token);
    await unlockWith(scene.token, await scene.unlockCode(), SECOND_PIN);
    expect(await scene.token.enterByAuthenticator()).toEqual({ kind: 'refused', error: { code: 'PRF_UNAVAILABLE' } });
    expect(await scene.token.status()).toMatchObject({ protection: { kind: 'pin' }, policy: { prfOnlyAllowed: true } });
  });

  test('is over as soon as the PIN Reset Code was shown, and nobody is asked; the right PIN brings it back', async () => {
    const scene = await aloneToo();
    await scene.token.showResetCode();
    expect(await scene.token.enterByAuthenticator()).toEqual({ kind: 'pin-needed' });
    expect(scene.authenticator.asked).toEqual([]);
    expect(await scene.token.enterPin(FIRST_PIN)).toMatchObject({ kind: 'open', committed: true });
    // Three salts, two to a question: the slot that is there, and both of the epoch to come.
    expect(scene.authenticator.asked.map(({ inputs }) => inputs.length)).toEqual([2, 1]);
    expect((await scene.token.enterByAuthenticator()).kind).toBe('open');
  });

  test('of no token at all, or of a revoked one, says so', async () => {
    const scene = await aloneToo();
    const empty = { core: undefined, gravestone: undefined, pinSlots: new Map(), erasableFactors: new Map() };
    const { header } = (await scene.storage.readCore()) ?? expect.unreachable();
    scene.storage.restore(empty);
    expect(await scene.token.enterByAuthenticator()).toEqual({ kind: 'refused', error: { code: 'STORAGE_EVICTED' } });
    scene.storage.restore({ ...empty, gravestone: { header } });
    expect((await scene.token.enterByAuthenticator()).kind).toBe('revoked');
  });
});

describe('the record of the two slots', () => {
  test.each([
    ['cut to the PIN slot', (record: Uint8Array) => record.slice(0, SLOT_OCTETS)],
    ['with a slot too many', (record: Uint8Array) => concat(record, record.slice(0, SLOT_OCTETS))],
    ['cut in the middle', (record: Uint8Array) => record.slice(0, SLOT_OCTETS + 1)],
  ])('%s is damage, and locks', async (_, damage) => {
    const scene = await aloneToo();
    const record = (await scene.storage.readPinSlot(1)) ?? expect.unreachable();
    await scene.storage.writePinSlot(1, concat(damage(record)));
    expect(await scene.token.start()).toMatchObject({ kind: 'locked', problem: { code: 'STORAGE_EVICTED' } });
  });

  test('a PRF-only slot put behind the PIN slot of a token that has none is damage too', async () => {
    const scene = await protectedScene();
    const record = (await scene.storage.readPinSlot(1)) ?? expect.unreachable();
    await scene.storage.writePinSlot(1, concat(record, record));
    expect((await scene.token.enterByAuthenticator()).kind).toBe('locked');
  });

  test('neither slot opens in the place of the other', async () => {
    const scene = await aloneToo();
    const record = (await scene.storage.readPinSlot(1)) ?? expect.unreachable();
    await scene.storage.writePinSlot(1, concat(record.slice(SLOT_OCTETS), record.slice(0, SLOT_OCTETS)));
    expect(await scene.token.enterByAuthenticator()).toEqual({ kind: 'refused', error: { code: 'WRONG_SECRET' } });
    for (const pin of [FIRST_PIN, WRONG_PIN]) expect((await scene.token.enterPin(pin)).kind).toBe('wrong-pin');
  });
});

test('what is left after the PRF-only slot was taken away again opens by PIN and authenticator together', async () => {
  const scene = await aloneToo();
  await protectWith(await openWith(scene.token), { ...scene.protection, opensAlone: false });
  expect(await scene.token.enterByAuthenticator()).toEqual({ kind: 'refused', error: { code: 'PRF_UNAVAILABLE' } });
  expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('open');
});

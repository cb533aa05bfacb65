import { describe, expect, test } from 'vitest';
import { toHex } from '../bytes.ts';
import { FIRST_PIN, SECOND_PIN, WRONG_PIN } from '../testing/demonstration-token.ts';
import { Killed } from '../testing/memory-token-storage.ts';
import { protectWith, protectedScene } from '../testing/protected-scene.ts';
import { SoftwareAuthenticator } from '../testing/software-authenticator.ts';
import { busyMutex, fastArgon2id } from '../testing/surroundings.ts';
import { lockByWrongPins, openWith, otpOf, tokenScene } from '../testing/token-scene.ts';
import { softToken } from './soft-token.ts';

/** PIN entry in profile P1: the authenticator is asked before an attempt is spent, and no guess is looked at without a spent attempt. */

describe('an authenticator that does not answer costs no attempt', () => {
  test.each([
    ['cancelled', 'PRF_CANCELLED'],
    ['unavailable', 'PRF_UNAVAILABLE'],
  ] as const)('%s: as often as one likes, with the right PIN or a wrong one, and not an octet of storage changes', async (mood, code) => {
    const { token, storage, authenticator } = await protectedScene();
    const before = storage.snapshot();
    authenticator.mood = mood;
    for (let attempt = 0; attempt < 12; attempt += 1) {
      expect(await token.enterPin(attempt % 2 === 0 ? WRONG_PIN : FIRST_PIN)).toEqual({ kind: 'refused', error: { code } });
    }
    expect(storage.snapshot()).toEqual(before);
    authenticator.mood = 'willing';
    expect((await token.enterPin(FIRST_PIN)).kind).toBe('open');
  });

  test('none on this device at all', async () => {
    const scene = await protectedScene();
    const { prf: _, ...ports } = scene.ports;
    expect(await softToken(ports).enterPin(FIRST_PIN)).toEqual({ kind: 'refused', error: { code: 'PRF_UNAVAILABLE' } });
    expect(await scene.token.status()).toMatchObject({ kind: 'closed', attemptsLeft: 5 });
  });

  test.each([0, 1, 3])('one that gives %i answers of 31 octets to one question', async (count) => {
    const outputs = Array.from({ length: count }, () => new Uint8Array(31).fill(7));
    const scene = await protectedScene();
    const ports = { ...scene.ports, prf: { evaluate: () => Promise.resolve({ kind: 'outputs', outputs } as const) } };
    expect(await softToken(ports).enterPin(FIRST_PIN)).toEqual({ kind: 'refused', error: { code: 'PRF_UNAVAILABLE' } });
    expect(await scene.token.status()).toMatchObject({ kind: 'closed', attemptsLeft: 5 });
    for (const output of outputs) expect(output).toEqual(new Uint8Array(31));
  });
});

describe('no guess is looked at without a spent attempt', () => {
  test('nothing is hashed while the authenticator is asked, and nothing after the plug was pulled before the attempt was written', async () => {
    let hashed = 0;
    const argon2id: typeof fastArgon2id = (input) => {
      hashed += 1;
      return fastArgon2id(input);
    };
    const scene = await protectedScene({ ports: { argon2id } });
    hashed = 0;
    scene.authenticator.mood = 'cancelled';
    await scene.token.enterPin(FIRST_PIN);
    scene.authenticator.mood = 'willing';
    scene.storage.killBefore(0);
    await expect(scene.token.enterPin(FIRST_PIN)).rejects.toBeInstanceOf(Killed);
    expect(hashed).toBe(0);
  });

  test('the plug pulled after the attempt was written does not give it back', async () => {
    const scene = await protectedScene();
    scene.storage.killBefore(1);
    await expect(scene.token.enterPin(FIRST_PIN)).rejects.toBeInstanceOf(Killed);
    await scene.restart();
    expect(await scene.token.status()).toMatchObject({ kind: 'closed', attemptsLeft: 4 });
  });

  test('what the authenticator is asked depends on the slot and on nothing that was typed', async () => {
    const { token, authenticator } = await protectedScene();
    await token.enterPin(WRONG_PIN);
    await token.enterPin(FIRST_PIN);
    const [wrong, right] = authenticator.asked.map(({ inputs, ...question }) => ({ ...question, input: inputs[0] }));
    expect(wrong).toEqual(right);
    // The second is for a slot to come: salt fresh from the random source.
    expect(authenticator.asked.map(({ inputs }) => inputs.length)).toEqual([2, 2]);
  });

  test('five windows together get five attempts, however many prompts are confirmed', async () => {
    const scene = await protectedScene();
    const guesses = Array.from({ length: 12 }, () => softToken(scene.ports).enterPin(WRONG_PIN));
    const kinds = (await Promise.all(guesses)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'wrong-pin').length).toBe(4);
    expect(kinds.filter((kind) => kind === 'locked').length).toBe(8);
    expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('locked');
  });

  test('an answer for an earlier epoch opens nothing and costs nothing', async () => {
    const scene = await protectedScene();
    const vault = await openWith(scene.token);
    const slow = {
      evaluate: async (question: Parameters<SoftwareAuthenticator['evaluate']>[0]) => {
        const answer = await scene.authenticator.evaluate(question);
        await vault.changePin({ pin: SECOND_PIN, repeated: SECOND_PIN });
        return answer;
      },
    };
    const entering = softToken({ ...scene.ports, prf: slow }).enterPin(FIRST_PIN);
    expect(await entering).toEqual({ kind: 'refused', error: { code: 'VAULT_CLOSED' } });
    expect(await scene.token.status()).toMatchObject({ kind: 'closed', attemptsLeft: 5 });
  });
});

describe('nobody is asked', () => {
  test('for what is no PIN, in profile P0, or of a locked token', async () => {
    const scene = await protectedScene();
    expect(await scene.token.enterPin('12')).toEqual({ kind: 'refused', error: { code: 'PIN_POLICY', reason: 'too-short' } });
    expect(scene.authenticator.asked).toEqual([]);
    await lockByWrongPins(scene.token);
    scene.authenticator.asked.length = 0;
    expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('locked');

    const authenticator = new SoftwareAuthenticator();
    const plain = await tokenScene('plain', { prf: authenticator });
    expect((await plain.token.enterPin(FIRST_PIN)).kind).toBe('open');
    expect([...scene.authenticator.asked, ...authenticator.asked]).toEqual([]);
  });

  test('while another window holds the token; and while somebody is asked, the token is free', async () => {
    const scene = await protectedScene();
    const busy = softToken({ ...scene.ports, mutex: busyMutex });
    expect(await busy.enterPin(FIRST_PIN)).toEqual({ kind: 'refused', error: { code: 'LOCK_BUSY' } });
    expect(scene.authenticator.asked).toEqual([]);
    const elsewhere: string[] = [];
    const asking = {
      evaluate: async (question: Parameters<SoftwareAuthenticator['evaluate']>[0]) => {
        elsewhere.push((await scene.token.start()).kind);
        return scene.authenticator.evaluate(question);
      },
    };
    expect((await softToken({ ...scene.ports, prf: asking }).enterPin(FIRST_PIN)).kind).toBe('open');
    expect(elsewhere).toEqual(['closed']);
  });
});

test('the right PIN and the authenticator open; five wrong PINs lock; the answers of the authenticator are wiped', async () => {
  const scene = await protectedScene();
  expect(await otpOf(await openWith(scene.token))).toBe(await scene.expectedOtp());
  expect(await scene.token.enterPin(WRONG_PIN)).toEqual({ kind: 'wrong-pin', attemptsLeft: 4 });
  await lockByWrongPins(scene.token);
  expect(scene.authenticator.given.length).toBe(12);
  for (const output of scene.authenticator.given) expect(toHex(output)).toBe('00'.repeat(32));
});

describe('a snapshot from before the lock, put back on the same device (invariant 7, profile P1)', () => {
  test('does not open without the authenticator, whatever PIN is tried, nor with another one', async () => {
    const scene = await protectedScene();
    const snapshot = scene.storage.snapshot();
    await lockByWrongPins(scene.token);
    scene.storage.restore(snapshot);
    scene.authenticator.forget(scene.protection);
    const stranger = new SoftwareAuthenticator();
    const strange = {
      evaluate: async (question: Parameters<SoftwareAuthenticator['evaluate']>[0]) =>
        stranger.evaluate({ ...question, credentialId: stranger.register('a stranger’s').credentialId }),
    };
    for (const pin of [FIRST_PIN, SECOND_PIN, WRONG_PIN]) expect((await scene.token.enterPin(pin)).kind).toBe('refused');
    expect(await softToken({ ...scene.ports, prf: strange }).enterPin(FIRST_PIN)).toEqual({ kind: 'wrong-pin', attemptsLeft: 4 });
  });

  test('opens with the right PIN and the authenticator: the honest limit', async () => {
    const scene = await protectedScene();
    const snapshot = scene.storage.snapshot();
    await lockByWrongPins(scene.token);
    scene.storage.restore(snapshot);
    expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('open');
  });
});

describe('after "I forgot my PIN"', () => {
  test('the right PIN begins a new epoch in the same profile, and all of it is asked before the attempt is spent', async () => {
    const scene = await protectedScene();
    await scene.token.showResetCode();
    scene.authenticator.mood = 'cancelled';
    expect(await scene.token.enterPin(FIRST_PIN)).toEqual({ kind: 'refused', error: { code: 'PRF_CANCELLED' } });
    expect(await scene.token.status()).toMatchObject({ kind: 'closed', attemptsLeft: 5 });
    scene.authenticator.mood = 'willing';
    scene.authenticator.asked.length = 0;
    expect(await scene.token.enterPin(FIRST_PIN)).toMatchObject({ kind: 'open', committed: true, vault: { identity: { epoch: 2 } } });
    expect(scene.authenticator.asked.map(({ inputs }) => inputs.length)).toEqual([2]);
    expect(await scene.token.status()).toMatchObject({ reset: undefined, protection: { kind: 'pin-and-authenticator' } });
    expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('open');
    for (const output of scene.authenticator.given) expect(output).toEqual(new Uint8Array(32));
  });

  test.each([
    ['what was answered is enough for the new epoch that the right PIN begins', 'with-pin', { kind: 'open', committed: true }],
    ['the PIN is not looked at, and costs no attempt', 'alone-too', { kind: 'refused', error: { code: 'VAULT_CLOSED' } }],
  ] as const)('shown in another window while the authenticator was asked, %s', async (_, opens, outcome) => {
    const scene = await protectedScene({ opens });
    const showing = {
      evaluate: async (question: Parameters<SoftwareAuthenticator['evaluate']>[0]) => {
        await scene.token.showResetCode();
        return scene.authenticator.evaluate(question);
      },
    };
    const entering = softToken({ ...scene.ports, prf: showing }).enterPin(FIRST_PIN);
    expect(await entering).toMatchObject(outcome);
    expect(await scene.token.status()).toMatchObject({ kind: 'closed', attemptsLeft: 5 });
  });
});

test('a token protected in one window closes the vault that another window had open', async () => {
  const authenticator = new SoftwareAuthenticator();
  const { token } = await tokenScene('device', { prf: authenticator });
  const [here, there] = [await openWith(token), await openWith(token)];
  await protectWith(here, authenticator.register());
  expect(await there.recordClock({ skewMs: 5, agreedSkewMs: 5, contactMs: 0 })).toEqual({
    kind: 'refused',
    error: { code: 'VAULT_CLOSED' },
  });
});

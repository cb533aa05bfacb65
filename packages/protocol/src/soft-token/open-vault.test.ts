import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { domain, fromHex, toHex, utf8 } from '../bytes.ts';
import { deriveRecoveryKeys, hmacSha256 } from '../key-schedule.ts';
import { MasterKey } from '../master-key.ts';
import { tokenSuite } from '../ocra-suite.ts';
import { type OcraCheck, confirmationChallenge, verifyOcra } from '../ocra.ts';
import { hotp, softwareOtpMac } from '../otp.ts';
import type { OtpKey } from '../ports.ts';
import { receiptHolds } from '../receipt.ts';
import { FIRST_PIN, SECOND_PIN, activateForTest, testActivation } from '../testing/demonstration-token.ts';
import { seededRandomness, testDevice } from '../testing/surroundings.ts';
import { type TokenScene, lockByWrongPins, openWith, otpOf, sceneOf, tokenScene } from '../testing/token-scene.ts';
import type { OtpParameters } from '../vault-body.ts';
import { webCryptoOtpKeys } from '../webcrypto.ts';
import { contextOf } from './context.ts';
import { TOKEN_VAULT } from './token-vault.ts';
import { loadToken } from './load.ts';
import { OpenVault } from './open-vault.ts';
import { revocationMessage } from './revocation.ts';

type CanBeMade<Class> = Class extends abstract new (...args: never) => unknown ? 'yes' : 'no';
/** Everything that shows of a master key. */
type LookAlike = Pick<MasterKey, keyof MasterKey>;

const CLOSED = { kind: 'refused', error: { code: 'VAULT_CLOSED' } };
const CLOCK = { skewMs: 5, agreedSkewMs: 5, contactMs: 0 };
const newPin = { pin: SECOND_PIN, repeated: SECOND_PIN };

describe('an open vault exists only from octets that came out of a slot (invariant 1, by type)', () => {
  test('neither the vault nor the master key can be made by hand', () => {
    // The compiler is the judge: each line stops compiling when its door is opened.
    const vaultCanBeMade: CanBeMade<typeof OpenVault> = 'no';
    const masterKeyCanBeMade: CanBeMade<typeof MasterKey> = 'no';
    const vaultOpensWithLookAlike: LookAlike extends Parameters<typeof OpenVault.open>[1]['masterKey'] ? 'yes' : 'no' = 'no';
    expect([vaultCanBeMade, masterKeyCanBeMade, vaultOpensWithLookAlike]).toEqual(['no', 'no', 'no']);
  });

  test('and a vault opened with the key of another slot does not open', async () => {
    const scene = await tokenScene();
    const context = contextOf(scene.ports, TOKEN_VAULT);
    const token = await loadToken(context);
    if (token.kind !== 'stored') expect.unreachable(token.kind);
    const aead = scene.ports.aead;
    const [wrappingKey, nonce, aad] = [new Uint8Array(32), new Uint8Array(12), new Uint8Array(0)];
    const sealed = await aead.seal({ key: wrappingKey, nonce, aad, plaintext: new Uint8Array(32) });
    const foreign = await MasterKey.unwrap({ wrappingKey, nonce, aad, sealed }, aead);
    if (foreign === undefined) expect.unreachable();
    expect(await OpenVault.open(context, { token, masterKey: foreign, atHand: undefined })).toEqual({
      kind: 'refused',
      error: { code: 'SLOT_DAMAGED' },
    });
  });
});

describe('one-time passwords', () => {
  test('TOTP is the one the server computes from the same seed, with its window on this device’s clock', async () => {
    const scene = await tokenScene();
    scene.clock.setWallClock(1_767_225_614_000);
    const vault = await openWith(scene.token);
    const mac = softwareOtpMac('SHA256', scene.activation.keys.seed);
    const step = 1_767_225_614 / 30;
    expect(await vault.oneTimePassword()).toEqual({
      kind: 'one-time-password',
      digits: hotp({ mac, counter: Math.floor(step), digits: 6 }),
      validFrom: 1_767_225_600_000,
      validUntil: 1_767_225_630_000,
    });
    expect(await vault.oneTimePassword(1)).toMatchObject({
      digits: hotp({ mac, counter: Math.floor(step) + 1, digits: 6 }),
      validFrom: 1_767_225_630_000,
    });
  });

  test('follow the measured offset of the clock, now and after the vault was closed', async () => {
    const scene = await tokenScene();
    const vault = await openWith(scene.token);
    const before = await otpOf(vault);
    const clock = { skewMs: 90_000, agreedSkewMs: 0, contactMs: scene.clock.now() };
    expect(await vault.recordClock(clock)).toEqual({ kind: 'recorded' });
    expect(vault.clock).toEqual(clock);
    const after = await vault.oneTimePassword();
    const mac = softwareOtpMac('SHA256', scene.activation.keys.seed);
    expect(after).toMatchObject({ digits: hotp({ mac, counter: (scene.clock.now() + 90_000) / 30_000, digits: 6 }) });
    expect(after).toMatchObject({ validFrom: scene.clock.now() });
    vault.close();
    const reopened = await openWith(scene.token);
    expect(reopened.clock).toEqual(clock);
    expect(await otpOf(reopened)).not.toBe(before);
  });

  test('HOTP spends each counter value once, in every window and after a restart, and writes it down before it shows it', async () => {
    const otp = { type: 'hotp', algorithm: 'SHA1', digits: 6, period: 30, t0: 0, counter: 0, suite: undefined } as const;
    // RFC 4226 appendix D: this seed, these values.
    const base = testActivation();
    const activation = { ...base, otp, keys: { ...base.keys, seed: utf8('12345678901234567890') } };
    const scene = await tokenScene('hotp', {}, activation);
    const [here, there] = [await openWith(scene.token), await openWith(scene.token)];
    expect([await otpOf(here), await otpOf(there), await otpOf(here)]).toEqual(['755224', '287082', '359152']);
    scene.storage.killBefore(0);
    await expect(here.oneTimePassword()).rejects.toThrow('killed');
    const restarted = await scene.restart();
    expect(await otpOf(await openWith(restarted))).toBe('969429');
  });

  test('OCRA answers challenges and is never simply shown', async () => {
    const vault = await openWith((await ocraScene('OCRA-1:HOTP-SHA256-6:QN08')).token);
    expect(await vault.oneTimePassword()).toEqual({ kind: 'refused', error: { code: 'PARAM_RANGE' } });
  });
});

async function ocraScene(suite: string, otp: Partial<OtpParameters> = {}): Promise<TokenScene> {
  return tokenScene('ocra', {}, testActivation({ otp: { ...testActivation().otp, ...otp, type: 'ocra', suite } }));
}

/** What the server thinks of an answer, from the seed itself. */
function judged(scene: TokenScene, answer: unknown, check: Partial<OcraCheck>): unknown {
  const { otp, keys } = scene.activation;
  const suite = tokenSuite(otp) ?? expect.fail('no suite of a token');
  const response = (answer as { digits?: string }).digits ?? expect.fail(JSON.stringify(answer));
  const judgement = verifyOcra({ suite, mac: softwareOtpMac(otp.algorithm, keys.seed), challenges: ['12345678'], response, ...check });
  return judgement.ok ? judgement.value : judgement.error;
}

describe('challenges', () => {
  const refusal = (code: string): object => ({ kind: 'refused', error: { code } });

  test('of another form are refused, and nothing is spent for them', async () => {
    const scene = await ocraScene('OCRA-1:HOTP-SHA256-6:C-QN08');
    const vault = await openWith(scene.token);
    for (const typed of ['', '123456789', '1234567O', 'x'.repeat(10_000)]) {
      expect(await vault.answerChallenge(typed)).toEqual({
        kind: 'refused',
        error: { code: 'CHALLENGE_FORM', form: 'numeric', maxLength: 8 },
      });
    }
    expect(judged(scene, await vault.answerChallenge('12345678'), { counters: { next: 0, lookAhead: 0 } })).toEqual({
      kind: 'right',
      counter: 0,
    });
  });

  test.each([
    ['a PIN', 'OCRA-1:HOTP-SHA256-6:QN08-PSHA1', {}],
    ['session information', 'OCRA-1:HOTP-SHA256-6:QN08-S064', {}],
    ['another hash than the token', 'OCRA-1:HOTP-SHA1-6:QN08', {}],
    ['other digits than the token', 'OCRA-1:HOTP-SHA256-8:QN08', {}],
    ['another time step than the token', 'OCRA-1:HOTP-SHA256-6:QN08-T1M', { period: 30 }],
    ['nothing that is a suite', 'OCRA-1', {}],
  ])('are not answered by a suite with %s', async (_, suite, otp) => {
    const vault = await openWith((await ocraScene(suite, otp)).token);
    expect(await vault.answerChallenge('12345678')).toEqual(refusal('PARAM_RANGE'));
  });

  test('are not answered by a token of another type', async () => {
    expect(await (await openWith((await tokenScene()).token)).answerChallenge('12345678')).toEqual(refusal('PARAM_RANGE'));
  });

  test('are answered as the server judges it, typed in any script and with spaces; another challenge has another answer', async () => {
    const scene = await ocraScene('OCRA-1:HOTP-SHA256-6:QN08');
    const vault = await openWith(scene.token);
    for (const typed of ['12345678', ' 1234 5678\n', '\u0661\u0662\u0663\u0664-\u0665\u0666\u0667\u0668']) {
      expect(judged(scene, await vault.answerChallenge(typed), {})).toEqual({ kind: 'right', counter: undefined });
    }
    expect(judged(scene, await vault.answerChallenge('12345679'), {})).toEqual({ kind: 'wrong' });
  });

  test('spend a counter once, in every window and after a restart, and write it down before they are answered', async () => {
    const scene = await ocraScene('OCRA-1:HOTP-SHA256-6:C-QN08');
    const [here, there] = [await openWith(scene.token), await openWith(scene.token)];
    const counters = (next: number): Partial<OcraCheck> => ({ counters: { next, lookAhead: 0 } });
    expect(judged(scene, await here.answerChallenge('12345678'), counters(0))).toEqual({ kind: 'right', counter: 0 });
    expect(judged(scene, await there.answerChallenge('12345678'), counters(1))).toEqual({ kind: 'right', counter: 1 });
    scene.storage.killBefore(0);
    await expect(here.answerChallenge('12345678')).rejects.toThrow('killed');
    const restarted = await openWith(await scene.restart());
    expect(judged(scene, await restarted.answerChallenge('12345678'), counters(2))).toEqual({ kind: 'right', counter: 2 });
  });

  test('with time follow the server’s clock', async () => {
    const scene = await ocraScene('OCRA-1:HOTP-SHA256-6:QN08-T1M', { period: 60 });
    const vault = await openWith(scene.token);
    await vault.recordClock({ skewMs: 600_000, agreedSkewMs: 600_000, contactMs: 0 });
    const at = (now: number): Partial<OcraCheck> => ({ time: { now, drift: 0 } });
    const answer = await vault.answerChallenge('12345678');
    expect(judged(scene, answer, at(scene.clock.now()))).toEqual({ kind: 'wrong' });
    expect(judged(scene, answer, at(scene.clock.now() + 600_000))).toEqual({ kind: 'right', counter: undefined });
  });

  test('confirm an activation by one that both sides make out of the header', async () => {
    const scene = await ocraScene('OCRA-1:HOTP-SHA256-6:QN08');
    const vault = await openWith(scene.token);
    const challenge = confirmationChallenge(tokenSuite(scene.activation.otp) ?? expect.fail(), vault.headerHash);
    expect(challenge).toMatch(/^[0-9]{8}$/);
    const right = { kind: 'right', counter: undefined };
    expect(judged(scene, await vault.confirmingPassword(vault.headerHash), { challenges: [challenge] })).toEqual(right);
    // Still of the activation's header when another epoch began before the server heard of it.
    const changed = await vault.changePin(newPin);
    if (changed.kind !== 'open') expect.unreachable(changed.error.code);
    expect(changed.vault.headerHash).not.toEqual(vault.headerHash);
    expect(judged(scene, await changed.vault.confirmingPassword(vault.headerHash), { challenges: [challenge] })).toEqual(right);
    const timeBased = await tokenScene();
    const opened = await openWith(timeBased.token);
    expect(await opened.confirmingPassword(opened.headerHash)).toMatchObject({ digits: await timeBased.expectedOtp() });
  });
});

describe('closed is closed', () => {
  test('every method answers VAULT_CLOSED, and the one-time-password key was dropped', async () => {
    let dropped = 0;
    const otpKeys = {
      async hold(input: Parameters<ReturnType<typeof webCryptoOtpKeys>['hold']>[0]): Promise<OtpKey> {
        const key = await webCryptoOtpKeys(crypto.subtle).hold(input);
        return { mac: (message) => key.mac(message), drop: () => (dropped += 1) };
      },
    };
    const scene = await tokenScene('closing', { otpKeys });
    const vault = await openWith(scene.token);
    dropped = 0;
    vault.close();
    expect(dropped).toBe(1);
    expect(vault.isOpen).toBe(false);
    const answers = [
      await vault.oneTimePassword(),
      await vault.answerChallenge('12345678'),
      await vault.confirmingPassword(new Uint8Array(32)),
      await vault.serverMac(utf8('message')),
      await vault.receipt(1),
      await vault.changePin(newPin),
      await vault.recordClock(CLOCK),
      await vault.revoke({ kind: 'mac', mac: new Uint8Array(32) }),
    ];
    for (const answer of answers) expect(answer).toEqual(CLOSED);
    expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('open');
  });

  test('a vault whose PIN was changed in another window is over', async () => {
    const { token } = await tokenScene();
    const [here, there] = [await openWith(token), await openWith(token)];
    expect((await there.changePin(newPin)).kind).toBe('open');
    expect(await here.recordClock(CLOCK)).toEqual(CLOSED);
    expect(here.isOpen).toBe(false);
  });

  test('closing while the body is being rewritten does not seal it under a wiped key', async () => {
    const scene = await tokenScene();
    const vault = await openWith(scene.token);
    const rewriting = vault.recordClock(CLOCK);
    vault.close();
    expect(await rewriting).toEqual(CLOSED);
    expect(await otpOf(await openWith(scene.token))).toBe(await scene.expectedOtp());
  });
});

describe('a change of PIN', () => {
  test('is refused for a PIN that everybody guesses, and leaves the vault open', async () => {
    const { token } = await tokenScene();
    const vault = await openWith(token);
    const answer = await vault.changePin({ pin: '111111', repeated: '111111' });
    expect(answer).toEqual({ kind: 'refused', error: { code: 'PIN_POLICY', reason: 'all-equal' } });
    expect(vault.isOpen).toBe(true);
  });

  test('retires the old PIN and the old PIN Reset Code, and keeps the one-time passwords', async () => {
    const scene = await tokenScene();
    const oldCode = await scene.unlockCode();
    const vault = await openWith(scene.token);
    const changed = await vault.changePin(newPin);
    if (changed.kind !== 'open') expect.unreachable(changed.error.code);
    expect([vault.isOpen, changed.vault.isOpen]).toEqual([false, true]);
    expect(await otpOf(changed.vault)).toBe(await scene.expectedOtp());
    expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('wrong-pin');
    expect((await scene.token.enterPin(SECOND_PIN)).kind).toBe('open');
    expect((await scene.token.enterUnlockCode(oldCode)).kind).toBe('wrong-code');
  });
});

test('receipts hold under the key that the server derives, and only for their token and epoch', async () => {
  const { token, activation } = await tokenScene();
  const receipt = await (await openWith(token)).receipt(2);
  if (receipt.kind !== 'receipt') expect.unreachable(receipt.error.code);
  const { receiptKey } = deriveRecoveryKeys({ recoveryKey: activation.keys.recoveryKey, ...activation });
  const tokenId = activation.tokenId;
  expect(receiptHolds({ receiptKey, tokenId, receipt })).toBe(true);
  expect(receiptHolds({ receiptKey, tokenId, receipt: { ...receipt, epoch: 1 } })).toBe(false);
  expect(receiptHolds({ receiptKey, tokenId: new Uint8Array(16), receipt })).toBe(false);
});

test('server MACs are made under K_srv', async () => {
  const { token, activation } = await tokenScene();
  const vault = await openWith(token);
  const answer = await vault.serverMac(utf8('message'));
  expect(answer).toEqual({ kind: 'mac', mac: hmacSha256(activation.keys.serverKey, utf8('message')) });
});

describe('a revocation notice', () => {
  const issuerSecret = seededRandomness('issuer key').bytes(32);
  const issuerKey = ed25519.getPublicKey(issuerSecret);

  test('that is not genuine changes nothing', async () => {
    const { token, activation } = await tokenScene('forged', {}, testActivation({ issuerKey }));
    const vault = await openWith(token);
    const message = revocationMessage(activation.tokenId);
    const forged = [
      { kind: 'mac', mac: new Uint8Array(32) },
      { kind: 'mac', mac: hmacSha256(activation.keys.serverKey, revocationMessage(new Uint8Array(16))) },
      { kind: 'mac', mac: hmacSha256(activation.keys.recoveryKey, message) },
      { kind: 'signature', signature: new Uint8Array(64) },
      { kind: 'signature', signature: new Uint8Array(3) },
      { kind: 'signature', signature: ed25519.sign(message, new Uint8Array(32).fill(7)) },
    ] as const;
    for (const notice of forged) expect(await vault.revoke(notice)).toEqual({ kind: 'refused', error: { code: 'WRONG_SECRET' } });
    expect(vault.isOpen).toBe(true);
    expect((await token.enterPin(FIRST_PIN)).kind).toBe('open');
  });

  test('signed by a key that was not pinned is worth nothing where none is pinned', async () => {
    const { token, activation } = await tokenScene();
    const signature = ed25519.sign(revocationMessage(activation.tokenId), issuerSecret);
    const answer = await (await openWith(token)).revoke({ kind: 'signature', signature });
    expect(answer).toEqual({ kind: 'refused', error: { code: 'WRONG_SECRET' } });
  });

  test.each(['mac', 'signature'] as const)('with a genuine %s destroys everything for ever, and says what the token was', async (kind) => {
    const scene = await tokenScene('revoked', {}, testActivation({ issuerKey }));
    const message = revocationMessage(scene.activation.tokenId);
    const vault = await openWith(scene.token);
    const genuine =
      kind === 'mac'
        ? { kind, mac: hmacSha256(scene.activation.keys.serverKey, message) }
        : { kind, signature: ed25519.sign(message, issuerSecret) };
    expect(await vault.revoke(genuine)).toEqual({ kind: 'revoked' });
    expect(await vault.oneTimePassword()).toEqual(CLOSED);
    expect(await scene.token.status()).toMatchObject({ kind: 'revoked', identity: { serial: 'ST-482-719-36' } });
    expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('revoked');
    expect((await scene.token.enterUnlockCode('23993 52760 82889 93071')).kind).toBe('revoked');
    expect(await scene.storage.readCore()).toBeUndefined();
    expect(await scene.storage.epochsFound()).toEqual([]);
  });

  test('interrupted at any step is finished by the next start, and opens nothing meanwhile', async () => {
    for (let step = 1; ; step += 1) {
      const scene = await tokenScene();
      const vault = await openWith(scene.token);
      const mac = hmacSha256(scene.activation.keys.serverKey, revocationMessage(scene.activation.tokenId));
      scene.storage.killBefore(step);
      const outcome = await vault.revoke({ kind: 'mac', mac }).catch(() => 'killed');
      if (outcome !== 'killed') break;
      scene.storage.revive();
      expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('revoked');
      expect((await scene.token.start()).kind).toBe('revoked');
      expect(await scene.storage.readCore()).toBeUndefined();
      expect(await scene.storage.epochsFound()).toEqual([]);
    }
  });
});

test('a locked token cannot be revoked through a vault that was left open', async () => {
  const scene = await tokenScene();
  const vault = await openWith(scene.token);
  await lockByWrongPins(scene.token);
  const mac = hmacSha256(scene.activation.keys.serverKey, revocationMessage(scene.activation.tokenId));
  expect(await vault.revoke({ kind: 'mac', mac })).toEqual(CLOSED);
});

test('what a revocation notice is over is fixed by the page’s conventions', () => {
  const tokenId = fromHex('101112131415161718191a1b1c1d1e1f');
  expect(toHex(revocationMessage(tokenId))).toBe(`${toHex(domain('revoke'))}101112131415161718191a1b1c1d1e1f`);
});

test('a vault is opened by its own activation too, through the slot just written', async () => {
  const device = testDevice();
  const vault = await activateForTest(device.ports);
  expect(await otpOf(vault)).toBe(await sceneOf(device, testActivation()).expectedOtp());
  expect(vault.identity).toMatchObject({ serial: 'ST-482-719-36', issuer: 'Northwind Harbour Authority', label: 'Ada Quay', epoch: 0 });
});

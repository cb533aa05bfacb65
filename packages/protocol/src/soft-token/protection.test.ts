import { describe, expect, test } from 'vitest';
import { concat, utf8 } from '../bytes.ts';
import { EXTENSION, type Header, PROFILE, PROFILE_P0, PROFILE_P1, extensionOf, parseHeader } from '../header.ts';
import { SLOT_OCTETS, parseSlot } from '../slot.ts';
import { FIRST_PIN, SECOND_PIN, testActivation } from '../testing/demonstration-token.ts';
import { Killed } from '../testing/memory-token-storage.ts';
import { protectWith, protectedScene } from '../testing/protected-scene.ts';
import { SoftwareAuthenticator } from '../testing/software-authenticator.ts';
import { type TokenScene, openWith, otpOf, tokenScene, unlockWith } from '../testing/token-scene.ts';
import { withAuthenticator } from './authenticator-frame.ts';
import { type AuthenticatorProtection, byPinAlone, protectionOf } from './protection.ts';

/** Profile P1 in the header, and how it comes and goes. */

const someone: AuthenticatorProtection = {
  kind: 'pin-and-authenticator',
  credentialId: new Uint8Array(32).fill(9),
  relyingPartyId: 'token.example',
  opensAlone: false,
};

async function headerOf({ storage }: TokenScene): Promise<Header> {
  const core = (await storage.readCore()) ?? expect.unreachable();
  const header = parseHeader(core.header);
  return header.ok ? header.value : expect.unreachable(header.error.code);
}

async function factorsOf(slot: Uint8Array | undefined): Promise<number> {
  const parsed = parseSlot(slot ?? new Uint8Array(0));
  return parsed.ok ? parsed.value.factors : expect.unreachable(parsed.error.code);
}

describe('a protection that cannot be kept is refused', () => {
  const impossible: readonly (readonly [string, Partial<AuthenticatorProtection>])[] = [
    ['without a credential', { credentialId: new Uint8Array(0) }],
    ['with a credential longer than WebAuthn knows', { credentialId: new Uint8Array(1024) }],
    ['with a credential too long for a header', { credentialId: new Uint8Array(1000) }],
    ['without a relying party', { relyingPartyId: '' }],
    ['with a relying party that is no host', { relyingPartyId: 'https://token.example' }],
    ['with a relying party longer than a host', { relyingPartyId: 'a'.repeat(254) }],
    ['that opens alone where the issuer does not allow it', { opensAlone: true }],
  ];

  test.each(impossible)('%s', async (_, change) => {
    const authenticator = new SoftwareAuthenticator();
    const scene = await tokenScene('device', { prf: authenticator });
    const vault = await openWith(scene.token);
    const before = scene.storage.snapshot();
    const outcome = await vault.changeProtection({ pin: FIRST_PIN, repeated: FIRST_PIN }, { ...someone, ...change });
    expect(outcome).toEqual({ kind: 'refused', error: { code: 'PARAM_RANGE' } });
    expect(vault.isOpen).toBe(true);
    expect(authenticator.asked).toEqual([]);
    expect(scene.storage.snapshot()).toEqual(before);
  });
});

describe('a header whose profile and authenticator do not belong together is not read', () => {
  async function protectedHeader(): Promise<Header> {
    return headerOf(await protectedScene({ opens: 'alone-too' }));
  }
  const without = (header: Header, type: number): Header => ({
    ...header,
    extensions: header.extensions.filter((extension) => extension.type !== type),
  });
  const changed = (header: Header, type: number, value: Uint8Array): Header => ({
    ...header,
    extensions: header.extensions.map((extension) => (extension.type === type ? { type, value: concat(value) } : extension)),
  });

  test('as it stands it is', async () => {
    const header = await protectedHeader();
    expect(header.profile).toBe(PROFILE_P1);
    expect(protectionOf(header)).toMatchObject({ kind: 'pin-and-authenticator', relyingPartyId: 'token.example', opensAlone: true });
  });

  test.each<readonly [string, (header: Header) => Header]>([
    ['without its credential', (header) => without(header, EXTENSION.webauthnCredentialId)],
    ['without its relying party', (header) => without(header, EXTENSION.relyingPartyId)],
    ['with a relying party that is not UTF-8', (header) => changed(header, EXTENSION.relyingPartyId, Uint8Array.of(0xff))],
    ['with another credential for the PRF-only slot', (header) => changed(header, EXTENSION.prfOnlyCredentialId, utf8('another'))],
    ['with a PRF-only slot that the issuer does not allow', (header) => without(header, EXTENSION.prfOnlyAllowed)],
    ['with a policy of no known meaning', (header) => changed(header, EXTENSION.prfOnlyAllowed, Uint8Array.of(2))],
    ['with the VOPRF of profile P2', (header) => ({ ...header, profile: PROFILE_P1 | PROFILE.voprf })],
    ['without E', (header) => ({ ...header, profile: PROFILE.device | PROFILE.prf })],
  ])('%s', async (_, change) => {
    expect(protectionOf(change(await protectedHeader()))).toBeUndefined();
  });
});

describe('adding an authenticator', () => {
  test('is a COMMIT: a new epoch in profile P1, the same one-time passwords, and a recovery slot without the PRF', async () => {
    const scene = await protectedScene();
    const { token, storage, authenticator } = scene;
    const header = await headerOf(scene);
    expect([header.profile, header.epoch]).toEqual([PROFILE_P1, 1]);
    expect(await factorsOf(await storage.readPinSlot(1))).toBe(PROFILE_P1);
    expect(await factorsOf((await storage.readCore())?.recoverySlot)).toBe(PROFILE.device);
    expect(await storage.epochsFound()).toEqual([1]);
    expect(await otpOf(await openWith(token))).toBe(await scene.expectedOtp());
    expect(authenticator.asked.length).toBe(1);
  });

  test.each([
    ['cancelled', 'PRF_CANCELLED'],
    ['unavailable', 'PRF_UNAVAILABLE'],
  ] as const)('that is %s changes nothing and leaves the vault open', async (mood, code) => {
    const authenticator = new SoftwareAuthenticator();
    const { token, storage } = await tokenScene('device', { prf: authenticator });
    const vault = await openWith(token);
    const before = storage.snapshot();
    authenticator.mood = mood;
    const outcome = await vault.changeProtection({ pin: FIRST_PIN, repeated: FIRST_PIN }, authenticator.register());
    expect(outcome).toEqual({ kind: 'refused', error: { code } });
    expect(storage.snapshot()).toEqual(before);
    authenticator.mood = 'willing';
    await protectWith(vault, authenticator.register());
    expect((await token.enterPin(FIRST_PIN)).kind).toBe('open');
  });

  test('asks about both slots at once, and no octet of the answers stays behind', async () => {
    const authenticator = new SoftwareAuthenticator();
    const base = testActivation();
    const activation = testActivation({ policy: { ...base.policy, prfOnlyAllowed: true } });
    const scene = await tokenScene('device', { prf: authenticator }, activation);
    await protectWith(await openWith(scene.token), authenticator.register('credential', 'alone-too'));
    expect(authenticator.asked.map(({ inputs }) => inputs.length)).toEqual([2]);
    const [first, second] = authenticator.asked[0]?.inputs ?? [];
    expect(first).not.toEqual(second);
    expect(authenticator.given).toEqual([new Uint8Array(32), new Uint8Array(32)]);
    const record = (await scene.storage.readPinSlot(1)) ?? expect.unreachable();
    expect(record.length).toBe(2 * SLOT_OCTETS);
    expect(await factorsOf(record.slice(SLOT_OCTETS))).toBe(PROFILE_P1);
  });

  test('through a vault that was closed asks nobody', async () => {
    const authenticator = new SoftwareAuthenticator();
    const { token } = await tokenScene('device', { prf: authenticator });
    const vault = await openWith(token);
    vault.close();
    const outcome = await vault.changeProtection({ pin: FIRST_PIN, repeated: FIRST_PIN }, authenticator.register());
    expect(outcome).toEqual({ kind: 'refused', error: { code: 'VAULT_CLOSED' } });
    expect(authenticator.asked).toEqual([]);
  });
});

describe('a change of PIN keeps the authenticator', () => {
  const SECOND = { pin: SECOND_PIN, repeated: SECOND_PIN };

  test('and asks it once: what it said when the PIN was typed is for the new slot too, and is wiped', async () => {
    const scene = await protectedScene();
    const vault = await openWith(scene.token);
    const changed = await vault.changePin(SECOND);
    if (changed.kind !== 'open') expect.unreachable(changed.error.code);
    expect(scene.authenticator.asked.map(({ inputs }) => inputs.length)).toEqual([2]);
    for (const output of scene.authenticator.given) expect(output).toEqual(new Uint8Array(32));
    expect((await headerOf(scene)).profile).toBe(PROFILE_P1);
    expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('wrong-pin');
    expect((await scene.token.enterPin(SECOND_PIN)).kind).toBe('open');
  });

  test('no answer is used for two slots: a change that could not be written asks anew the next time', async () => {
    const scene = await protectedScene();
    const vault = await openWith(scene.token);
    scene.storage.killBefore(0);
    await expect(vault.changePin(SECOND)).rejects.toBeInstanceOf(Killed);
    for (const output of scene.authenticator.given) expect(output).toEqual(new Uint8Array(32));
    await scene.restart();
    scene.authenticator.asked.length = 0;
    expect((await vault.changePin(SECOND)).kind).toBe('open');
    expect(scene.authenticator.asked.map(({ inputs }) => inputs.length)).toEqual([1]);
  });

  test('one that is refused for the PIN itself leaves what was said at hand', async () => {
    const scene = await protectedScene();
    const vault = await openWith(scene.token);
    expect((await vault.changePin({ pin: SECOND_PIN, repeated: FIRST_PIN })).kind).toBe('refused');
    expect(vault.holdsPin).toBe(true);
    expect((await vault.changePin(SECOND)).kind).toBe('open');
    expect(scene.authenticator.asked.length).toBe(1);
  });

  test('where it opens alone too there are three slots to ask about, and two fit into one question', async () => {
    const scene = await protectedScene({ opens: 'alone-too' });
    const vault = await openWith(scene.token);
    expect((await vault.changePin(SECOND)).kind).toBe('open');
    expect(scene.authenticator.asked.map(({ inputs }) => inputs.length)).toEqual([1, 2]);
    expect((await scene.token.enterByAuthenticator()).kind).toBe('open');
  });
});

test('removing the authenticator is a COMMIT too: nothing of it is left in the header, and nobody is asked any more', async () => {
  const scene = await protectedScene({ opens: 'alone-too' });
  const vault = await openWith(scene.token);
  await protectWith(vault, { kind: 'pin' });
  scene.authenticator.asked.length = 0;
  const header = await headerOf(scene);
  expect(header.profile).toBe(PROFILE_P0);
  for (const type of [EXTENSION.webauthnCredentialId, EXTENSION.relyingPartyId, EXTENSION.prfOnlyCredentialId]) {
    expect(extensionOf(header, type)).toBeUndefined();
  }
  expect(extensionOf(header, EXTENSION.prfOnlyAllowed)).toEqual(Uint8Array.of(1));
  expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('open');
  expect(scene.authenticator.asked).toEqual([]);
});

test('whoever lost the authenticator opens the token with an unlock code, and sets a PIN that needs none; a new one can be added', async () => {
  const scene = await protectedScene({ opens: 'alone-too' });
  scene.authenticator.forget(scene.protection);
  expect(await scene.token.enterPin(FIRST_PIN)).toEqual({ kind: 'refused', error: { code: 'PRF_CANCELLED' } });
  const vault = await unlockWith(scene.token, await scene.unlockCode(), SECOND_PIN);
  expect(await otpOf(vault)).toBe(await scene.expectedOtp());
  expect((await headerOf(scene)).profile).toBe(PROFILE_P0);
  expect((await scene.token.enterPin(SECOND_PIN)).kind).toBe('open');
  const next = await protectWith(await openWith(scene.token, SECOND_PIN), scene.authenticator.register('a new one'), SECOND_PIN);
  expect(await otpOf(next)).toBe(await scene.expectedOtp());
  expect(await scene.token.status()).toMatchObject({ protection: { kind: 'pin-and-authenticator' }, identity: { epoch: 3 } });
});

test('a header keeps everything else of the token through protection and back', async () => {
  const scene = await tokenScene();
  const plain = await headerOf(scene);
  const there = withAuthenticator(plain, someone);
  expect(byPinAlone(there.ok ? there.value : expect.unreachable())).toEqual(plain);
});

import type { TokenIdentity } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import type { Opened, PresentStatus } from '../engine/engine-messages.ts';
import { tokenIdOf, tokenKeyOf } from '../storage/names.ts';
import { ScriptedAuthenticator } from '../testing/scripted-authenticator.ts';
import { ScriptedEngine } from '../testing/scripted-engine.ts';
import { RememberedTokens } from './remembered-tokens.ts';
import { TokenApp } from './token-app.ts';
import { TokenDesk } from './token-desk.ts';

const token = tokenKeyOf(new Uint8Array(16).fill(7));
const policy = { maxAttempts: 5, minPinLength: 6, maxPinLength: 12, unlockDigits: 16, prfOnlyAllowed: false } as const;
const identity: TokenIdentity = {
  tokenId: tokenIdOf(token),
  issuerId: new Uint8Array(16),
  serial: 'ST-482-719-36',
  issuer: 'Northwind Harbour Authority',
  label: 'Ada Quay',
  portal: 'https://self.example',
  epoch: 0,
  createdAt: 0,
};
const closed: PresentStatus = { kind: 'closed', identity, attemptsLeft: 5, policy, protection: { kind: 'pin' }, reset: undefined };
const opened: Opened = {
  kind: 'open',
  token,
  failed: { pins: 0, unlockCodes: 0 },
  password: { kind: 'one-time-password', digits: '123456', validFrom: 0, validUntil: 30_000 },
  periodSeconds: 30,
  challenge: undefined,
  registrationCode: undefined,
  clock: { skewMs: 0, agreedSkewMs: 0, contactMs: 1000 },
};
const entries = { pin: '730264', repeated: '730264' };

async function openedApp(engine: ScriptedEngine): Promise<TokenApp> {
  engine.script = { 'look-around': [{ token, status: closed }], 'enter-pin': opened, ...engine.script };
  engine.script['look-around'] = [{ token, status: closed }];
  const app = new TokenApp({
    engine,
    authenticator: new ScriptedAuthenticator('missing'),
    loadDesk: () => Promise.resolve((host) => new TokenDesk(host, { id: 'token.example', name: 'Soft Token' })),
    remembered: new RememberedTokens(undefined),
    clock: { now: () => 1000 },
    askToPersist: () => Promise.resolve(true),
    hasPersonalVault: () => Promise.resolve(false),
  });
  await app.start({ kind: 'none' });
  await app.enterPin('482915');
  return app;
}

test.each([{ code: 'PIN_POLICY', reason: 'common' }, { code: 'LOCK_BUSY' }, { code: 'PRF_CANCELLED' }] as const)(
  'a new PIN that is refused with $code leaves the token open, on the page where it was typed',
  async (error) => {
    const app = await openedApp(new ScriptedEngine({ 'change-pin': { kind: 'refused', error } }));
    app.turnTo({ at: 'change-pin', refusal: undefined });
    await app.atDesk((desk) => desk.changePin(entries));
    expect(app.model.screen).toMatchObject({ at: 'OPEN', page: { at: 'change-pin', refusal: error } });
  },
);

test('a new PIN for a token that another window has moved on closes it here', async () => {
  const app = await openedApp(new ScriptedEngine({ 'change-pin': { kind: 'refused', error: { code: 'VAULT_CLOSED' } } }));
  await app.atDesk((desk) => desk.changePin(entries));
  expect(app.model.screen).toMatchObject({ at: 'CLOSED', note: { kind: 'closed', because: 'moved-on' } });
});

test('a token that closes by itself while its PIN is being changed shows nothing any more', async () => {
  const app = await openedApp(new ScriptedEngine({ 'change-pin': 'never' }));
  const changing = app.atDesk((desk) => desk.changePin(entries));
  await app.close('unused');
  await changing;
  expect(app.model).toMatchObject({ isBusy: false, screen: { at: 'CLOSED', note: { kind: 'closed', because: 'unused' } } });
});

test('a changed PIN is said once, and the server is told of it', async () => {
  const engine = new ScriptedEngine({ 'change-pin': opened });
  const app = await openedApp(engine);
  engine.asked.length = 0;
  await app.atDesk((desk) => desk.changePin(entries));
  expect(app.model.screen).toMatchObject({ at: 'OPEN', page: { at: 'password', changed: 'pin' } });
  expect(engine.asked).toContain('deliver');
});

test('the password that comes next is asked for on wish only, and anew with each step from then on', async () => {
  const later = { kind: 'one-time-password', digits: '654321', validFrom: 30_000, validUntil: 60_000 } as const;
  const engine = new ScriptedEngine({ 'show-password': later, 'show-following-password': later });
  const app = await openedApp(engine);
  await app.refreshPassword();
  expect(engine.asked).not.toContain('show-following-password');
  await app.showFollowing();
  expect(app.model.screen).toMatchObject({ at: 'OPEN', following: { digits: '654321' } });
  await app.refreshPassword();
  expect(engine.asked.filter((asked) => asked === 'show-following-password')).toHaveLength(2);
});

test('the settings of the device are a page of the open token, and close with it', async () => {
  const app = await openedApp(new ScriptedEngine({}));
  app.turnTo({ at: 'settings' });
  await app.close('button');
  app.turnTo({ at: 'settings' });
  expect(app.model.screen.at).toBe('CLOSED');
});

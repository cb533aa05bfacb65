import type { Protection } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import type { Answers } from '../engine/engine-messages.ts';
import { ScriptedAuthenticator } from '../testing/scripted-authenticator.ts';
import { ScriptedEngine } from '../testing/scripted-engine.ts';
import { appOver, closedUnder, lockedUnder, opened, policy, view } from '../testing/scripted-token.ts';
import type { OpenPage } from './model.ts';
import type { TokenApp } from './token-app.ts';

const asked: Protection = {
  kind: 'pin-and-authenticator',
  credentialId: Uint8Array.of(99),
  relyingPartyId: 'token.example',
  opensAlone: false,
};
const CANCELLED: Answers['change-protection'] = { kind: 'refused', error: { code: 'PRF_CANCELLED' } };

/** On the page of an open token where the protection is added or removed. */
async function behindThePin(protection: Protection, script: ConstructorParameters<typeof ScriptedEngine>[0] = {}) {
  const engine = new ScriptedEngine({
    'look-around': [view(closedUnder(protection))],
    'enter-pin': opened,
    'confirm-pin': opened,
    'change-protection': opened,
    ...script,
  });
  const authenticator = new ScriptedAuthenticator('there');
  const app = appOver(engine, { authenticator });
  await app.start({ kind: 'none' });
  await app.enterPin('482915');
  await app.atDesk(({ protection }) => protection.open());
  engine.asked.length = 0;
  return { app, engine, authenticator };
}

function pageOf({ model }: TokenApp): OpenPage | undefined {
  return model.screen.at === 'OPEN' ? model.screen.page : undefined;
}

test('nothing is made on the device before the PIN was right, and nothing changes before "Yes"', async () => {
  const { app, engine, authenticator } = await behindThePin({ kind: 'pin' }, { 'confirm-pin': { kind: 'wrong-pin', attemptsLeft: 4 } });
  await app.atDesk(({ protection }) => protection.confirmPin('604817'));
  expect(pageOf(app)).toMatchObject({ at: 'protection', note: { kind: 'wrong-pin', attemptsLeft: 4 } });
  engine.script['confirm-pin'] = opened;
  await app.atDesk(({ protection }) => protection.confirmPin('482915'));
  expect(pageOf(app)).toEqual({ at: 'offer', problem: undefined });
  expect(engine.asked).not.toContain('change-protection');
  expect(authenticator.made).toBe(0);
});

test('a credential that was made and not confirmed is used for the next try, and forgotten when there is none', async () => {
  const { app, engine, authenticator } = await behindThePin({ kind: 'pin' }, { 'change-protection': CANCELLED });
  await app.atDesk(({ protection }) => protection.confirmPin('482915'));
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await app.atDesk(({ protection }) => protection.accept({ opensAlone: true }));
    expect(pageOf(app)).toEqual({ at: 'offer', problem: 'cancelled' });
  }
  expect([authenticator.made, authenticator.forgotten]).toEqual([1, []]);
  await app.atDesk(({ protection }) => protection.leave());
  expect(authenticator.forgotten).toEqual([1]);
  expect(engine.asked.at(-1)).toBe('keep-protection');
  expect(pageOf(app)).toEqual({ at: 'password', changed: undefined });
});

test.each(['cancelled', 'unavailable'] as const)('a registration that is %s asks the engine for nothing', async (kind) => {
  const { app, engine, authenticator } = await behindThePin({ kind: 'pin' });
  await app.atDesk(({ protection }) => protection.confirmPin('482915'));
  authenticator.next = kind;
  await app.atDesk(({ protection }) => protection.accept({ opensAlone: false }));
  expect(pageOf(app)).toEqual({ at: 'offer', problem: kind });
  expect(engine.asked).not.toContain('change-protection');
});

test('removing forgets the credential only once the token no longer needs it', async () => {
  const { app, engine, authenticator } = await behindThePin(asked, {
    'change-protection': { kind: 'refused', error: { code: 'VAULT_CLOSED' } },
  });
  await app.atDesk(({ protection }) => protection.confirmPin('482915'));
  expect(authenticator.forgotten).toEqual([]);
  expect(app.model.screen.at).toBe('CLOSED');

  engine.script['change-protection'] = opened;
  await app.enterPin('482915');
  await app.atDesk(({ protection }) => protection.open());
  await app.atDesk(({ protection }) => protection.confirmPin('482915'));
  expect(authenticator.forgotten).toEqual([99]);
  expect(pageOf(app)).toEqual({ at: 'password', changed: 'removed' });
});

test('an authenticator that does not answer leaves the page, and the token open', async () => {
  const { app } = await behindThePin(asked, { 'confirm-pin': { kind: 'refused', error: { code: 'PRF_CANCELLED' } } });
  await app.atDesk(({ protection }) => protection.confirmPin('482915'));
  expect(pageOf(app)).toMatchObject({ at: 'protection', note: { kind: 'refused', error: { code: 'PRF_CANCELLED' } } });
});

test('the fifth wrong PIN there ends the engine and all that was in its memory', async () => {
  const { app, engine } = await behindThePin(asked, { 'confirm-pin': { kind: 'locked' } });
  const before = engine.closed;
  await app.atDesk(({ protection }) => protection.confirmPin('604817'));
  expect(engine.closed).toBe(before + 1);
});

test('after an unlock the credential of the PIN before is forgotten, and protection is offered anew; a device that cannot is not asked', async () => {
  for (const presence of ['there', 'missing'] as const) {
    const engine = new ScriptedEngine({
      'look-around': [view(lockedUnder(asked))],
      'enter-unlock-code': { kind: 'must-set-pin', policy },
      'set-pin': opened,
    });
    const authenticator = new ScriptedAuthenticator(presence);
    const app = appOver(engine, { authenticator });
    await app.start({ kind: 'none' });
    await app.enterUnlockCode('23993 52760 82889 93071');
    await app.setPin({ pin: '730264', repeated: '730264' });
    expect(authenticator.forgotten).toEqual([99]);
    expect(pageOf(app)?.at).toBe(presence === 'there' ? 'offer' : 'password');
    // The engine keeps the PIN for as long as the question stands, and no longer.
    expect(engine.asked.includes('keep-protection')).toBe(presence === 'missing');
  }
});

test('where only the PIN opens the token now, the device is told so and nothing is lost', async () => {
  const engine = new ScriptedEngine({
    'look-around': [view(closedUnder(asked))],
    'enter-by-authenticator': { kind: 'pin-needed' },
  });
  const app = appOver(engine, { authenticator: new ScriptedAuthenticator('there') });
  await app.start({ kind: 'none' });
  await app.enterByAuthenticator();
  expect(app.model.screen).toMatchObject({ at: 'CLOSED', note: { kind: 'pin-needed' } });
});

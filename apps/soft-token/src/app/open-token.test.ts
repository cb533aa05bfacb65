import { expect, test } from 'vitest';
import { ScriptedEngine } from '../testing/scripted-engine.ts';
import { appOver, closed, locked, opened, view } from '../testing/scripted-token.ts';
import type { TokenApp } from './token-app.ts';

const change = { present: '482915', pin: '730264', repeated: '730264' };

async function openedApp(engine: ScriptedEngine): Promise<TokenApp> {
  engine.script = { 'look-around': [view(closed)], 'enter-pin': opened, ...engine.script };
  engine.script['look-around'] = [view(closed)];
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.enterPin('482915');
  return app;
}

test('who finds the token open and does not know its PIN sets no other: each try says what is left, and the last one locks', async () => {
  const engine = new ScriptedEngine({ 'change-pin': { kind: 'wrong-pin', attemptsLeft: 1 } });
  const app = await openedApp(engine);
  app.turnTo({ at: 'change-pin', note: undefined, refusal: { code: 'LOCK_BUSY' } });
  await app.atDesk((desk) => desk.changePin(change));
  const page = { at: 'change-pin', note: { kind: 'wrong-pin', attemptsLeft: 1 }, refusal: undefined };
  expect(app.model.screen).toMatchObject({ at: 'OPEN', page });
  engine.script = { ...engine.script, 'change-pin': { kind: 'locked' }, 'look-around': [view(locked)] };
  await app.atDesk((desk) => desk.changePin(change));
  expect(app.model.screen).toMatchObject({ at: 'LOCKED' });
  expect(engine.closed).toBe(1);
});

test.each([{ code: 'PIN_POLICY', reason: 'common' }, { code: 'LOCK_BUSY' }, { code: 'PRF_CANCELLED' }] as const)(
  'a new PIN that is refused with $code leaves the token open, on the page where it was typed',
  async (error) => {
    const app = await openedApp(new ScriptedEngine({ 'change-pin': { kind: 'not-changed', error } }));
    app.turnTo({ at: 'change-pin', note: undefined, refusal: undefined });
    await app.atDesk((desk) => desk.changePin(change));
    expect(app.model.screen).toMatchObject({ at: 'OPEN', page: { at: 'change-pin', note: undefined, refusal: error } });
  },
);

test('a new PIN for a token that another window has moved on closes it here', async () => {
  const app = await openedApp(new ScriptedEngine({ 'change-pin': { kind: 'refused', error: { code: 'VAULT_CLOSED' } } }));
  await app.atDesk((desk) => desk.changePin(change));
  expect(app.model.screen).toMatchObject({ at: 'CLOSED', note: { kind: 'closed', because: 'moved-on' } });
});

test('a token that closes by itself while its PIN is being changed shows nothing any more', async () => {
  const app = await openedApp(new ScriptedEngine({ 'change-pin': 'never' }));
  const changing = app.atDesk((desk) => desk.changePin(change));
  await app.close('unused');
  await changing;
  expect(app.model).toMatchObject({ isBusy: false, screen: { at: 'CLOSED', note: { kind: 'closed', because: 'unused' } } });
});

test('a changed PIN is said once, and the server is told of it', async () => {
  const engine = new ScriptedEngine({ 'change-pin': opened });
  const app = await openedApp(engine);
  engine.asked.length = 0;
  await app.atDesk((desk) => desk.changePin(change));
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

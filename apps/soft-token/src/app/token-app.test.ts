import { expect, test } from 'vitest';
import type { Opened, PresentStatus } from '../engine/engine-messages.ts';
import { tokenIdOf, tokenKeyOf } from '../storage/names.ts';
import { ScriptedEngine } from '../testing/scripted-engine.ts';
import { appOver, closed, identity, locked, opened, policy, reset, resetShown, token, view } from '../testing/scripted-token.ts';

const other = tokenKeyOf(new Uint8Array(16).fill(8));

test('storage that fails underneath is told, not hidden', async () => {
  const app = appOver(new ScriptedEngine({ 'look-around': 'storage-unavailable' }));
  await app.start({ kind: 'none' });
  expect(app.model.screen).toEqual({ at: 'trouble', trouble: 'storage-unavailable' });
  expect(app.model.isBusy).toBe(false);
});

test('a browser that asks the person whether storage may stay keeps nobody from their token while they think', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(closed)], 'enter-pin': opened });
  let answer: (isPersistent: boolean) => void = () => undefined;
  const app = appOver(engine, { askToPersist: () => new Promise((resolve) => (answer = resolve)) });
  await app.start({ kind: 'none' });
  await app.enterPin('482915');
  expect(app.model).toMatchObject({ isBusy: false, isPersistent: undefined, screen: { at: 'OPEN' } });
  answer(true);
  await expect.poll(() => app.model.isPersistent).toBe(true);
});

test('the fifth wrong PIN ends the engine and all that was in its memory', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(closed)], 'enter-pin': { kind: 'locked' } });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  engine.script['look-around'] = [view(locked)];
  await app.enterPin('604817');
  expect(app.model.screen).toMatchObject({ at: 'LOCKED', token });
  expect(engine.closed).toBe(1);
});

test('a second press while the first PIN is being looked at spends nothing', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(closed)], 'enter-pin': { kind: 'wrong-pin', attemptsLeft: 4 } });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await Promise.all([app.enterPin('604817'), app.enterPin('604817')]);
  expect(engine.asked.filter((asked) => asked === 'enter-pin')).toHaveLength(1);
});

test('an unlock link spends a code on a locked token only; one that is closed asks first', async () => {
  const engine = new ScriptedEngine({
    'look-around': [view(closed)],
    'show-reset-code': resetShown,
    'enter-unlock-code': { kind: 'must-set-pin', policy },
  });
  const app = appOver(engine);
  await app.start({ kind: 'unlock', link: '#c=23993527608288993071&s=ST-482-719-36' });
  expect(app.model.screen).toMatchObject({ at: 'RESET_VIEW', code: '23993527608288993071' });
  expect(engine.asked).not.toContain('enter-unlock-code');

  engine.script['look-around'] = [view(locked)];
  const again = appOver(engine);
  await again.start({ kind: 'unlock', link: '#c=23993527608288993071&s=ST-482-719-36' });
  expect(again.model.screen).toMatchObject({ at: 'MUST_SET_PIN_WHILE_LOCKED', token });
});

test('an unlock link for a token that is elsewhere touches none of those here', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(locked)] });
  const app = appOver(engine);
  await app.start({ kind: 'unlock', link: '#c=23993527608288993071&s=ST-000-000-00' });
  expect(app.model.screen).toEqual({ at: 'add', problem: 'no-such-token' });
  expect(engine.asked).not.toContain('enter-unlock-code');
});

test('what another window did to an open token shows at once: here it was locked', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(closed)], 'enter-pin': opened });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.enterPin('482915');
  expect(app.model.screen.at).toBe('OPEN');
  engine.script = {
    ...engine.script,
    'look-around': [view(locked)],
    'show-password': { kind: 'refused', error: { code: 'VAULT_CLOSED' } },
  };
  await app.tokenChanged(token);
  expect(app.model.screen).toMatchObject({ at: 'LOCKED' });
});

test('a change in another window leaves alone what is being typed here, unless the token stands elsewhere now', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(closed)], 'show-reset-code': resetShown });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.forgotPin();
  const { screen } = app.model;
  expect(screen.at).toBe('RESET_VIEW');
  await app.tokenChanged(token);
  await app.tokenChanged(other);
  expect(app.model.screen).toBe(screen);
  engine.script['look-around'] = [view(locked)];
  await app.tokenChanged(token);
  expect(app.model.screen.at).toBe('LOCKED');
});

test('an activation that is being asked for can be cancelled, and what the server says then is heard by nobody', async () => {
  const engine = new ScriptedEngine({ 'begin-activation': 'never' });
  const app = appOver(engine);
  const started = app.start({ kind: 'activate', link: '#v=1' });
  await expect.poll(() => app.model.screen.at).toBe('activating');
  await app.atDesk((desk) => desk.cancelActivation());
  await started;
  expect(engine.closed).toBe(1);
  expect(app.model.screen).toEqual({ at: 'welcome', problem: undefined });
});

const offer = { token, tokenId: tokenIdOf(token), serial: identity.serial, issuer: identity.issuer, label: identity.label, policy };

test('a typed code that is refused is there to be corrected, and says why', async () => {
  const because = { code: 'code-refused' } as const;
  const engine = new ScriptedEngine({ 'begin-activation': { kind: 'not-activated', because } });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.atDesk((desk) => {
    desk.goTyped();
  });
  const typed = { serial: 'ST-482-719-36', code: '50517 82731 64951' };
  await app.atDesk((desk) => desk.activateByTypedCode(typed));
  expect(app.model.screen).toMatchObject({ at: 'typed', typed, failure: because });
  engine.script['begin-activation'] = { kind: 'set-pin', offer };
  await app.atDesk((desk) => desk.activateByTypedCode(typed));
  expect(app.model.screen).toMatchObject({ at: 'SET_PIN', way: 'typed' });
});

test('a registration code is shown by itself once, then behind the PIN until the owner or the server says that it has arrived', async () => {
  const waiting: Opened = { ...opened, registrationCode: '23915 56085 45228' };
  const engine = new ScriptedEngine({
    'begin-activation': { kind: 'set-pin', offer },
    'set-pin': waiting,
    'enter-pin': waiting,
    'forget-registration': { kind: 'forgotten' },
    'keep-protection': { kind: 'kept' },
  });
  const app = appOver(engine);
  await app.start({ kind: 'activate-offline', text: '#v=1' });
  expect(app.model.screen).toMatchObject({ at: 'SET_PIN', way: 'offline' });
  engine.script['look-around'] = [view(closed)];
  await app.setPin({ pin: '482915', repeated: '482915' });
  expect(app.model.screen).toMatchObject({ at: 'OPEN', showing: 'registration-code', finishing: 'registration' });
  app.showInstead('password');
  expect(app.model.screen).toMatchObject({ showing: 'password', opened: { registrationCode: '23915 56085 45228' } });
  await app.close('button');
  await app.enterPin('482915');
  expect(app.model.screen).toMatchObject({ at: 'OPEN', showing: 'password', finishing: 'registration' });
  app.showInstead('registration-code');
  await app.atDesk((desk) => desk.registrationArrived());
  expect(app.model.screen).toMatchObject({ showing: 'password', finishing: undefined, opened: { registrationCode: undefined } });

  await app.close('button');
  await app.enterPin('482915');
  engine.script.deliver = { told: [token], waiting: [], news: [] };
  await app.deliver();
  expect(app.model.screen).toMatchObject({ isTold: true, finishing: 'activation', opened: { registrationCode: undefined } });
});

test('leaving the choice of a new PIN leads back to what is stored', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(locked)], 'enter-unlock-code': { kind: 'must-set-pin', policy } });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.enterUnlockCode('23993 52760 82889 93071');
  expect(app.model.screen.at).toBe('MUST_SET_PIN_WHILE_LOCKED');
  await app.abandon();
  expect(engine.asked).toContain('abandon');
  expect(app.model.screen.at).toBe('LOCKED');
});

test('a new PIN that comes too late, because another window set one, says so and opens nothing', async () => {
  const engine = new ScriptedEngine({
    'look-around': [view(locked)],
    'enter-unlock-code': { kind: 'must-set-pin', policy },
    'set-pin': { kind: 'refused', error: { code: 'VAULT_CLOSED' } },
  });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.enterUnlockCode('23993 52760 82889 93071');
  engine.script['look-around'] = [view(closed)];
  await app.setPin({ pin: '730264', repeated: '730264' });
  expect(app.model.screen).toEqual({ at: 'CLOSED', token, note: { kind: 'closed', because: 'moved-on' } });
});

test('the back-off a wrong unlock code left behind is shown again after a reload', async () => {
  const waiting: PresentStatus = { ...locked, reset: { ...reset, waitSeconds: 30 } };
  const app = appOver(new ScriptedEngine({ 'look-around': [view(waiting)] }));
  await app.start({ kind: 'none' });
  expect(app.model.screen).toMatchObject({ at: 'LOCKED', problem: { kind: 'wait', waitUntil: 31_000 } });
});

test('tokens that were here and are not are missed; several are listed; a revoked one and an unreadable one say so', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(closed), view(locked, other)] });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  expect(app.model.screen).toEqual({ at: 'tokens' });
  engine.script['look-around'] = [view({ kind: 'revoked', identity })];
  await app.goHome();
  expect(app.model.screen).toEqual({ at: 'REVOKED', token });
  expect(app.model.removed).toEqual([{ token: other, serial: identity.serial }]);
  engine.script['look-around'] = [view({ kind: 'refused', error: { code: 'HEADER_UNKNOWN' } })];
  await app.goHome();
  expect(app.model.screen).toEqual({ at: 'UNREADABLE', token, error: { code: 'HEADER_UNKNOWN' } });
});

test('a revocation that comes while the token is open takes its place on the screen; one of another token does not', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(closed)], 'enter-pin': opened });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.enterPin('482915');
  engine.script.deliver = { told: [], waiting: [], news: [{ kind: 'revoked', token: other }] };
  await app.deliver();
  expect(app.model.screen.at).toBe('OPEN');
  engine.script['look-around'] = [view({ kind: 'revoked', identity })];
  engine.script.deliver = { told: [], waiting: [], news: [{ kind: 'revoked', token }] };
  await app.deliver();
  expect(app.model.screen).toEqual({ at: 'REVOKED', token });
});

test('the token is open, and then renewed keys, a question about the clock and an unknown copy are told on its own screen alone', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(closed)], 'enter-pin': opened });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.enterPin('482915');
  const anew: Opened = { ...opened, clock: { ...opened.clock, skewMs: 180_000 } };
  engine.script.deliver = {
    told: [],
    waiting: [],
    news: [
      { kind: 'opened-anew', token, opened: anew },
      { kind: 'clock-question', token, offsetMs: 172_800_000 },
      { kind: 'unknown-keys', token },
      { kind: 'opened-anew', token: other, opened },
    ],
  };
  await app.deliver();
  expect(app.model.screen).toMatchObject({ at: 'OPEN', opened: anew, clockQuestionMs: 172_800_000, isUnknown: true });
  await app.atDesk((desk) => {
    desk.keepOwnTime();
  });
  expect(app.model.screen).toMatchObject({ at: 'OPEN', clockQuestionMs: undefined });
  expect(engine.asked).not.toContain('agree-on-time');
});

test('the server’s clock is followed only once the person has said so', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(closed)], 'enter-pin': opened });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.enterPin('482915');
  await app.atDesk((desk) => desk.agreeOnTime());
  expect(engine.asked).not.toContain('agree-on-time');
  engine.script.deliver = { told: [], waiting: [], news: [{ kind: 'clock-question', token, offsetMs: 172_800_000 }] };
  await app.deliver();
  const followed: Opened = { ...opened, clock: { skewMs: 172_800_000, agreedSkewMs: 172_800_000, contactMs: 1000 } };
  engine.script['agree-on-time'] = followed;
  engine.script.deliver = { told: [], waiting: [], news: [] };
  await app.atDesk((desk) => desk.agreeOnTime());
  expect(app.model.screen).toMatchObject({ opened: followed, clockQuestionMs: undefined });
});

test('a token is removed after a question alone; an open one is closed by the question, and nobody misses it afterwards', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(closed)], 'enter-pin': opened, remove: { kind: 'held-elsewhere' } });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.atDesk((desk) => {
    desk.askToRemove();
  });
  expect(app.model.screen.at).toBe('CLOSED');
  await app.atDesk((desk) => desk.removeToken());
  expect(engine.asked).not.toContain('remove');
  await app.enterPin('482915');
  await app.atDesk((desk) => {
    desk.askToRemove();
  });
  expect(app.model.screen).toEqual({ at: 'removing', token, serial: 'ST-482-719-36', isHeldElsewhere: false });
  expect(engine.closed).toBe(1);
  await app.atDesk((desk) => desk.removeToken());
  expect(app.model.screen).toMatchObject({ at: 'removing', isHeldElsewhere: true });
  engine.script.remove = { kind: 'removed' };
  engine.script['look-around'] = [];
  await app.atDesk((desk) => desk.removeToken());
  expect(app.model).toMatchObject({ screen: { at: 'removed', serial: 'ST-482-719-36' }, removed: [], tokens: [] });
  await app.goHome();
  expect(app.model).toMatchObject({ screen: { at: 'welcome' }, removed: [] });
});

const answering: Opened = { ...opened, password: undefined, periodSeconds: undefined, challenge: { form: 'numeric', maxLength: 8 } };

test('a challenge of another form stays on the screen with its problem; an answer stands beside the next question', async () => {
  const problem = { kind: 'refused', error: { code: 'CHALLENGE_FORM', form: 'numeric', maxLength: 8 } } as const;
  const engine = new ScriptedEngine({ 'look-around': [view(closed)], 'enter-pin': answering, 'answer-challenge': problem });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.enterPin('482915');
  await app.atDesk((desk) => desk.answerChallenge('1234567O'));
  expect(app.model.screen).toMatchObject({ at: 'OPEN', answered: problem });
  engine.script['answer-challenge'] = { kind: 'challenge-response', digits: '654321' };
  await app.atDesk((desk) => desk.answerChallenge('12345678'));
  expect(app.model.screen).toMatchObject({ at: 'OPEN', answered: { digits: '654321' } });
});

test('a challenge asked of a token that another window has moved on closes it here', async () => {
  const engine = new ScriptedEngine({
    'look-around': [view(closed)],
    'enter-pin': answering,
    'answer-challenge': { kind: 'refused', error: { code: 'VAULT_CLOSED' } },
  });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.enterPin('482915');
  await app.atDesk((desk) => desk.answerChallenge('12345678'));
  expect(app.model.screen).toMatchObject({ at: 'CLOSED', note: { kind: 'closed', because: 'moved-on' } });
});

test('what another window does spends no counter here: nothing is asked of an open token that has no time, and one locked there closes', async () => {
  const engine = new ScriptedEngine({ 'look-around': [view(closed)], 'enter-pin': answering });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.enterPin('482915');
  await app.tokenChanged(token);
  expect(engine.asked).not.toContain('show-password');
  expect(app.model.screen.at).toBe('OPEN');
  engine.script['look-around'] = [view(locked)];
  await app.tokenChanged(token);
  expect(app.model.screen.at).toBe('LOCKED');
});

test('the personal vault stands beside the tokens, and is a home of its own where there are none', async () => {
  const beside = appOver(new ScriptedEngine({ 'look-around': [view(closed)] }), { hasPersonalVault: true });
  await beside.start({ kind: 'none' });
  expect(beside.model.screen).toEqual({ at: 'tokens' });
  const alone = appOver(new ScriptedEngine({}), { hasPersonalVault: true });
  await alone.start({ kind: 'none' });
  expect(alone.model.screen).toEqual({ at: 'tokens' });
  const neither = appOver(new ScriptedEngine({}));
  await neither.start({ kind: 'none' });
  expect(neither.model.screen).toEqual({ at: 'welcome', problem: undefined });
});

test('a PIN is not kept for device protection that cannot be fetched, and the token is open all the same', async () => {
  const engine = new ScriptedEngine({
    'look-around': [view(locked)],
    'enter-unlock-code': { kind: 'must-set-pin', policy },
    'set-pin': opened,
  });
  const app = appOver(engine);
  await app.start({ kind: 'none' });
  await app.enterUnlockCode('23993 52760 82889 93071');
  await app.setPin({ pin: '730264', repeated: '730264' });
  expect(app.model.screen).toMatchObject({ at: 'OPEN', page: { at: 'password' } });
  expect(engine.asked).toContain('keep-protection');
});

import type { AccountFacts, AccountId } from '@sallyport/protocol/personal-vault';
import { expect, test } from 'vitest';
import { EngineTrouble } from '../../engine/engine-client.ts';
import type { Offer, PersonalAnswers, PersonalCommand, PersonalView, ShownList } from '../../engine/personal/personal-messages.ts';
import { PersonalApp } from './personal-app.ts';
import { RememberedVault } from './remembered-vault.ts';

type Script = { [Name in PersonalCommand['do']]?: PersonalAnswers[Name] | Promise<PersonalAnswers[Name]> | 'storage-full' };

/** An engine that answers as told and keeps what it was asked. */
class ScriptedPersonalEngine {
  readonly asked: PersonalCommand[] = [];
  closed = 0;
  script: Script;

  constructor(script: Script) {
    this.script = script;
  }

  async ask(command: PersonalCommand): Promise<never> {
    this.asked.push(command);
    const answers: Readonly<Record<string, unknown>> = this.script;
    const answer = answers[command.do];
    if (answer === undefined) throw new Error(`The script has no answer to ${command.do}.`);
    if (answer === 'storage-full') throw new EngineTrouble(answer);
    // The script is typed by the same table as the answer.
    return answer as never;
  }

  close(): void {
    this.closed += 1;
  }

  times(name: PersonalCommand['do']): number {
    return this.asked.filter((command) => command.do === name).length;
  }
}

const policy = { maxAttempts: 5, minPinLength: 6, maxPinLength: 16 };
const closed: PersonalView = { kind: 'closed', serial: 'PV-482-719-36', attemptsLeft: 5, policy };
const locked: PersonalView = { kind: 'locked', serial: 'PV-482-719-36', policy, waitSeconds: 0, problem: undefined };
const OVER = { kind: 'refused', error: { code: 'VAULT_CLOSED' } } as const;

function account(id: string, usedAt = 0): AccountFacts {
  const otp = { type: 'totp', algorithm: 'SHA1', digits: 6, period: 30, counter: 0 } as const;
  return { id: id as AccountId, issuer: id, label: '', otp, isPinned: false, usedAt, isDeleted: false };
}

function listOf(...accounts: readonly AccountFacts[]): ShownList {
  return { kind: 'list', accounts, passwords: [], view: { order: 'use', size: 'large', codes: 'shown' }, isRecoveryKeyChecked: true };
}

interface Scene {
  readonly app: PersonalApp;
  readonly engine: ScriptedPersonalEngine;
  readonly remembered: RememberedVault;
  readonly files: string[];
}

async function scene(script: Script): Promise<Scene> {
  const engine = new ScriptedPersonalEngine({ look: closed, ...script });
  const kept = new Map<string, string>();
  const store = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  const remembered = new RememberedVault(store);
  const files: string[] = [];
  const app = new PersonalApp({
    engine,
    remembered,
    clock: { now: () => 1000 },
    askToPersist: () => Promise.resolve(true),
    saveFile: ({ name }) => void files.push(name),
  });
  await app.start();
  return { app, engine, remembered, files };
}

async function openScene(script: Script = {}, list = listOf(account('Bank', 5), account('Shop'))): Promise<Scene> {
  const opened = await scene({ 'enter-pin': { kind: 'open', list }, ...script });
  await opened.app.enterPin('482915');
  return opened;
}

test('the fifth wrong PIN ends the engine and all that was in its memory, also when it is typed for an export', async () => {
  for (const at of ['closed', 'export'] as const) {
    const { app, engine } =
      at === 'closed' ? await scene({ 'enter-pin': { kind: 'locked' } }) : await openScene({ export: { kind: 'locked' } });
    engine.script.look = locked;
    app.go({ at: 'export', form: 'sealed', note: undefined });
    await (at === 'closed' ? app.enterPin('604817') : app.export('604817'));
    expect(app.model).toMatchObject({ screen: { at: 'recover' }, list: undefined });
    expect(engine.closed).toBe(1);
  }
});

test('a second press while the first PIN is being looked at spends nothing', async () => {
  const { app, engine } = await scene({ 'enter-pin': { kind: 'wrong-pin', attemptsLeft: 4 } });
  await Promise.all([app.enterPin('604817'), app.enterPin('604817')]);
  expect(engine.times('enter-pin')).toBe(1);
  expect(app.model.screen).toEqual({ at: 'closed', note: { kind: 'wrong-pin', attemptsLeft: 4 } });
});

test('nothing of the list stays in the page once the vault is closed', async () => {
  const { app, engine } = await openScene({ 'next-password': { kind: 'next-password', digits: '755224' }, edit: listOf() });
  await app.nextPassword('Bank' as AccountId);
  expect(app.model.asked.size).toBe(1);
  await app.close('hidden');
  expect(engine.closed).toBe(1);
  expect(app.model).toMatchObject({ list: undefined, screen: { at: 'closed', note: { kind: 'closed', because: 'hidden' } } });
  expect(app.model.asked.size).toBe(0);
});

test('a vault that another window has moved on closes here, whatever was being done', async () => {
  const acts: readonly ((app: PersonalApp) => Promise<unknown>)[] = [
    (app) => app.refresh(),
    (app) => app.noteUse('Bank' as AccountId),
    (app) => app.nextPassword('Bank' as AccountId),
    (app) => app.offer([]),
    (app) => app.skipSealed(),
  ];
  for (const act of acts) {
    const { app } = await openScene({ show: OVER, edit: OVER, 'next-password': OVER, offer: OVER, 'skip-sealed': OVER });
    await act(app);
    expect(app.model).toMatchObject({ list: undefined, screen: { at: 'closed', note: { kind: 'closed', because: 'moved-on' } } });
  }
});

test('storage that fails underneath is told, not hidden, and the list is gone from the screen', async () => {
  const { app } = await openScene({ edit: 'storage-full' });
  await app.edit({ edit: 'delete', id: 'Bank' as AccountId });
  expect(app.model).toMatchObject({ screen: { at: 'trouble', trouble: 'storage-full' }, list: undefined });
});

test('the recovery key comes before the list as long as nobody has checked it', async () => {
  const key = { kind: 'recovery-key', text: 'AAAA', serial: 'PV-1', toCheck: [2, 9] } as const;
  const unchecked = { ...listOf(), isRecoveryKeyChecked: false };
  const { app, engine } = await openScene({ 'recovery-key': key, 'check-recovery-key': { kind: 'wrong-groups', groups: [9] } }, unchecked);
  expect(app.model.screen).toEqual({ at: 'write-down', key });
  app.toCheckKey();
  await app.checkKey(['BBBB', 'CCCC']);
  expect(app.model.screen).toEqual({ at: 'check-key', key, wrong: [9] });
  expect(engine.asked.at(-1)).toEqual({
    do: 'check-recovery-key',
    typed: [
      { group: 2, typed: 'BBBB' },
      { group: 9, typed: 'CCCC' },
    ],
  });
});

test('the list does not move under the finger: use counts from the next opening on', async () => {
  const { app, engine } = await openScene();
  engine.script.edit = listOf(account('Bank', 5), account('Shop', 99), account('New', 50));
  await app.noteUse('Shop' as AccountId);
  expect(app.model.list?.accounts.map(({ id, usedAt }) => [id, usedAt])).toEqual([
    ['Bank', 5],
    ['Shop', 0],
    ['New', 0],
  ]);
});

test('what was deleted, moved or saved is said once, by its name', async () => {
  const { app, engine } = await openScene({ edit: listOf(account('Shop'), account('Bank')) });
  await app.edit({ edit: 'delete', id: 'Bank' as AccountId });
  expect(app.model.news).toEqual({ kind: 'deleted', id: 'Bank', name: 'Bank' });
  await app.edit({ edit: 'move', id: 'Bank' as AccountId, direction: 'down' });
  expect(app.model.news).toEqual({ kind: 'moved', name: 'Bank', place: 2 });
  app.go({ at: 'list' });
  expect(app.model.news).toBeUndefined();
  expect(engine.times('edit')).toBe(2);
});

test('a time step that ends during a move takes back neither what is said of it nor where the person went meanwhile', async () => {
  const { app, engine } = await openScene({ edit: listOf(account('Shop'), account('Bank')) });
  const shown = Promise.withResolvers<ShownList>();
  engine.script.show = shown.promise;
  const refreshing = app.refresh();
  await app.edit({ edit: 'move', id: 'Bank' as AccountId, direction: 'down' });
  app.go({ at: 'settings' });
  await app.edit({ edit: 'move', id: 'Bank' as AccountId, direction: 'down' });
  shown.resolve(listOf(account('Shop'), account('Bank')));
  await refreshing;
  expect(app.model).toMatchObject({ screen: { at: 'settings' }, news: { kind: 'moved', name: 'Bank', place: 2 } });
});

const OFFER: Offer = { formats: ['google-migration'], fresh: [], duplicates: [], leftOut: [], notKept: [], batches: [], unread: [] };

test('the camera goes on looking until every picture of an export was seen, and a frame without a code is no problem', async () => {
  const { app, engine } = await openScene({ 'offer-frame': { kind: 'nothing-found' } });
  app.go({ at: 'add', problem: undefined });
  const frame: ImageBitmap = { width: 1, height: 1, close: () => undefined };
  expect(await app.lookAtFrame(frame)).toBe('more');
  expect(app.model.screen).toEqual({ at: 'add', problem: undefined });
  engine.script['offer-frame'] = { kind: 'offer', offer: { ...OFFER, batches: [{ images: 2, missing: [2] }] } };
  expect(await app.lookAtFrame(frame)).toBe('more');
  engine.script['offer-frame'] = { kind: 'offer', offer: { ...OFFER, batches: [{ images: 2, missing: [] }] } };
  expect(await app.lookAtFrame(frame)).toBe('done');
});

test('a vault that was here and is not is missed; one its owner destroyed is not', async () => {
  const { app, engine, remembered } = await openScene({ destroy: { kind: 'done' } });
  expect(remembered.isRemembered).toBe(true);
  engine.script.look = { kind: 'empty' };
  await app.start();
  expect(app.model).toMatchObject({ screen: { at: 'set-up' }, wasRemoved: true });
  await app.destroy();
  expect(remembered.isRemembered).toBe(false);
});

test('a file is handed out only after the PIN, and an unprotected one says so in its name', async () => {
  const { app, engine, files } = await openScene({ export: { kind: 'wrong-pin', attemptsLeft: 3 }, show: listOf() });
  app.go({ at: 'export', form: 'plain', note: undefined });
  await app.export('604817');
  expect([files, app.model.screen]).toEqual([[], { at: 'export', form: 'plain', note: { kind: 'wrong-pin', attemptsLeft: 3 } }]);
  engine.script.export = { kind: 'exported', text: 'otpauth://', serial: 'PV-1' };
  await app.export('482915');
  expect(files).toEqual(['sallyport-codes-PV-1-unprotected.txt']);
});

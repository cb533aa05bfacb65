import { describe, expect, test } from 'vitest';
import { FIRST_PIN, SECOND_PIN, WRONG_PIN } from '../testing/demonstration-token.ts';
import { Killed } from '../testing/memory-token-storage.ts';
import {
  type PersonalScene,
  createForTest,
  keyOf,
  lockVault,
  openVaultWith,
  passwordIn,
  personalAccount,
  personalScene,
  recoverWith,
  sceneOfVault,
  withOneMore,
} from '../testing/personal-scene.ts';
import { testDevice } from '../testing/surroundings.ts';
import type { AccountId } from './personal-contents.ts';
import { personalVault } from './personal-vault.ts';

/**
 * Section 18, invariant 3, for the personal vault: the process dies before every single durable step of every act. Afterwards a PIN or the
 * recovery key opens it whole, never neither, and nothing of another epoch is left.
 */

interface Act {
  readonly name: string;
  readonly prepare: () => Promise<PersonalScene>;
  readonly act: (scene: PersonalScene) => Promise<unknown>;
  readonly pins: readonly string[];
}

const NEW_PIN = { pin: SECOND_PIN, repeated: SECOND_PIN };
const SAME_PIN = { pin: FIRST_PIN, repeated: FIRST_PIN };
const LAST_PIN = '918273';

async function lockedScene(): Promise<PersonalScene> {
  const scene = await personalScene();
  await lockVault(scene.vault);
  return scene;
}

async function oneAttemptLeft(): Promise<PersonalScene> {
  const scene = await personalScene();
  for (let attempt = 0; attempt < 4; attempt += 1) await scene.vault.enterPin(WRONG_PIN);
  return scene;
}

const acts: readonly Act[] = [
  {
    name: 'a new PIN',
    prepare: personalScene,
    act: async ({ vault }) => (await openVaultWith(vault)).changePin(NEW_PIN),
    pins: [FIRST_PIN, SECOND_PIN],
  },
  { name: 'LOCK by the last wrong PIN', prepare: oneAttemptLeft, act: ({ vault }) => vault.enterPin(WRONG_PIN), pins: [FIRST_PIN] },
  {
    name: 'recovery with a new PIN',
    prepare: lockedScene,
    act: ({ vault, recoveryKey }) => recoverWith(vault, { key: recoveryKey, pin: SECOND_PIN }),
    pins: [SECOND_PIN],
  },
  {
    name: 'an account more',
    prepare: personalScene,
    act: async ({ vault }) => (await openVaultWith(vault)).change(withOneMore(personalAccount('AAAAAAAAAAM' as AccountId))),
    pins: [FIRST_PIN],
  },
];

async function stepsOf({ prepare, act }: Pick<Act, 'prepare' | 'act'>): Promise<number> {
  const scene = await prepare();
  scene.storage.revive();
  await act(scene);
  return scene.storage.stepsTaken.length;
}

async function killedAt({ prepare, act }: Pick<Act, 'prepare' | 'act'>, step: number): Promise<PersonalScene> {
  const scene = await prepare();
  scene.storage.killBefore(step);
  await expect(act(scene)).rejects.toBeInstanceOf(Killed);
  return scene;
}

async function expectWhole(scene: PersonalScene, pins: readonly string[]): Promise<void> {
  const vault = await scene.restart();
  const status = await vault.status();
  if (status.kind !== 'closed' && status.kind !== 'locked') expect.unreachable(status.kind);
  expect(await scene.storage.epochsFound()).toEqual(status.kind === 'locked' ? [] : [status.identity.epoch]);
  if (status.kind === 'closed') {
    const before = scene.storage.snapshot();
    let opened = 0;
    for (const pin of pins) {
      scene.storage.restore(before);
      const outcome = await personalVault(scene.ports).enterPin(pin);
      if (outcome.kind !== 'open') continue;
      opened += 1;
      expect(await passwordIn(outcome.vault)).toMatch(/^\d{8}$/);
    }
    expect(opened).toBe(1);
    scene.storage.restore(before);
  }
  const open = await recoverWith(vault, { key: scene.recoveryKey, pin: LAST_PIN });
  expect(await passwordIn(open)).toMatch(/^\d{8}$/);
  expect(open.facts.accounts.length).toBeGreaterThanOrEqual(2);
  expect((await vault.enterPin(LAST_PIN)).kind).toBe('open');
}

describe.each(acts)('$name', (act) => {
  test('killed before any of its steps, the vault works whole after a restart', async () => {
    const steps = await stepsOf(act);
    expect(steps).toBeGreaterThan(1);
    for (let step = 0; step < steps; step += 1) await expectWhole(await killedAt(act, step), act.pins);
  });
});

test('killed while it is made, there is a whole vault or none', async () => {
  const act = { prepare: async () => sceneOfVault(testDevice(), ''), act: ({ ports }: PersonalScene) => createForTest(ports) };
  const steps = await stepsOf(act);
  for (let step = 0; step < steps; step += 1) {
    const scene = await killedAt(act, step);
    const status = await (await scene.restart()).status();
    expect(await scene.storage.epochsFound()).toEqual(status.kind === 'empty' ? [] : [0]);
    if (status.kind === 'empty') await createForTest(scene.ports);
    expect((await scene.vault.enterPin(FIRST_PIN)).kind).toBe('open');
  }
});

test('killed while its recovery key is replaced, the old one opens it or the new one does', async () => {
  let shown = '';
  const act = {
    prepare: personalScene,
    act: async ({ vault }: PersonalScene) => {
      const replaced = await (await openVaultWith(vault)).replaceRecoveryKey(SAME_PIN);
      if (replaced.kind === 'open') shown = await keyOf(replaced.vault);
    },
  };
  const steps = await stepsOf(act);
  for (let step = 0; step < steps; step += 1) {
    const scene = await killedAt(act, step);
    const vault = await scene.restart();
    const outcomes = await Promise.all([scene.recoveryKey, shown].map((key) => vault.enterRecoveryKey(key)));
    expect(outcomes.filter(({ kind }) => kind === 'must-set-pin')).toHaveLength(1);
    expect((await vault.enterPin(FIRST_PIN)).kind).toBe('open');
  }
});

test('killed while it is destroyed, it is whole or gone for ever after the next start', async () => {
  const act = { prepare: personalScene, act: ({ vault }: PersonalScene) => vault.destroy() };
  const steps = await stepsOf(act);
  for (let step = 0; step < steps; step += 1) {
    const scene = await killedAt(act, step);
    const status = await (await scene.restart()).status();
    expect(status.kind).toBe(step === 0 ? 'closed' : 'empty');
    if (status.kind === 'empty') expect(await scene.storage.readCore()).toBeUndefined();
  }
});

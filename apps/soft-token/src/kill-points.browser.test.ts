import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { PinAnswer, PresentStatus } from './engine/engine-messages.ts';
import { type TokenKey, tokenKeyOf } from './storage/names.ts';
import { type BareEngine, BareEngines } from './testing/bare-engine.ts';
import { deviceStorage } from './testing/device-storage.ts';
import { MortalBrowser } from './testing/mortal-browser.ts';
import { type IssuedToken, unlockCodeOf } from './testing/test-issuer.ts';
import { openTokenSite, type TokenSite } from './testing/token-site.ts';

/**
 * Section 18, invariant 3, over the storage of a real browser: the engine stops for ever before every write of every act, and its browser is killed.
 * Afterwards either the old epoch or the new one works completely, never neither, nothing of another is left, and five attempts have not become six.
 */

const PIN = '482915';
const NEW_PIN = '730264';
const LAST_PIN = '918273';
const WRONG_PIN = '604817';

let site: TokenSite;
let browser: MortalBrowser;

beforeAll(async () => {
  site = await openTokenSite({ folder: inject('softTokenFolder'), hashing: 'next-to-none' });
  site.hasServiceWorker = false;
});
afterAll(() => site.close());
beforeEach(async () => {
  browser = await MortalBrowser.launch();
});
afterEach(() => browser.forget());

/** One token, as an engine has it. */
interface Scene {
  readonly engine: BareEngine;
  readonly issued: IssuedToken;
  readonly link: string;
  readonly key: TokenKey;
}

type Outcome = 'as before' | 'done';

interface Act {
  readonly name: string;
  readonly prepare: (scene: Scene) => Promise<void>;
  readonly act: (scene: Scene) => Promise<void>;
  /** The token is what it was before the act, or what the act makes of it; whichever it is, it works. Left open, or locked. */
  readonly judge: (scene: Scene, found: PresentStatus | undefined) => Promise<Outcome>;
}

async function activate(scene: Scene): Promise<void> {
  const { engine, link } = scene;
  expect((await engine.ask({ do: 'begin-activation', by: { way: 'link', link } })).kind).toBe('set-pin');
  await setPin(scene, PIN);
}

async function setPin({ engine, issued }: Scene, pin: string): Promise<void> {
  const answer = await engine.ask({ do: 'set-pin', pin, repeated: pin });
  if (answer.kind !== 'open') expect.unreachable(JSON.stringify(answer));
  expect(site.issuer.passwordsNow(issued)).toContain(answer.password?.digits);
}

/** What opens shows the right one-time password. */
async function enterPin({ engine, key, issued }: Scene, pin: string): Promise<PinAnswer> {
  const answer = await engine.ask({ do: 'enter-pin', token: key, pin });
  if (answer.kind === 'open') expect(site.issuer.passwordsNow(issued)).toContain(answer.password?.digits);
  return answer;
}

async function open(scene: Scene, pin: string): Promise<void> {
  expect((await enterPin(scene, pin)).kind).toBe('open');
}

/** As many as are left, and not one more. */
async function spend(scene: Scene, left: number, until = 0): Promise<void> {
  for (let after = left - 1; after >= until; after -= 1) {
    expect(await enterPin(scene, WRONG_PIN)).toEqual(after === 0 ? { kind: 'locked' } : { kind: 'wrong-pin', attemptsLeft: after });
  }
}

/** From locked or from "I forgot my PIN". */
async function unlock(scene: Scene, pin: string): Promise<void> {
  const { engine, key, issued } = scene;
  const status = await engine.ask({ do: 'show-reset-code', token: key });
  if (status.kind !== 'locked' && status.kind !== 'closed') expect.unreachable(status.kind);
  const code = unlockCodeOf(issued, status.reset?.pinResetCode ?? '');
  expect((await engine.ask({ do: 'enter-unlock-code', token: key, code })).kind).toBe('must-set-pin');
  await setPin(scene, pin);
}

const ACTIVATION: Act = {
  name: 'COMMIT of an activation',
  prepare: () => Promise.resolve(),
  act: activate,
  judge: async (scene, found) => {
    if (found === undefined) await activate(scene);
    await open(scene, PIN);
    return found === undefined ? 'as before' : 'done';
  },
};

const NEW_PIN_SET: Act = {
  name: 'COMMIT of a new PIN',
  prepare: activate,
  act: async (scene) => {
    await open(scene, PIN);
    const change = { present: PIN, pin: NEW_PIN, repeated: NEW_PIN };
    expect((await scene.engine.ask({ do: 'change-pin', ...change })).kind).toBe('open');
  },
  judge: async (scene, found) => {
    if (found?.kind !== 'closed') expect.unreachable(found?.kind);
    const answer = await enterPin(scene, NEW_PIN);
    if (answer.kind === 'open') return 'done';
    expect(answer).toEqual({ kind: 'wrong-pin', attemptsLeft: found.attemptsLeft - 1 });
    await open(scene, PIN);
    return 'as before';
  },
};

const LOCK: Act = {
  name: 'LOCK by the last wrong PIN',
  prepare: async (scene) => {
    await activate(scene);
    await spend(scene, 5, 1);
  },
  act: (scene) => spend(scene, 1),
  judge: async (scene, found) => {
    if (found?.kind === 'locked') return 'done';
    expect(found).toMatchObject({ kind: 'closed', attemptsLeft: 1 });
    await spend(scene, 1);
    return 'as before';
  },
};

const UNLOCK: Act = {
  name: 'UNLOCK with a new PIN',
  prepare: async (scene) => {
    await activate(scene);
    await spend(scene, 5);
  },
  act: (scene) => unlock(scene, NEW_PIN),
  judge: async (scene, found) => {
    if (found?.kind === 'locked') return 'as before';
    await open(scene, NEW_PIN);
    return 'done';
  },
};

async function openEngines(): Promise<BareEngines> {
  return BareEngines.open(await browser.newPage(), site);
}

async function newScene(engine: BareEngine): Promise<Scene> {
  const { token: issued, link } = await site.issuer.issue(site.origin);
  return { engine, issued, link, key: tokenKeyOf(issued.grant.tokenId) };
}

/** The write points of an act that nothing stops. */
async function writePointsOf({ prepare, act }: Act): Promise<readonly string[]> {
  const engines = await openEngines();
  const scene = await newScene(await engines.start());
  await prepare(scene);
  const engine = await engines.start();
  await act({ ...scene, engine });
  const passed = await engine.passed();
  await engines.page.close();
  return passed;
}

/** The numbers of the points at which the storage differs from that at the next one. To hear that a write is done writes nothing, and the writes of one transaction become one at its end. */
function placesToDie(points: readonly string[]): readonly number[] {
  const changesNothing = (point: string, next: string | undefined) =>
    next !== undefined && (point.endsWith(': done') || (point === 'put' && next === 'put'));
  return points.flatMap((point, number) => (changesNothing(point, points[number + 1]) ? [] : [number]));
}

/** A token for each of these points, each prepared for its act and stopped there in the middle of it; what it had passed is what one passes that nothing stops. */
async function stopAtEach({ prepare, act }: Act, points: readonly string[]): Promise<{ engines: BareEngines; scenes: readonly Scene[] }> {
  const engines = await openEngines();
  const stagehand = await engines.start();
  const stopping: { readonly scene: Scene; readonly number: number }[] = [];
  for (const number of placesToDie(points)) {
    const scene = await newScene(stagehand);
    await prepare(scene);
    stopping.push({ scene, number });
  }
  // It may hold a token open, and then reads it when another engine changes it: behind a write that stands still it would wait for ever.
  await stagehand.end();
  for (const { scene, number } of stopping) {
    const engine = await engines.start(number);
    // Its answer never comes.
    act({ ...scene, engine }).catch(() => undefined);
    await engine.stopped();
    expect(await engine.passed()).toEqual(points.slice(0, number));
  }
  return { engines, scenes: stopping.map(({ scene }) => scene) };
}

const DEATHS = {
  browser: () => browser.killAndLaunch(),
  window: ({ page }: BareEngines) => page.close(),
} as const;

test.each([
  { ...ACTIVATION, dies: 'browser' },
  { ...NEW_PIN_SET, dies: 'browser' },
  { ...NEW_PIN_SET, dies: 'window' },
  { ...LOCK, dies: 'browser' },
  { ...LOCK, dies: 'window' },
  { ...UNLOCK, dies: 'browser' },
] as const)('$name: the $dies dies before each of its writes, and the token works whole, as it was or as it should be', async (act) => {
  const points = await writePointsOf(act);
  expect(points.length).toBeGreaterThan(0);
  const { engines: dying, scenes } = await stopAtEach(act, points);
  await DEATHS[act.dies](dying);

  const engines = await openEngines();
  const engine = await engines.start();
  const views = await engine.ask({ do: 'look-around' });
  const outcomes: Outcome[] = [];
  for (const died of scenes) {
    const scene = { ...died, engine };
    const found = views.find(({ token }) => token === scene.key)?.status;
    const belonging = belongingTo(scene.key, found);
    const stored = await storedOf(engines, scene.key);
    if (found) expect(stored).toEqual(belonging);
    else expect(belonging).toEqual(expect.arrayContaining([...stored]));
    outcomes.push(await act.judge(scene, found));
    // And its recovery slot is of the same epoch as everything else.
    await unlock(scene, LAST_PIN);
  }
  // Up to one point of them all it is as it was, and from there on it is done.
  const turned = outcomes.indexOf('done');
  expect(turned).toBeGreaterThan(0);
  expect(outcomes).toEqual(outcomes.map((_, point) => (point < turned ? 'as before' : 'done')));
});

/** By name. Of an activation that never was, an empty database may be left. */
async function storedOf({ page }: BareEngines, key: TokenKey): Promise<readonly string[]> {
  const { databases, files } = await deviceStorage(page);
  return [...databases, ...files].filter((name) => name.includes(key));
}

function belongingTo(key: TokenKey, status: PresentStatus | undefined): readonly string[] {
  if (status?.kind !== 'closed') return [`st-${key}`];
  const epoch = String(status.identity.epoch);
  return [`st-${key}`, `st-pin-${key}-${epoch}`, `e-${key}-${epoch}`];
}

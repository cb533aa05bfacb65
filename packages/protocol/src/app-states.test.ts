import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { APP_TRANSITIONS, type AppEvent, type AppState, appStateOf, eventOf, nextAppState } from './app-states.ts';
import { asUnlockCode, formatUnlockCode } from './codes.ts';
import type { AwaitingPin, SoftToken } from './soft-token/face.ts';
import type { OpenVault } from './soft-token/open-vault.ts';
import type { Protection } from './soft-token/protection.ts';
import { FIRST_PIN, SECOND_PIN, WRONG_PIN, testActivation } from './testing/demonstration-token.ts';
import { SoftwareAuthenticator } from './testing/software-authenticator.ts';
import { testDevice } from './testing/surroundings.ts';
import { type TokenScene, otpOf, sceneOf } from './testing/token-scene.ts';

/** Section 16. */

const STATES = Object.keys(APP_TRANSITIONS) as readonly AppState[];

function eventsOf(state: AppState): readonly AppEvent[] {
  return Object.keys(APP_TRANSITIONS[state]) as readonly AppEvent[];
}

/** Every state that can be reached without these events. */
function reachable(from: AppState, without: readonly AppEvent[]): ReadonlySet<AppState> {
  const found = new Set<AppState>([from]);
  for (const state of found) {
    for (const event of eventsOf(state)) {
      const step = nextAppState(state, event);
      if (step !== undefined && !without.includes(event)) found.add(step.to);
    }
  }
  return found;
}

describe('the table', () => {
  test('leads from LOCKED to OPEN only through an unlock code and then a new PIN', () => {
    // A token whose storage is gone may be activated again; that is another token.
    const gone = ['storage-missing', 'removed'] as const;
    expect(reachable('LOCKED', [...gone, 'unlock-code-right'])).not.toContain('OPEN');
    expect(reachable('LOCKED', [...gone, 'pin-set'])).not.toContain('OPEN');
    expect(reachable('LOCKED', gone)).toContain('OPEN');
  });

  test('leads from REVOKED nowhere but to a fresh start', () => {
    expect([...reachable('REVOKED', [])].includes('EMPTY')).toBe(true);
    expect([...reachable('REVOKED', ['storage-missing', 'removed'])]).toEqual(['REVOKED']);
  });

  test('opens by the PIN, by a COMMIT, and from CLOSED by the authenticator; by nothing else', () => {
    const ways = STATES.flatMap((state) => eventsOf(state).map((event) => [state, event, nextAppState(state, event)?.to] as const));
    expect(ways.filter(([, , to]) => to === 'OPEN').map(([state, event]) => `${state} ${event}`)).toEqual([
      'SET_PIN pin-set',
      'CLOSED pin-right',
      'CLOSED authenticator-right',
      'MUST_SET_PIN_WHILE_CLOSED pin-set',
      'MUST_SET_PIN_WHILE_LOCKED pin-set',
      'OPEN pin-changed',
      'OPEN keys-renewed',
      'OPEN protection-changed',
    ]);
  });

  test('wipes memory on every way out of a state that holds keys, unless a COMMIT or a destruction does', () => {
    const holding: readonly AppState[] = ['SET_PIN', 'MUST_SET_PIN_WHILE_CLOSED', 'MUST_SET_PIN_WHILE_LOCKED', 'OPEN'];
    const effects = holding.flatMap((state) => eventsOf(state).map((event) => nextAppState(state, event)?.effect));
    expect(new Set(effects)).toEqual(new Set(['commit', 'wipe-memory', 'destroy-everything', 'say-removed']));
  });

  test('loses every state when the storage is missing, and reaches every state from EMPTY', () => {
    for (const state of STATES) expect(nextAppState(state, 'storage-missing')?.to).toBe('EMPTY');
    expect(reachable('EMPTY', [])).toEqual(new Set(STATES));
  });

  test('has no answer to an event that cannot happen', () => {
    expect(nextAppState('LOCKED', 'pin-right')).toBeUndefined();
    expect(nextAppState('EMPTY', 'pin-set')).toBeUndefined();
  });
});

/** The app as a person drives it: a real token underneath, the table beside it. */
class DrivenApp {
  state: AppState = 'EMPTY';
  /** What happened since the token was last LOCKED; undefined when it is not. */
  sinceLocked: AppEvent[] | undefined;
  #scene: TokenScene;
  #token: SoftToken;
  #pin = '';
  #awaiting: AwaitingPin | undefined;
  #vault: OpenVault | undefined;

  constructor(scene: TokenScene) {
    this.#scene = scene;
    this.#token = scene.token;
  }

  async activate(): Promise<void> {
    if (this.state !== 'EMPTY') return;
    const outcome = await this.#token.activate({ ...testActivation(), policy: this.#scene.activation.policy });
    if (outcome.kind !== 'set-pin') expect.unreachable(outcome.error.code);
    this.#awaiting = outcome.awaiting;
    this.#happened('activated');
  }

  async enterPin(pin: 'right' | 'wrong'): Promise<void> {
    const outcome = await this.#token.enterPin(pin === 'right' && this.#pin !== '' ? this.#pin : WRONG_PIN);
    // The PIN screen is only there while CLOSED; whoever calls it elsewhere must not get in from LOCKED, whatever the table says.
    if (this.state === 'LOCKED' || this.state === 'MUST_SET_PIN_WHILE_LOCKED') expect(outcome.kind).toBe('locked');
    if (this.state !== 'CLOSED') {
      if (outcome.kind === 'open') outcome.vault.close();
      if (outcome.kind === 'locked') await this.restart();
      return;
    }
    this.#vault = outcome.kind === 'open' ? outcome.vault : undefined;
    this.#happened(eventOf('pin', outcome) ?? expect.unreachable(outcome.kind));
  }

  async enterUnlockCode(code: 'right' | 'wrong'): Promise<void> {
    if (this.state !== 'LOCKED' && this.state !== 'RESET_VIEW') return;
    const typed = code === 'right' ? await this.#scene.unlockCode() : formatUnlockCode(asUnlockCode('1111222233334444'));
    const outcome = await this.#token.enterUnlockCode(typed);
    this.#awaiting = outcome.kind === 'must-set-pin' ? outcome.awaiting : undefined;
    const event = eventOf('unlock-code', outcome);
    if (event === undefined) expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'BACKOFF' } });
    else this.#happened(event);
  }

  async setPin(pin: string): Promise<void> {
    const outcome = await (this.#awaiting?.setPin({ pin, repeated: pin }) ?? undefined);
    if (outcome === undefined) return;
    if (outcome.kind === 'refused') {
      expect(eventOf('new-pin', outcome)).toBeUndefined();
      return;
    }
    this.#pin = pin;
    this.#awaiting = undefined;
    this.#vault = outcome.vault;
    this.#happened(eventOf('new-pin', outcome) ?? expect.unreachable());
  }

  async changePin(pin: string): Promise<void> {
    const outcome = await (this.#vault?.changePin({ pin, repeated: pin }) ?? undefined);
    if (outcome?.kind !== 'open') return;
    this.#pin = pin;
    this.#vault = outcome.vault;
    this.#happened(eventOf('changed-pin', outcome) ?? expect.unreachable());
  }

  async changeProtection(protection: Protection): Promise<void> {
    const outcome = await (this.#vault?.changeProtection({ pin: this.#pin, repeated: this.#pin }, protection) ?? undefined);
    if (outcome?.kind !== 'open') return;
    this.#vault = outcome.vault;
    this.#happened(eventOf('changed-protection', outcome) ?? expect.unreachable());
  }

  async enterByAuthenticator(): Promise<void> {
    const outcome = await this.#token.enterByAuthenticator();
    if (this.state !== 'CLOSED') {
      // Another way in beside the screen: a locked token is not opened by it either.
      if (this.state === 'LOCKED' || this.state === 'MUST_SET_PIN_WHILE_LOCKED') expect(outcome.kind).toBe('locked');
      if (outcome.kind === 'open') outcome.vault.close();
      return;
    }
    this.#vault = outcome.kind === 'open' ? outcome.vault : undefined;
    const event = eventOf('authenticator', outcome);
    if (event !== undefined) this.#happened(event);
  }

  async press(event: 'forgot-pin' | 'back' | 'abandoned' | 'closed'): Promise<void> {
    if (nextAppState(this.state, event) === undefined) return;
    this.#awaiting?.abandon();
    this.#vault?.close();
    this.#awaiting = this.#vault = undefined;
    this.#happened(event);
    await Promise.resolve();
  }

  /** The process ends and starts again: the state is what the storage says. */
  async restart(): Promise<void> {
    this.#awaiting = this.#vault = undefined;
    this.#token = await this.#scene.restart();
    const status = await this.#token.status();
    this.state = status.kind === 'refused' ? expect.unreachable(status.error.code) : appStateOf(status);
    this.sinceLocked = this.state === 'LOCKED' ? [] : undefined;
  }

  wait(milliseconds: number): void {
    this.#scene.clock.advance(milliseconds);
  }

  /** The screen and the token agree; and what is open makes the right one-time passwords. */
  async check(): Promise<void> {
    const status = await this.#token.status();
    const durable = status.kind === 'refused' ? expect.unreachable(status.error.code) : appStateOf(status);
    const expected: Readonly<Record<AppState, AppState>> = {
      EMPTY: 'EMPTY',
      SET_PIN: 'EMPTY',
      CLOSED: 'CLOSED',
      RESET_VIEW: 'CLOSED',
      OPEN: 'CLOSED',
      MUST_SET_PIN_WHILE_CLOSED: 'CLOSED',
      LOCKED: 'LOCKED',
      MUST_SET_PIN_WHILE_LOCKED: 'LOCKED',
      REVOKED: 'REVOKED',
    };
    expect(durable).toBe(expected[this.state]);
    expect(this.#vault?.isOpen ?? false).toBe(this.state === 'OPEN');
    if (this.#vault !== undefined) expect(await otpOf(this.#vault)).toBe(await this.#scene.expectedOtp());
  }

  #happened(event: AppEvent): void {
    const step = nextAppState(this.state, event) ?? expect.unreachable(`${event} in ${this.state}`);
    this.state = step.to;
    this.sinceLocked?.push(event);
    if (step.to === 'LOCKED') this.sinceLocked = [];
    if (step.to === 'OPEN') {
      if (this.sinceLocked !== undefined) expect(this.sinceLocked).toEqual(['unlock-code-right', 'pin-set']);
      this.sinceLocked = undefined;
    }
  }
}

const authenticator = new SoftwareAuthenticator();
const aloneToo = authenticator.register('credential', 'alone-too');

function emptyScene(): TokenScene {
  const base = testActivation();
  const activation = testActivation({ policy: { ...base.policy, prfOnlyAllowed: true } });
  return sceneOf(testDevice('device', { prf: authenticator }), activation);
}

type Deed = (app: DrivenApp) => Promise<void> | void;

const deeds: fc.Arbitrary<readonly [string, Deed]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<[string, Deed]>(['activate', (app) => app.activate()]) },
  { weight: 8, arbitrary: fc.constant<[string, Deed]>(['wrong PIN', (app) => app.enterPin('wrong')]) },
  { weight: 3, arbitrary: fc.constant<[string, Deed]>(['right PIN', (app) => app.enterPin('right')]) },
  { weight: 6, arbitrary: fc.constant<[string, Deed]>(['right unlock code', (app) => app.enterUnlockCode('right')]) },
  { weight: 2, arbitrary: fc.constant<[string, Deed]>(['wrong unlock code', (app) => app.enterUnlockCode('wrong')]) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(FIRST_PIN, SECOND_PIN, '123456').map((pin): [string, Deed] => [`set PIN ${pin}`, (app) => app.setPin(pin)]),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(FIRST_PIN, SECOND_PIN).map((pin): [string, Deed] => [`change PIN ${pin}`, (app) => app.changePin(pin)]),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<Protection>(aloneToo, { ...aloneToo, opensAlone: false }, { kind: 'pin' })
      .map((protection): [string, Deed] => [`protect by ${protection.kind}`, (app) => app.changeProtection(protection)]),
  },
  { weight: 2, arbitrary: fc.constant<[string, Deed]>(['authenticator', (app) => app.enterByAuthenticator()]) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('forgot-pin', 'forgot-pin', 'back', 'abandoned', 'closed', 'closed')
      .map((event): [string, Deed] => [event, (app) => app.press(event)]),
  },
  { weight: 1, arbitrary: fc.constant<[string, Deed]>(['restart', (app) => app.restart()]) },
  { weight: 1, arbitrary: fc.nat({ max: 1_000_000 }).map((ms): [string, Deed] => [`wait ${String(ms)} ms`, (app) => app.wait(ms)]) },
);

test('whatever a person does, the screen follows the token, and no way leads from LOCKED to OPEN but unlock code and new PIN', async () => {
  const visited = new Set<AppState>(['REVOKED']);
  await fc.assert(
    fc.asyncProperty(fc.array(deeds, { minLength: 30, maxLength: 60 }), async (script) => {
      const app = new DrivenApp(emptyScene());
      await app.activate();
      for (const [, deed] of script) {
        await deed(app);
        await app.check();
        visited.add(app.state);
      }
    }),
    { numRuns: 100 },
  );
  // The property would be cheap if the scripts never got anywhere; only a revocation is not among the deeds.
  expect(visited).toEqual(new Set(STATES));
});

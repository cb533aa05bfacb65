import { describe, expect, test } from 'vitest';
import { FIRST_PIN } from '../testing/demonstration-token.ts';
import { everyIfRemoved, everyIfRemovedBut, forced, type Imports, mutableModule, type Mutation } from '../testing/mutants.ts';
import { protectedScene } from '../testing/protected-scene.ts';
import { type TokenScene, lockByWrongPins, tokenScene } from '../testing/token-scene.ts';
import type { Refused } from '../device-errors.ts';
import { type Asked, askForEpoch, askForPin, askForPrfOnly } from './ask-authenticator.ts';
import type { enterByAuthenticator } from './authenticator-entry.ts';
import { contextOf } from './context.ts';
import { loadToken } from './load.ts';
import type { enterPin } from './pin-entry.ts';
import { NO_PIN_PRF, type PinPrf } from './slot-prf.ts';
import { TOKEN_VAULT } from './token-vault.ts';

/**
 * Section 18, invariant 1, by patching: the lock is cryptographic, not an `if` statement. The decisions of the two ways in are removed,
 * what is left is run against a LOCKED token with everything right but E, and it must not open; against an ACTIVE token the same
 * mutant must open, or it would prove nothing.
 */

const byPin = await mutableModule<{ readonly enterPin: typeof enterPin }>(new URL('./pin-entry.ts', import.meta.url));
const byAuthenticator = await mutableModule<{ readonly enterByAuthenticator: typeof enterByAuthenticator }>(
  new URL('./authenticator-entry.ts', import.meta.url),
);

interface WayIn {
  readonly name: string;
  readonly decisions: number;
  readonly imports: Imports;
  readonly scene: () => Promise<TokenScene>;
  /** What the authenticator answered while the token was still open to it. */
  readonly ask: (scene: TokenScene) => Promise<PinPrf>;
  readonly enter: (input: { scene: TokenScene; mutation: Mutation; patches: Imports; prf: PinPrf }) => Promise<string>;
}

async function answerOf<Answer>(asking: Promise<Asked<Answer> | Refused>): Promise<Answer> {
  const asked = await asking;
  return asked.kind === 'asked' ? asked.prf : expect.unreachable(asked.error.code);
}

/** Opens, refuses, or falls over: falling over is not opening. */
async function resultOf(entering: () => Promise<{ readonly kind: string }>): Promise<string> {
  try {
    return (await entering()).kind;
  } catch {
    return 'fell over';
  }
}

async function resetShownScene(): Promise<TokenScene> {
  const scene = await protectedScene();
  await scene.token.showResetCode();
  return scene;
}

/** Also for the next epoch: a mutant that begins one each time must not be stopped by want of an answer. */
async function askForEverything({ ports }: TokenScene): Promise<PinPrf> {
  const context = contextOf(ports, TOKEN_VAULT);
  const prf = await answerOf(askForPin(context, FIRST_PIN));
  const token = await loadToken(context);
  if (token.kind !== 'stored' || token.protection.kind === 'pin') return prf;
  return { ...prf, next: await answerOf(askForEpoch(context, { frame: token.header, protection: token.protection })) };
}

const pinWay = {
  ...byPin,
  ask: askForEverything,
  enter: ({ scene, mutation, patches, prf }) =>
    resultOf(() => byPin.mutant(mutation, patches).enterPin(contextOf(scene.ports, TOKEN_VAULT), FIRST_PIN, prf)),
} satisfies Partial<WayIn>;

const ways: readonly WayIn[] = [
  { ...pinWay, name: 'PIN entry, profile P0', scene: () => tokenScene() },
  { ...pinWay, name: 'PIN entry, profile P1', scene: () => protectedScene() },
  { ...pinWay, name: 'PIN entry after "I forgot my PIN", profile P1', scene: resetShownScene },
  {
    ...byAuthenticator,
    name: 'the authenticator alone',
    scene: () => protectedScene({ opens: 'alone-too' }),
    ask: async ({ ports }) => ({ ...NO_PIN_PRF, slot: await answerOf(askForPrfOnly(contextOf(ports, TOKEN_VAULT))) }),
    enter: ({ scene, mutation, patches, prf }) =>
      resultOf(() => byAuthenticator.mutant(mutation, patches).enterByAuthenticator(contextOf(scene.ports, TOKEN_VAULT), prf.slot)),
  },
];

describe.each(ways)('$name', ({ decisions, imports, scene: prepare, ask, enter }) => {
  async function active(mutation: Mutation, patches: Imports = {}): Promise<string> {
    const scene = await prepare();
    return enter({ scene, mutation, patches, prf: await ask(scene) });
  }

  /** Locked by five wrong PINs, and the thief has put the slots back that were recovered from the disk. E is what nobody can put back. */
  async function locked(mutation: Mutation, patches: Imports = {}): Promise<string> {
    const scene = await prepare();
    const prf = await ask(scene);
    const [epoch = 0] = await scene.storage.epochsFound();
    const slots = (await scene.storage.readPinSlot(epoch)) ?? expect.unreachable();
    await lockByWrongPins(scene.token);
    await scene.storage.writePinSlot(epoch, slots);
    return enter({ scene, mutation, patches, prf });
  }

  test('there are decisions to remove', () => {
    expect(decisions).toBeGreaterThanOrEqual(8);
  });

  test('with every `if` removed an active token still opens, so the mutant is alive; a locked one does not', async () => {
    expect(await active(everyIfRemoved)).toBe('open');
    expect(await locked(everyIfRemoved)).not.toBe('open');
  });

  test('nor when the state is not even read as locked, no attempt is written and LOCK does nothing', async () => {
    const load = { ...imports['./load.ts'], mustBeLocked: () => false, saveState: async (_: unknown, token: unknown) => token };
    const patches: Imports = {
      './load.ts': load,
      './lock.ts': { ...imports['./lock.ts'], lockToken: async (_: unknown, token: unknown) => token },
      './slot-prf.ts': { ...imports['./slot-prf.ts'], answersFor: () => true, answersForPin: () => true },
    };
    expect(await active(everyIfRemoved, patches)).toBe('open');
    expect(await locked(everyIfRemoved, patches)).not.toBe('open');
  });

  const each = Array.from({ length: decisions }, (_, decision) => decision);

  test.each(each)('with decision %i forced, either way, or every other removed, a locked token does not open', async (decision) => {
    for (const mutation of [forced(decision, 'yes'), forced(decision, 'no'), everyIfRemovedBut(decision)]) {
      expect(await locked(mutation)).not.toBe('open');
    }
  });
});

describe('without the authenticator', () => {
  test.each(ways.slice(1))(
    '$name does not open even an active token, with every `if` removed and whatever octets are brought instead',
    async ({ scene: prepare, ask, enter }) => {
      for (const output of [undefined, new Uint8Array(0), new Uint8Array(32)]) {
        const scene = await prepare();
        const asked = await ask(scene);
        const prf = { ...asked, slot: output && asked.slot && { ...asked.slot, output } };
        expect(await enter({ scene, mutation: everyIfRemoved, patches: {}, prf })).not.toBe('open');
      }
    },
  );
});

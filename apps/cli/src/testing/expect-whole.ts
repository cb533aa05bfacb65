import type { Activation } from '@sallyport/protocol';
import { openWith, otpOf, testActivation, unlockWith } from '@sallyport/protocol/testing';
import { expect } from 'vitest';
import { findTokens } from '../token/device-token.ts';
import { copyOf, filesIn } from './temporary-home.ts';
import { folderScene, testMachine } from './test-machine.ts';

/**
 * A new process over the same home finds a token that works whole, or none and no trace of one. `activations`: where the keys may be one set
 * or another, each with one of them; the PINs are then the same.
 */
export async function expectWhole(
  home: string,
  pins: readonly string[],
  activations: readonly Activation[] = [testActivation()],
): Promise<void> {
  const machine = testMachine(home);
  const [found] = await findTokens(machine);
  if (!found) {
    expect([...(await filesIn(machine.home)).keys()]).toEqual(['lock']);
    return;
  }
  const { status } = found;
  if (status.kind !== 'closed' && status.kind !== 'locked') expect.unreachable(status.kind);
  const { epoch } = status.identity;
  await expectOnlyEpoch(machine.home, status.kind === 'locked' ? undefined : epoch);
  if (status.kind === 'closed' && activations.length === 1) await expectOnePinOpens(machine.home, pins);
  // The recovery slot is of the same epoch as everything else, whichever that is; and it leads to a working token.
  const again = folderScene(machine, { activation: await keyedAs(machine.home, pins, activations) });
  const vault = await unlockWith(again.token, await again.unlockCode(), '918273');
  expect(await otpOf(vault)).toBe(await again.expectedOtp());
  expect((await again.token.enterPin('918273')).kind).toBe('open');
  await expectOnlyEpoch(machine.home, epoch + 1);
}

/** A new process finds a token that works whole; or none, destroyed, with the word for its server still to be said or said already. */
export async function expectWholeOrRemoved(home: string, pins: readonly string[]): Promise<void> {
  if ((await findTokens(testMachine(home))).length > 0) {
    await expectWhole(home, pins);
    return;
  }
  const names = [...(await filesIn(home)).keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)).sort();
  expect([['lock'], ['lock', 'removal.json', 'vault.bin']]).toContainEqual(names);
  const { device } = folderScene(testMachine(home));
  if (names.length > 1) expect(await device.storage.readGravestone()).toBeDefined();
}

/** The activation whose keys this token has now. */
async function keyedAs(home: string, pins: readonly string[], activations: readonly Activation[]): Promise<Activation> {
  const [only, ...others] = activations;
  if (only && others.length === 0) return only;
  const scenes = await Promise.all(activations.map(async (activation) => folderScene(testMachine(copyOf(home)), { activation })));
  const shown = await Promise.all(scenes.map(async ({ token }) => otpOf(await openWith(token, pins[0]))));
  const expected = await Promise.all(scenes.map((scene) => scene.expectedOtp()));
  const fitting = activations.filter((_, index) => shown[index] === expected[index]);
  expect(fitting).toHaveLength(1);
  return fitting[0] ?? expect.unreachable('keys of nobody');
}

async function expectOnlyEpoch(home: string, epoch: number | undefined): Promise<void> {
  const names = [...(await filesIn(home)).keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)).sort();
  const artefacts = epoch === undefined ? [] : [`e-${String(epoch)}.key`, `pin-${String(epoch)}.slot`];
  expect(names).toEqual(['device.key', ...artefacts, 'lock', 'vault.bin'].sort());
}

async function expectOnePinOpens(home: string, pins: readonly string[]): Promise<void> {
  const outcomes = await Promise.all(
    // Each on a copy of its own, as a wrong one may be the last attempt.
    pins.map(async (pin) => {
      const scene = folderScene(testMachine(copyOf(home)));
      const outcome = await scene.token.enterPin(pin);
      if (outcome.kind === 'open') expect(await otpOf(outcome.vault)).toBe(await scene.expectedOtp());
      return outcome.kind;
    }),
  );
  expect(outcomes.filter((kind) => kind === 'open')).toHaveLength(1);
}

import { expect, test } from 'vitest';
import type { Argon2idInput, TokenPorts } from '../ports.ts';
import { parseSlot } from '../slot.ts';
import { activateForTest, FIRST_PIN, testActivation } from '../testing/demonstration-token.ts';
import { fastArgon2id, testDevice } from '../testing/surroundings.ts';
import { valueOf } from '../testing/token-scene.ts';
import { Calibration, HASHING_COSTS } from './hashing-cost.ts';
import { softToken } from './soft-token.ts';

const [DEAREST] = HASHING_COSTS;
const LEAST = HASHING_COSTS.at(-1);

/** A device that takes so long, in milliseconds, for 64 MiB and three passes; and what it was asked to compute. */
function deviceOfPace(dearestMs: number): {
  readonly ports: TokenPorts;
  readonly costs: () => Promise<unknown>;
  readonly computed: Argon2idInput[];
} {
  const { ports, clock, storage } = testDevice();
  const computed: Argon2idInput[] = [];
  const calibrated: TokenPorts = {
    ...ports,
    hashing: undefined,
    argon2id: (input) => {
      computed.push(input);
      clock.advance((dearestMs * input.memoryKiB * input.passes) / (DEAREST.memoryKiB * DEAREST.passes));
      return fastArgon2id(input);
    },
  };
  const costs = async () => {
    const core = await storage.readCore();
    const pinSlot = await storage.readPinSlot(0);
    return [pinSlot, core?.recoverySlot].map((octets) => {
      const { memoryKiB, passes } = valueOf(parseSlot(octets ?? new Uint8Array()));
      return { memoryKiB, passes };
    });
  };
  return { ports: calibrated, costs, computed };
}

test.each([
  { pace: 200, what: 'a desktop', pin: HASHING_COSTS[0] },
  { pace: 699, what: 'a device just fast enough', pin: HASHING_COSTS[0] },
  { pace: 1_000, what: 'a slow one', pin: HASHING_COSTS[1] },
  { pace: 1_300, what: 'a telephone', pin: HASHING_COSTS[2] },
  { pace: 2_000, what: 'an old telephone', pin: HASHING_COSTS[3] },
  { pace: 60_000, what: 'one that is slow beyond measure: never below the least', pin: LEAST },
])(
  'the PIN of $what is hashed at $pin.memoryKiB KiB and $pin.passes passes, and an unlock code always at the dearest',
  async ({ pace, pin }) => {
    const { ports, costs } = deviceOfPace(pace);
    await activateForTest(ports, testActivation());
    expect(await costs()).toEqual([pin, DEAREST]);
  },
);

test('a device that has opened its token already is not tried again; its next PIN costs what it can pay', async () => {
  const { ports, computed } = deviceOfPace(1_300);
  await activateForTest(ports, testActivation());
  const token = softToken(ports);
  await token.start();
  computed.length = 0;
  const opened = await token.enterPin(FIRST_PIN);
  expect(opened.kind).toBe('open');
  expect(computed.map(({ memoryKiB }) => memoryKiB)).toEqual([HASHING_COSTS[2].memoryKiB]);
});

test('a moment in which the device was busy does not make the PIN cheaper: the fastest run counts', async () => {
  const { ports, clock } = testDevice();
  let milliseconds = 5_000;
  const calibration = new Calibration({
    clock,
    argon2id: (input) => {
      clock.advance(milliseconds);
      return fastArgon2id(input);
    },
  });
  const guess = { ...DEAREST, password: new Uint8Array(6), salt: ports.randomness.bytes(16) };
  await calibration.argon2id(guess);
  expect(await calibration.affordable()).toEqual(LEAST);
  milliseconds = 300;
  await calibration.argon2id(guess);
  milliseconds = 5_000;
  await calibration.argon2id(guess);
  expect(await calibration.affordable()).toEqual(DEAREST);
});

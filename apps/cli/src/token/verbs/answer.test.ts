import { fromHex, parseOcraSuite } from '@sallyport/protocol';
import { FIRST_PIN, ManualClock, testActivation } from '@sallyport/protocol/testing';
import { describe, expect, test } from 'vitest';
import { perform } from '../../testing/scripted-surroundings.ts';
import { quickHome } from '../../testing/temporary-home.ts';
import { activatedScene, type TestMachine, testMachine } from '../../testing/test-machine.ts';
import { readFileSync } from 'node:fs';

interface OcraVector {
  readonly section: string;
  readonly suite: string;
  readonly key: string;
  readonly challenges: readonly string[];
  readonly counter?: number;
  readonly pinHash?: string;
  readonly timeStep?: number;
  readonly response: string;
}

const { responses } = JSON.parse(readFileSync(new URL('../../../../../vectors/ocra-rfc6287.json', import.meta.url), 'utf8')) as {
  readonly responses: readonly OcraVector[];
};

/** A token takes no suite with the hash of a PIN, and answers one challenge, not two. */
const ours = responses.filter(({ pinHash, challenges }) => pinHash === undefined && challenges.length === 1);

async function tokenOf({ suite, key, counter = 0, timeStep }: OcraVector): Promise<TestMachine> {
  const { algorithm, digits, stepSeconds = 30 } = parseOcraSuite(suite) ?? expect.unreachable(`${suite} is no suite`);
  const clock = new ManualClock();
  if (timeStep !== undefined) clock.setWallClock(timeStep * stepSeconds * 1000);
  const machine = testMachine(await quickHome(), { clock });
  const otp = { type: 'ocra', algorithm, digits, period: stepSeconds, t0: 0, counter, suite } as const;
  const { keys } = testActivation();
  await activatedScene(machine, testActivation({ otp, keys: { ...keys, seed: fromHex(key) } }));
  return machine;
}

describe('RFC 6287 appendix C through the terminal', () => {
  test('covers every way of a suite that a token takes', () => {
    expect(ours).toHaveLength(35);
    expect(new Set(ours.map(({ suite }) => suite)).size).toBe(5);
  });

  test.each(ours)('$section $suite $challenges', async (vector) => {
    const machine = await tokenOf(vector);
    const { exit, out } = await perform(['answer', '--challenge-stdin'], machine, { typed: [FIRST_PIN], input: [...vector.challenges] });
    expect([exit, out]).toEqual([0, `${vector.response}\n`]);
  });

  test('a counter that was spent on one challenge makes another response of the same challenge', async () => {
    const [first, second] = ours.filter(({ counter }) => counter !== undefined);
    if (first === undefined || second === undefined) expect.unreachable('the appendix has ten of them');
    const machine = await tokenOf(first);
    const answer = (challenge: string) => perform(['answer'], machine, { typed: [FIRST_PIN, challenge] });
    expect((await answer(first.challenges[0] ?? '')).out).toBe(`${first.response}\n`);
    expect((await answer(second.challenges[0] ?? '')).out).toBe(`${second.response}\n`);
  });
});

import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { encodeBase32 } from './base32.ts';
import { toHex } from './bytes.ts';
import { hotp, softwareOtpMac, totpStep } from './otp.ts';

/** An outside judge: another author's program must give the same passwords, 2,300 of them. Each call gives ten, so that 230 are enough. */
const TEN = 9;

/** What it gives for each line of options: called one time after the other by `xargs`, which is quicker at that than this large process. */
function oathtool(calls: readonly (readonly string[])[]): readonly string[] {
  const input = calls.map((options) => `${options.join(' ')}\n`).join('');
  const run = spawnSync('xargs', ['-L', '1', 'oathtool'], { encoding: 'utf8', input });
  if (run.status === 127) {
    throw new Error('oathtool is not installed. On Debian and Ubuntu: apt-get install oathtool. On macOS: brew install oath-toolkit.');
  }
  if (run.status !== 0) throw new Error(`oathtool: ${run.stderr}`, { cause: run.error });
  return run.stdout.trim().split('\n');
}

const key = fc.uint8Array({ minLength: 16, maxLength: 64 });
const digits = fc.integer({ min: 6, max: 8 });
/** Made smaller, a list that fails would cost another hundred calls each time. */
const ALL_AT_ONCE = { numRuns: 1, endOnFailure: true };

function exactly<Value>(length: number, one: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> {
  return fc.array(one, { minLength: length, maxLength: length });
}

describe('oathtool agrees', () => {
  test('on 1,100 counter-based passwords of random keys, given to it in our Base32', () => {
    const one = fc.record({ seed: key, counter: fc.nat(), length: digits });
    fc.assert(
      fc.property(exactly(110, one), (all) => {
        const ours = all.flatMap(({ seed, counter, length }) => {
          const mac = softwareOtpMac('SHA1', seed);
          return Array.from({ length: TEN + 1 }, (_, index) => hotp({ mac, counter: counter + index, digits: length }));
        });
        const calls = all.map(({ seed, counter, length }) => {
          return ['--hotp', '-c', String(counter), '-w', String(TEN), '-d', String(length), '-b', encodeBase32(seed)];
        });
        expect(ours).toHaveLength(1100);
        expect(ours).toEqual(oathtool(calls));
      }),
      ALL_AT_ONCE,
    );
  });

  test.each(['SHA1', 'SHA256', 'SHA512'] as const)('on 400 time-based passwords with %s', (algorithm) => {
    const one = fc.record({
      seed: key,
      seconds: fc.nat({ max: 20_000_000_000 }),
      period: fc.constantFrom(15, 30, 60),
      t0: fc.nat({ max: 1_000_000 }),
      length: digits,
    });
    fc.assert(
      fc.property(exactly(40, one), (all) => {
        const ours = all.flatMap(({ seed, seconds, period, t0, length }) => {
          const mac = softwareOtpMac(algorithm, seed);
          const step = totpStep({ period, t0 }, (t0 + seconds) * 1000);
          return Array.from({ length: TEN + 1 }, (_, index) => hotp({ mac, counter: step + index, digits: length }));
        });
        const calls = all.map(({ seed, seconds, period, t0, length }) => {
          const time = ['-N', `@${String(t0 + seconds)}`, '-S', `@${String(t0)}`, '-s', `${String(period)}s`];
          return [`--totp=${algorithm}`, ...time, '-w', String(TEN), '-d', String(length), toHex(seed)];
        });
        expect(ours).toHaveLength(400);
        expect(ours).toEqual(oathtool(calls));
      }),
      ALL_AT_ONCE,
    );
  });
});

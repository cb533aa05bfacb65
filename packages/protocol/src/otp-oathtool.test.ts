import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { encodeBase32 } from './base32.ts';
import { toHex } from './bytes.ts';
import { hotp, softwareOtpMac, totpStep } from './otp.ts';

/** An outside judge: another author's program must give the same passwords, 2,300 of them. Each call gives ten, so that 230 are enough. */
const TEN = 9;

function oathtool(...options: readonly string[]): readonly string[] {
  const run = spawnSync('oathtool', options, { encoding: 'utf8' });
  if (run.error !== undefined) {
    throw new Error('oathtool is not installed. On Debian and Ubuntu: apt-get install oathtool. On macOS: brew install oath-toolkit.', {
      cause: run.error,
    });
  }
  if (run.status !== 0) throw new Error(`oathtool ${options.join(' ')}: ${run.stderr}`);
  return run.stdout.trim().split('\n');
}

const key = fc.uint8Array({ minLength: 16, maxLength: 64 });
const digits = fc.integer({ min: 6, max: 8 });

describe('oathtool agrees', () => {
  test('on 1,100 counter-based passwords of random keys, given to it in our Base32', () => {
    fc.assert(
      fc.property(key, fc.nat(), digits, (seed, counter, length) => {
        const mac = softwareOtpMac('SHA1', seed);
        const ours = Array.from({ length: TEN + 1 }, (_, index) => hotp({ mac, counter: counter + index, digits: length }));
        expect(ours).toEqual(oathtool('--hotp', '-c', String(counter), '-w', String(TEN), '-d', String(length), '-b', encodeBase32(seed)));
      }),
      { numRuns: 110 },
    );
  });

  test.each(['SHA1', 'SHA256', 'SHA512'] as const)('on 400 time-based passwords with %s', (algorithm) => {
    const moment = fc.record({
      seconds: fc.nat({ max: 20_000_000_000 }),
      period: fc.constantFrom(15, 30, 60),
      t0: fc.nat({ max: 1_000_000 }),
    });
    fc.assert(
      fc.property(key, moment, digits, (seed, { seconds, period, t0 }, length) => {
        const now = t0 + seconds;
        const mac = softwareOtpMac(algorithm, seed);
        const step = totpStep({ period, t0 }, now * 1000);
        const ours = Array.from({ length: TEN + 1 }, (_, index) => hotp({ mac, counter: step + index, digits: length }));
        const time = ['-N', `@${String(now)}`, '-S', `@${String(t0)}`, '-s', `${String(period)}s`];
        expect(ours).toEqual(oathtool(`--totp=${algorithm}`, ...time, '-w', String(TEN), '-d', String(length), toHex(seed)));
      }),
      { numRuns: 40 },
    );
  });
});

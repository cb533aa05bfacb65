import fc from 'fast-check';
import { createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex, u64 } from './bytes.ts';
import {
  type HotpCheck,
  type OtpCode,
  type OtpMac,
  type TotpCheck,
  hotp,
  hotpAsync,
  matchHotp,
  matchTotp,
  parseOtpCode,
  softwareOtpMac,
  totpStep,
  totpWindow,
  truncate,
} from './otp.ts';
import { anyCharacter } from './testing/arbitraries.ts';
import { readVectors } from './testing/read-vectors.ts';
import type { Rfc4226Vector, Rfc6238Vector } from './testing/vectors/otp-vectors.ts';

const rfc4226 = readVectors<readonly Rfc4226Vector[]>('otp-rfc4226');
const rfc6238 = readVectors<readonly Rfc6238Vector[]>('otp-rfc6238');

const HALF_MINUTES = { period: 30, t0: 0 };

/** As the server makes it. */
function nodeMac(algorithm: 'SHA1' | 'SHA256' | 'SHA512', key: Uint8Array): OtpMac {
  const secret = createSecretKey(key);
  return (message) => createHmac(algorithm, secret).update(message).digest();
}

/** As the browser makes it: a key that cannot be taken out again. */
async function webCryptoMac(key: Uint8Array<ArrayBuffer>): Promise<(message: Uint8Array) => Promise<Uint8Array>> {
  const secret = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  return async (message) => new Uint8Array(await crypto.subtle.sign('HMAC', secret, new Uint8Array(message)));
}

function typed(text: string, digits = 6): OtpCode {
  const parsed = parseOtpCode(text, digits);
  return parsed.ok ? parsed.value : expect.fail(`${text} is no one-time password`);
}

describe('RFC 4226 appendix D', () => {
  test.each(rfc4226)('counter $counter gives $otp', async ({ key, counter, hmac, otp }) => {
    const mac = softwareOtpMac('SHA1', fromHex(key));
    expect(toHex(mac(u64(counter)))).toBe(hmac);
    expect(truncate(fromHex(hmac), 6)).toBe(otp);
    expect(hotp({ mac, counter, digits: 6 })).toBe(otp);
    expect(hotp({ mac: nodeMac('SHA1', fromHex(key)), counter, digits: 6 })).toBe(otp);
    expect(await hotpAsync({ mac: await webCryptoMac(fromHex(key)), counter, digits: 6 })).toBe(otp);
  });
});

describe('RFC 6238 appendix B', () => {
  test.each(rfc6238)('$algorithm at $unixSeconds gives $otp', ({ algorithm, key, unixSeconds, step, otp }) => {
    const now = unixSeconds * 1000;
    expect(toHex(u64(totpStep(HALF_MINUTES, now)))).toBe(step);
    for (const mac of [softwareOtpMac(algorithm, fromHex(key)), nodeMac(algorithm, fromHex(key))]) {
      expect(hotp({ mac, counter: totpStep(HALF_MINUTES, now), digits: 8 })).toBe(otp);
      const check = { code: typed(otp, 8), mac, clock: HALF_MINUTES, now, lastStep: undefined, drift: 0 };
      expect(matchTotp(check)).toBe(totpStep(HALF_MINUTES, now));
    }
  });
});

test('the window of a step begins with it and ends where the next begins', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3600 }), fc.nat({ max: 100_000 }), fc.nat(), (period, t0, seconds) => {
      const clock = { period, t0 };
      const now = (t0 + seconds) * 1000;
      const step = totpStep(clock, now);
      const { validFrom, validUntil } = totpWindow(clock, step);
      expect(validFrom <= now && now < validUntil && validUntil - validFrom === period * 1000).toBe(true);
      expect(totpStep(clock, validUntil)).toBe(step + 1);
      expect(totpStep(clock, validFrom - 1)).toBe(step - 1);
    }),
  );
});

const seed = fromHex('3132333435363738393031323334353637383930');
const mac = softwareOtpMac('SHA1', seed);
const at = (counter: number): OtpCode => typed(hotp({ mac, counter, digits: 6 }));
const NOW = 1_767_225_600_000;
const STEP = totpStep(HALF_MINUTES, NOW);

function totp(code: OtpCode, change: Partial<TotpCheck> = {}): number | undefined {
  return matchTotp({ code, mac, clock: HALF_MINUTES, now: NOW, lastStep: undefined, drift: 1, ...change });
}

describe('a time-based password', () => {
  test('is refused a second time, also in the next step where it would still be in the window', () => {
    const step = totp(at(STEP));
    expect(step).toBe(STEP);
    expect(totp(at(STEP), { lastStep: STEP })).toBeUndefined();
    expect(totp(at(STEP), { lastStep: STEP, now: NOW + 30_000 })).toBeUndefined();
  });

  test('of an earlier step is refused once a later one was taken, unused or not', () => {
    expect(totp(at(STEP - 1))).toBe(STEP - 1);
    expect(totp(at(STEP - 1), { lastStep: STEP })).toBeUndefined();
    expect(totp(at(STEP), { lastStep: STEP + 1 })).toBeUndefined();
  });

  test('is taken one step early and one step late, and no more', () => {
    expect([-2, -1, 0, 1, 2].map((away) => totp(at(STEP + away)))).toEqual([undefined, STEP - 1, STEP, STEP + 1, undefined]);
    expect([-1, 0, 1].map((away) => totp(at(STEP + away), { drift: 0 }))).toEqual([undefined, STEP, undefined]);
  });

  test('that two steps share burns the later one, so that it works once', () => {
    const constant: OtpMac = () => new Uint8Array(20).fill(1);
    const code = typed(hotp({ mac: constant, counter: 0, digits: 6 }));
    const burnt = totp(code, { mac: constant });
    expect(burnt).toBe(STEP + 1);
    expect(totp(code, { mac: constant, lastStep: burnt })).toBeUndefined();
  });

  test('can be of the very first step, and there is none before it', () => {
    expect(totp(at(0), { now: 0 })).toBe(0);
    expect(totp(at(0), { now: -30_000 })).toBe(0);
    expect(totp(at(0), { now: -60_000 })).toBeUndefined();
  });

  test('costs the same work whether it is right, wrong or spent', () => {
    const calls = (change: Partial<TotpCheck>, code = at(STEP)): number => {
      let count = 0;
      const counting: OtpMac = (message) => {
        count += 1;
        return mac(message);
      };
      totp(code, { mac: counting, ...change });
      return count;
    };
    expect([calls({}), calls({}, typed('000000')), calls({ lastStep: STEP }), calls({ lastStep: STEP + 1 })]).toEqual([3, 3, 3, 3]);
  });
});

function counted(code: OtpCode, change: Partial<HotpCheck> = {}): number | undefined {
  return matchHotp({ code, mac, nextCounter: 5, lookAhead: 10, ...change });
}

describe('a counter-based password', () => {
  test('is refused a second time, and so is every one before it', () => {
    expect(counted(at(5))).toBe(5);
    expect(counted(at(5), { nextCounter: 6 })).toBeUndefined();
    expect(counted(at(4))).toBeUndefined();
  });

  test('is found as far ahead as the look-ahead reaches, and no farther', () => {
    expect(counted(at(15))).toBe(15);
    expect(counted(at(16))).toBeUndefined();
  });

  test('that two counters share counts as the first, so that the token is not left behind', () => {
    const constant: OtpMac = () => new Uint8Array(20).fill(1);
    expect(counted(typed(hotp({ mac: constant, counter: 0, digits: 6 })), { mac: constant })).toBe(5);
  });
});

test('no password is ever accepted twice, whatever the order of tries and the clock', () => {
  const tries = fc.array(fc.record({ minutes: fc.integer({ min: 0, max: 3 }), away: fc.integer({ min: -3, max: 3 }) }), { maxLength: 30 });
  fc.assert(
    fc.property(tries, (list) => {
      const accepted = new Set<number>();
      let lastStep: number | undefined;
      let now = NOW;
      for (const { minutes, away } of list) {
        now += minutes * 10_000;
        const step = totp(at(totpStep(HALF_MINUTES, now) + away), { now, lastStep });
        if (step === undefined) continue;
        expect(accepted.has(step)).toBe(false);
        expect(step).toBeGreaterThan(lastStep ?? -1);
        accepted.add(step);
        lastStep = step;
      }
    }),
  );
});

describe('what is typed for a one-time password', () => {
  test('is read in any script and with spaces', () => {
    expect(parseOtpCode(' 123 456\n', 6)).toEqual({ ok: true, value: '123456' });
    expect(parseOtpCode('\u0661\u0662\u0663\u0664\u0665\u0666', 6)).toEqual({ ok: true, value: '123456' });
  });

  test('is refused with the length it should have', () => {
    for (const text of ['', '12345', '1234567', '1'.repeat(1000)]) {
      expect(parseOtpCode(text, 6)).toEqual({ ok: false, error: { code: 'OTP_LENGTH', expected: 6 } });
    }
    expect(parseOtpCode('12345O', 6)).toEqual({ ok: false, error: { code: 'OTP_CHARACTERS', expected: 6 } });
  });

  test('never makes the parser throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), fc.integer({ min: 6, max: 8 }), (text, digits) => {
        const parsed = parseOtpCode(text, digits);
        expect(!parsed.ok || /^[0-9]{6,8}$/.test(parsed.value)).toBe(true);
      }),
    );
  });
});

test('a counter that is no whole number is a bug, not a password', () => {
  for (const counter of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => hotp({ mac, counter, digits: 6 })).toThrow(RangeError);
});

import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex, utf8 } from './bytes.ts';
import { parseOcraSuite, type OcraSuite } from './ocra-suite.ts';
import {
  type OcraCheck,
  type OcraInput,
  confirmationChallenge,
  ocra,
  ocraAsync,
  ocraTimeStep,
  parseChallenge,
  verifyOcra,
} from './ocra.ts';
import { type OtpMac, softwareOtpMac } from './otp.ts';
import { readVectors } from './testing/read-vectors.ts';
import type { OcraVector, OcraVectors } from './testing/vectors/ocra-vectors.ts';

const vectors = readVectors<OcraVectors>('ocra-rfc6287');

function suiteOf(text: string): OcraSuite {
  return parseOcraSuite(text) ?? expect.fail(`${text} is no suite`);
}

function inputOf({ suite, challenges, counter, pinHash, timeStep }: OcraVector): OcraInput {
  return {
    suite: suiteOf(suite),
    challenges,
    counter,
    pinHash: pinHash === undefined ? undefined : fromHex(pinHash),
    timeStep,
  };
}

const macOf = ({ suite, key }: OcraVector): OtpMac => softwareOtpMac(suiteOf(suite).algorithm, fromHex(key));

describe('a suite', () => {
  test.each(vectors.refusedSuites)('is refused: $name', ({ suite }) => {
    expect(parseOcraSuite(suite)).toBeUndefined();
  });

  test('says of what a response is made', () => {
    expect(parseOcraSuite('OCRA-1:HOTP-SHA512-8:C-QN08-PSHA256-S064-T30S')).toEqual({
      text: 'OCRA-1:HOTP-SHA512-8:C-QN08-PSHA256-S064-T30S',
      algorithm: 'SHA512',
      digits: 8,
      hasCounter: true,
      challenge: { form: 'numeric', maxLength: 8 },
      pinHash: 'SHA256',
      sessionOctets: 64,
      stepSeconds: 30,
    });
    expect(suiteOf('OCRA-1:HOTP-SHA1-6:QH40').challenge).toEqual({ form: 'hexadecimal', maxLength: 40 });
    expect(suiteOf('OCRA-1:HOTP-SHA1-6:QA64-T48H').stepSeconds).toBe(48 * 3600);
  });

  test('that is none never makes its reader throw', () => {
    const text = fc.array(fc.oneof(fc.constantFrom('OCRA-1', ':', 'HOTP-SHA1-6', '-', 'C-', 'QN08', 'PSHA1', 'S064', 'T1M'), fc.string()), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, (parts) => {
        expect(['undefined', 'object']).toContain(typeof parseOcraSuite(parts.join('')));
      }),
    );
  });
});

describe('RFC 6287 appendix C', () => {
  test('the PIN of the vectors is 1234', () => {
    expect(createHash('sha1').update('1234').digest('hex')).toBe(vectors.responses.find(({ pinHash }) => pinHash !== undefined)?.pinHash);
  });

  test('the time of the vectors is the 25th of March 2008, 12:06:30', () => {
    expect(ocraTimeStep(60, Date.UTC(2008, 2, 25, 12, 6, 30))).toBe(0x132d0b6);
  });

  test.each(vectors.responses)('$section $suite: $challenges gives $response', async (vector) => {
    const mac = macOf(vector);
    expect(ocra({ ...inputOf(vector), mac })).toEqual({ ok: true, value: vector.response });
    expect(await ocraAsync({ ...inputOf(vector), mac: (message) => Promise.resolve(mac(message)) })).toEqual({
      ok: true,
      value: vector.response,
    });
  });

  test('there are all of them: one-way, mutual, signature', () => {
    const count = (wanted: string): number => vectors.responses.filter(({ section }) => section === wanted).length;
    expect(['C.1', 'C.2', 'C.3'].map(count)).toEqual([40, 20, 10]);
  });
});

const KEY = fromHex('3132333435363738393031323334353637383930');
const mac = softwareOtpMac('SHA1', KEY);
const part = (suite: string, input: Omit<OcraInput, 'suite'>): unknown => {
  const answer = ocra({ suite: suiteOf(suite), mac, ...input });
  return answer.ok ? 'answered' : answer.error.part;
};

describe('what the suite names must be there, in its form and length', () => {
  const Q: Pick<OcraInput, 'challenges'> = { challenges: ['12345678'] };

  test.each([
    ['challenge', 'OCRA-1:HOTP-SHA1-6:QN08', { challenges: [''] }],
    ['challenge', 'OCRA-1:HOTP-SHA1-6:QN08', { challenges: ['123456789'] }],
    ['challenge', 'OCRA-1:HOTP-SHA1-6:QN08', { challenges: ['1234567a'] }],
    ['challenge', 'OCRA-1:HOTP-SHA1-6:QN08', { challenges: ['\u0661\u0662\u0663\u0664'] }],
    ['challenge', 'OCRA-1:HOTP-SHA1-6:QN08', { challenges: ['1234', ''] }],
    ['challenge', 'OCRA-1:HOTP-SHA1-6:QH08', { challenges: ['0123456g'] }],
    ['challenge', 'OCRA-1:HOTP-SHA1-6:QA08', { challenges: ['ab cd'] }],
    ['challenge', 'OCRA-1:HOTP-SHA1-6:QA08', { challenges: ['ümlaut'] }],
    ['counter', 'OCRA-1:HOTP-SHA1-6:C-QN08', Q],
    ['counter', 'OCRA-1:HOTP-SHA1-6:C-QN08', { ...Q, counter: -1 }],
    ['counter', 'OCRA-1:HOTP-SHA1-6:C-QN08', { ...Q, counter: 2 ** 53 }],
    ['pin', 'OCRA-1:HOTP-SHA1-6:QN08-PSHA256', Q],
    ['pin', 'OCRA-1:HOTP-SHA1-6:QN08-PSHA256', { ...Q, pinHash: new Uint8Array(20) }],
    ['session', 'OCRA-1:HOTP-SHA1-6:QN08-S064', Q],
    ['session', 'OCRA-1:HOTP-SHA1-6:QN08-S064', { ...Q, session: new Uint8Array(65) }],
    ['time', 'OCRA-1:HOTP-SHA1-6:QN08-T1M', Q],
    ['time', 'OCRA-1:HOTP-SHA1-6:QN08-T1M', { ...Q, timeStep: 0.5 }],
  ] as const)('%s of %s', (missing, suite, input) => {
    expect(part(suite, input)).toBe(missing);
  });

  test('and what it does not name changes nothing', () => {
    const bare = ocra({ suite: suiteOf('OCRA-1:HOTP-SHA1-6:QN08'), mac, ...Q });
    expect(ocra({ suite: suiteOf('OCRA-1:HOTP-SHA1-6:QN08'), mac, ...Q, counter: 7, pinHash: KEY, session: KEY, timeStep: 9 })).toEqual(
      bare,
    );
  });
});

describe('a challenge', () => {
  const shape = (suite: string): OcraSuite['challenge'] => suiteOf(suite).challenge;

  test('is read as it may be shown, and refused when it is of another form or too long', () => {
    expect(parseChallenge('1234-5678', shape('OCRA-1:HOTP-SHA1-6:QN08'))).toBe('12345678');
    expect(parseChallenge(' Ab3 d\n', shape('OCRA-1:HOTP-SHA1-6:QA08'))).toBe('Ab3d');
    expect(parseChallenge('00ff 00FF', shape('OCRA-1:HOTP-SHA1-6:QH08'))).toBe('00ff00FF');
    expect(parseChallenge('00fg', shape('OCRA-1:HOTP-SHA1-6:QH08'))).toBeUndefined();
    expect(parseChallenge('1'.repeat(9), shape('OCRA-1:HOTP-SHA1-6:QN08'))).toBeUndefined();
    expect(parseChallenge('A'.repeat(100_000), shape('OCRA-1:HOTP-SHA1-6:QA64'))).toBeUndefined();
  });

  test('for the confirmation is made out of the header hash, in the form and length of the suite', () => {
    const headerHash = new Uint8Array(32);
    const digest = createHash('sha256').update('softtoken-v1/ocra-confirm\0').update(headerHash).digest().subarray(0, 16);
    const number = BigInt(`0x${digest.toString('hex')}`);
    expect(confirmationChallenge(suiteOf('OCRA-1:HOTP-SHA1-6:QN08'), headerHash)).toBe(String(number % 10n ** 8n).padStart(8, '0'));
    expect(confirmationChallenge(suiteOf('OCRA-1:HOTP-SHA1-6:QA64'), headerHash)).toBe(digest.toString('hex').slice(0, 16));
    expect(confirmationChallenge(suiteOf('OCRA-1:HOTP-SHA1-6:QH06'), headerHash)).toBe(digest.toString('hex').slice(0, 6));
  });
});

test('session information stands at the end of its octets, as the reference implementation has it', () => {
  let seen = new Uint8Array(0);
  const spy: OtpMac = (message) => {
    seen = new Uint8Array(message);
    return mac(message);
  };
  ocra({ suite: suiteOf('OCRA-1:HOTP-SHA1-6:QN08-S064'), mac: spy, challenges: ['12345678'], session: utf8('abc') });
  expect(toHex(seen.slice(-64))).toBe(`${'00'.repeat(61)}616263`);
});

test('no truncation gives the whole HMAC', () => {
  expect(ocra({ suite: suiteOf('OCRA-1:HOTP-SHA1-0:QN08'), mac, challenges: ['12345678'] })).toMatchObject({
    value: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
  });
});

describe('the server’s judgement', () => {
  const suite = suiteOf('OCRA-1:HOTP-SHA1-6:C-QN08-T1M');
  const NOW = 1_767_225_600_000;
  const check = (change: Partial<OcraCheck>): unknown => {
    const judged = verifyOcra({
      suite,
      mac,
      challenges: ['12345678'],
      response: '',
      counters: { next: 5, lookAhead: 3 },
      time: { now: NOW, drift: 1 },
      ...change,
    });
    return judged.ok ? (judged.value.kind === 'right' ? judged.value.counter : 'wrong') : judged.error;
  };
  const response = (counter: number, away: number, challenge = '12345678'): string => {
    const answer = ocra({ suite, mac, challenges: [challenge], counter, timeStep: ocraTimeStep(60, NOW) + away });
    return answer.ok ? answer.value : expect.fail('no response');
  };

  test('refuses the response to another challenge, an old counter, and a time outside the window', () => {
    expect(check({ response: response(5, 0, '12345679') })).toBe('wrong');
    expect(check({ response: response(4, 0) })).toBe('wrong');
    expect(check({ response: response(9, 0) })).toBe('wrong');
    expect(check({ response: response(5, 2) })).toBe('wrong');
    expect(check({ response: '' })).toBe('wrong');
    expect(check({ response: `${response(5, 0)}0` })).toBe('wrong');
  });

  test('names the counter to burn, within both windows', () => {
    expect([-1, 0, 1].map((away) => check({ response: response(5, away) }))).toEqual([5, 5, 5]);
    expect(check({ response: response(8, 1) })).toBe(8);
  });

  test('computes every candidate, whatever matches', () => {
    const calls = (text: string): number => {
      let count = 0;
      check({ response: text, mac: (message) => ((count += 1), mac(message)) });
      return count;
    };
    expect([calls(response(5, -1)), calls(response(8, 1)), calls('000000')]).toEqual([12, 12, 12]);
  });

  test('is a refusal, never a judgement, when something is missing that the suite names', () => {
    expect(verifyOcra({ suite, mac, challenges: ['12345678'], response: '000000' })).toEqual({
      ok: false,
      error: { code: 'OCRA_INPUT', part: 'counter' },
    });
  });
});

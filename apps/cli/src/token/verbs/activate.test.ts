import { systemRandomness } from '@sallyport/platform/device';
import { hotp, parseRegistrationCode, softwareOtpMac, totpStep } from '@sallyport/protocol';
import { formatOfflineActivation } from '@sallyport/protocol/activation-offline';
import { FIRST_PIN } from '@sallyport/protocol/testing';
import type { ApiAnswer } from '@sallyport/token-client';
import { describe, expect, test } from 'vitest';
import { fakeTools } from '../../testing/fake-tools.ts';
import { perform, type Script } from '../../testing/scripted-surroundings.ts';
import { smallIssuer, type SmallIssuer } from '../../testing/small-issuer.ts';
import { filesIn, quickHome } from '../../testing/temporary-home.ts';
import { type TestMachine, testMachine } from '../../testing/test-machine.ts';
import { serverOrigin } from '../activation-wish.ts';
import { secretService } from '../keychain/secret-service.ts';
import { toolRunner } from '../run-tool.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

/** A server whose clock differs from the machine's by so much. */
function served(issuer: SmallIssuer, machine: TestMachine, offsetMs = 0): Pick<Script, 'answer'> {
  return { answer: (path, body) => issuer.answer(path, body, machine.clock.now() + offsetMs) };
}

async function scene(): Promise<{ readonly machine: TestMachine; readonly issuer: SmallIssuer }> {
  return { machine: testMachine(await quickHome()), issuer: await smallIssuer() };
}

describe('the activation link, which is a secret', () => {
  test('given as an argument is taken, with a warning that it is in the shell’s history', async () => {
    const { machine, issuer } = await scene();
    const { exit, err } = await perform(['activate', issuer.link], machine, { ...served(issuer, machine), typed: [FIRST_PIN, FIRST_PIN] });
    expect([exit, err]).toEqual([0, expect.stringContaining('stands in the history of your shell')]);
  });

  test.each([
    ['the terminal', []],
    ['standard input', ['-']],
  ] as const)('is taken from %s without a warning and never shown', async (from, args) => {
    const { machine, issuer } = await scene();
    const pins = [FIRST_PIN, FIRST_PIN];
    const typed = from === 'the terminal' ? [issuer.link, ...pins] : pins;
    const input = from === 'the terminal' ? [] : [issuer.link];
    const { exit, out, err, unused } = await perform(['activate', ...args], machine, { ...served(issuer, machine), typed, input });
    expect([exit, unused]).toEqual([0, []]);
    expect(out + err).not.toContain('history');
    expect(out + err).not.toContain(issuer.link.slice(60, 100));
  });

  test('damaged or of another kind ends with 2, before anybody is asked', async () => {
    const { machine, issuer } = await scene();
    for (const link of [
      '',
      'https://token.example/',
      issuer.link.replace('&k=', '&q='),
      'https://token.example/u#c=1&s=2',
      'x'.repeat(5000),
    ]) {
      const { exit, posted } = await perform(['activate', '-'], machine, { ...served(issuer, machine), typed: [], input: [link] });
      expect([exit, posted]).toEqual([2, []]);
    }
  });
});

test.each<[string, ApiAnswer, number]>([
  ['is not there', { kind: 'offline' }, 14],
  ['has a fault', { kind: 'refused', code: 'INTERNAL', retryAfterSeconds: undefined }, 14],
  ['is busy', { kind: 'refused', code: 'RATE_LIMITED', retryAfterSeconds: 90 }, 14],
  ['says that the link has expired', { kind: 'refused', code: 'ACT_EXPIRED', retryAfterSeconds: undefined }, 15],
  ['says that the link was used', { kind: 'refused', code: 'ACT_USED', retryAfterSeconds: undefined }, 15],
  ['does not know the link', { kind: 'refused', code: 'ACT_MISMATCH', retryAfterSeconds: undefined }, 15],
  ['answers something else', { kind: 'ok', json: { ct2: 'AAAA' } }, 15],
])('a server that %s leaves nothing behind', async (_, answer, exit) => {
  const { machine, issuer } = await scene();
  expect((await perform(['activate', '-'], machine, { answer: () => answer, typed: [], input: [issuer.link] })).exit).toBe(exit);
  expect((await perform(['list'], machine)).out).toBe('');
});

test('nothing is kept until the PIN is set, and who gives up has set up nothing', async () => {
  const { machine, issuer } = await scene();
  const { exit } = await perform(['activate'], machine, {
    ...served(issuer, machine),
    typed: [issuer.link, '123456', '123456', FIRST_PIN],
  });
  expect(exit).toBe(1);
  expect((await perform(['list'], machine)).out).toBe('');
});

test('a token is not activated twice on one machine: that would be a fork', async () => {
  const { machine, issuer } = await scene();
  const script = { ...served(issuer, machine), typed: [issuer.link, FIRST_PIN, FIRST_PIN] };
  expect((await perform(['activate'], machine, script)).exit).toBe(0);
  const again = await perform(['activate'], machine, script);
  expect([again.exit, again.err]).toEqual([1, expect.stringContaining('on this machine already')]);
});

test('its confirmation is kept while the server is away, and sent with the one-time password of the moment it is back', async () => {
  const { machine, issuer } = await scene();
  let isAway = false;
  const answer: NonNullable<Script['answer']> = (path, body) => {
    if (isAway) return { kind: 'offline' };
    isAway = true;
    return issuer.answer(path, body, machine.clock.now());
  };
  const { exit, out, err } = await perform(['activate'], machine, { answer, typed: [issuer.link, FIRST_PIN, FIRST_PIN] });
  expect([exit, out, err]).toEqual([0, expect.stringMatching(/^\d{6}\n$/), expect.stringContaining('has not been told yet')]);
  expect((await perform(['deliver'], machine, { answer, typed: [FIRST_PIN] })).exit).toBe(14);
  const told = await perform(['deliver'], machine, { answer: () => ({ kind: 'ok', json: undefined }), typed: [FIRST_PIN] });
  expect(told.exit).toBe(0);
  const [[path, body] = []] = told.posted;
  expect([path, body]).toEqual([
    expect.stringMatching(/\/confirm$/),
    { mac: expect.anything() as string, headerHash: expect.anything() as string, otp: expect.stringMatching(/^\d{6}$/) as string },
  ]);
});

test.each([YEAR_MS, -YEAR_MS])(
  'a clock that is wrong by a year (%d ms) is said, and the passwords are right all the same',
  async (offsetMs) => {
    const { machine, issuer } = await scene();
    const taken = await perform(['activate'], machine, {
      ...served(issuer, machine, offsetMs),
      typed: [issuer.link, FIRST_PIN, FIRST_PIN],
    });
    expect([taken.exit, taken.err]).toEqual([
      0,
      expect.stringMatching(/365 days (behind|ahead of) the server’s; the one-time passwords are right/),
    ]);
    const { out } = await perform(['code'], machine, { typed: [FIRST_PIN] });
    const seed = issuer.keys()?.seed ?? expect.unreachable('no keys');
    const step = totpStep(issuer.grant.otp, machine.clock.now() + offsetMs);
    expect(out).toBe(`${hotp({ mac: softwareOtpMac('SHA256', seed), counter: step, digits: 6 })}\n`);
  },
);

describe('the device key', () => {
  const keeping = 'for last; do :; done; case "$1" in store) cat > "$FAKES/e-$last";; lookup) cat "$FAKES/e-$last" 2>/dev/null;; esac';

  test.each([
    { where: 'into the keychain where there is one', script: keeping, flags: [], words: 'in your keychain', place: 'secret-service' },
    {
      where: 'into a file where the keychain does not take it, which is said',
      script: 'exit 1',
      flags: [],
      words: 'could not take it',
      place: 'file',
    },
    {
      where: 'into a file where its owner wants it',
      script: keeping,
      flags: ['--device-key-in-file'],
      words: 'or you chose so',
      place: 'file',
    },
  ])('goes $where', async ({ script, flags, words, place }) => {
    const tools = await fakeTools({ 'secret-tool': script });
    const machine = testMachine(await quickHome(), { keychain: secretService(toolRunner(tools.environment)) });
    const issuer = await smallIssuer();
    const { exit, err } = await perform(['activate', ...flags], machine, {
      ...served(issuer, machine),
      typed: [issuer.link, FIRST_PIN, FIRST_PIN],
    });
    expect([exit, err]).toEqual([0, expect.stringContaining(words)]);
    expect(JSON.parse((await perform(['status', '--json'], machine)).out)).toMatchObject([{ deviceKey: place }]);
    expect((await perform(['code'], machine, { typed: [FIRST_PIN] })).exit).toBe(0);
  });
});

test('after an activation no file of the home holds the seed or another key of the vault', async () => {
  const { machine, issuer } = await scene();
  await perform(['activate'], machine, { ...served(issuer, machine), typed: [issuer.link, FIRST_PIN, FIRST_PIN] });
  const keys = issuer.keys();
  if (!keys) throw new Error('the issuer was not asked');
  for (const octets of (await filesIn(machine.home)).values()) {
    for (const secret of [keys.seed, keys.recoveryKey, keys.serverKey]) expect(octets.includes(Buffer.from(secret))).toBe(false);
  }
});

describe('by serial and activation code', () => {
  test('wants the code typed, not given, and tells the code’s typing errors before anybody is asked', async () => {
    const { machine } = await scene();
    expect((await perform(['activate', '--serial', 'ST-482-719-36', '12340 56780 90120'], machine, { typed: [] })).exit).toBe(2);
    expect((await perform(['activate', '--server', 'https://token.example'], machine, { typed: [] })).exit).toBe(2);
    const typo = await perform(['activate', '--serial', 'ST-482-719-36'], machine, { typed: ['token.example', '12340 56780 90120'] });
    expect([typo.exit, typo.posted]).toEqual([12, []]);
  });

  test.each(['http://token.example', 'https://token.example/path', 'https://ada@token.example', 'ftp://token.example', 'a b', ''])(
    '“%s” is no address of a server',
    (address) => {
      expect(serverOrigin(address)).toBeUndefined();
    },
  );

  test.each([
    ['token.example', 'https://token.example'],
    [' https://Token.Example/ ', 'https://token.example'],
    ['http://localhost:4303', 'http://localhost:4303'],
    ['token.example:8443', 'https://token.example:8443'],
  ])('“%s” is %s', (address, origin) => {
    expect(serverOrigin(address)).toBe(origin);
  });
});

describe('without a network', () => {
  async function offlineText(): Promise<string> {
    const { grant } = await smallIssuer();
    const presharedKey = systemRandomness.bytes(32);
    return formatOfflineActivation('https://token.example', {
      grant,
      activationId: systemRandomness.bytes(16),
      presharedKey,
      apiOrigin: 'https://token.example',
    });
  }

  test('asks nobody, shows the registration code until its owner says that it has arrived, and works at once', async () => {
    const machine = testMachine(await quickHome());
    const activated = await perform(['activate'], machine, { typed: [await offlineText(), FIRST_PIN, FIRST_PIN] });
    expect([activated.exit, activated.posted]).toEqual([0, []]);
    const [, code = ''] = /Registration code {2}(\d{5} \d{5} \d{5})/.exec(activated.err) ?? [];
    expect(parseRegistrationCode(code).ok).toBe(true);
    const shown = await perform(['code'], machine, { typed: [FIRST_PIN] });
    expect([shown.exit, shown.err]).toEqual([0, expect.stringContaining(code)]);
    expect((await perform(['registered'], machine)).exit).toBe(0);
    expect((await perform(['code'], machine, { typed: [FIRST_PIN] })).err).not.toContain('egistration');
  });

  test('waits while the server does not know it yet, and is told once it does', async () => {
    const machine = testMachine(await quickHome());
    await perform(['activate'], machine, { typed: [await offlineText(), FIRST_PIN, FIRST_PIN] });
    const unknown: ApiAnswer = { kind: 'refused', code: 'ACT_MISMATCH', retryAfterSeconds: undefined };
    expect((await perform(['deliver'], machine, { answer: () => unknown, typed: [FIRST_PIN] })).exit).toBe(14);
    expect((await perform(['deliver'], machine, { answer: () => ({ kind: 'ok', json: undefined }), typed: [FIRST_PIN] })).exit).toBe(0);
    expect((await perform(['deliver'], machine)).exit).toBe(0);
  });

  test('no file of the home holds the registration code, which with the text gives the keys', async () => {
    const machine = testMachine(await quickHome());
    const { err } = await perform(['activate'], machine, { typed: [await offlineText(), FIRST_PIN, FIRST_PIN] });
    const [, code = ''] = /Registration code {2}([\d ]+)/.exec(err) ?? [];
    for (const octets of (await filesIn(machine.home)).values()) {
      for (const form of [code, code.replaceAll(' ', '')]) expect(octets.includes(form)).toBe(false);
    }
  });
});

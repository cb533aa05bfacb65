import { readFile } from 'node:fs/promises';
import { formatUnlockLink, ocra, parseOcraSuite, parseUnlockCode, softwareOtpMac, toBase64url } from '@sallyport/protocol';
import { FIRST_PIN, lockByWrongPins, SECOND_PIN, testActivation, WRONG_PIN } from '@sallyport/protocol/testing';
import type { ApiAnswer } from '@sallyport/token-client';
import { describe, expect, test } from 'vitest';
import { fakeTools } from '../testing/fake-tools.ts';
import { perform, type Script } from '../testing/scripted-surroundings.ts';
import { filesIn, quickHome } from '../testing/temporary-home.ts';
import { activatedScene, type FolderScene, folderScene, type TestMachine, testMachine } from '../testing/test-machine.ts';
import { encodeDeviceFile, parseDeviceFile } from './storage/device-file.ts';
import { homeLock } from './storage/home-lock.ts';
import { pathsOf } from './storage/names.ts';

const SERIAL = 'ST-482-719-36';
const OK: ApiAnswer = { kind: 'ok', json: undefined };
/** What is only partly known, with the type of what it stands for. */
const containing = (text: string): string => expect.stringContaining(text) as string;
const like = (pattern: RegExp): string => expect.stringMatching(pattern) as string;
const YEAR_MS = 365 * 24 * 3_600_000;

async function activated(): Promise<{ readonly scene: FolderScene; readonly machine: TestMachine }> {
  const machine = testMachine(await quickHome());
  return { machine, scene: await activatedScene(machine) };
}

async function locked(): Promise<{ readonly scene: FolderScene; readonly machine: TestMachine }> {
  const both = await activated();
  await lockByWrongPins(both.scene.token);
  return both;
}

describe('what a command line must not do', () => {
  test('a PIN in the place of a serial is refused, not repeated, and its owner is told to change it', async () => {
    const { machine } = await activated();
    for (const verb of ['code', 'unlock', 'pin', 'status', 'forgot', 'remove', 'deliver']) {
      const { exit, out, err } = await perform([verb, FIRST_PIN], machine, { typed: [] });
      expect([verb, exit]).toEqual([verb, 2]);
      expect(err).toContain('A PIN is never given as an argument');
      expect(out + err).not.toContain(FIRST_PIN);
    }
  });

  test.each([
    ['code', '--pin', FIRST_PIN],
    ['code', `--pin=${FIRST_PIN}`],
    ['code', SERIAL, FIRST_PIN],
    ['unlock', SERIAL, '23993 52760 82889 93071'],
    ['code', '--copy', '--watch'],
    ['code', '--watch', '--next'],
    ['list', SERIAL],
    ['remove', '--yes'],
    ['allow-pin-stdin', 'please'],
    ['nonsense'],
  ])('“%s %s %s” is no way to call it; what was typed is not repeated', async (...given) => {
    const { machine } = await activated();
    const { exit, out, err } = await perform(given, machine, { typed: [FIRST_PIN] });
    expect(exit).toBe(2);
    expect(out + err).not.toContain(FIRST_PIN);
  });

  test('a PIN is not taken from standard input until that was allowed, and no longer once it is forbidden again', async () => {
    const { machine } = await activated();
    const byInput = { input: [FIRST_PIN] };
    expect(await perform(['code', '--pin-stdin'], machine, byInput)).toMatchObject({ exit: 2, out: '', unused: [FIRST_PIN] });
    expect((await perform(['allow-pin-stdin'], machine)).exit).toBe(0);
    expect((await perform(['code', '--pin-stdin'], machine, byInput)).out).toMatch(/^\d{6}\n$/);
    expect((await perform(['forbid-pin-stdin'], machine)).exit).toBe(0);
    expect((await perform(['code', '--pin-stdin'], machine, byInput)).exit).toBe(2);
  });

  test('without a terminal nothing is asked in silence', async () => {
    const { machine } = await activated();
    const { exit, err } = await perform(['code'], machine);
    expect(exit).toBe(1);
    expect(err).toContain('There is no terminal to ask at');
  });
});

describe('code', () => {
  test('gives the digits alone on standard output, where a script takes them', async () => {
    const { machine, scene } = await activated();
    expect(await perform(['code'], machine, { typed: [FIRST_PIN] })).toMatchObject({
      exit: 0,
      out: `${await scene.expectedOtp()}\n`,
      err: '',
    });
  });

  test('takes the serial as people write it', async () => {
    const { machine } = await activated();
    for (const serial of [SERIAL, 'st-482-719-36', 'ST 482 719 36', 'st48271936']) {
      expect((await perform(['code', serial], machine, { typed: [FIRST_PIN] })).exit, serial).toBe(0);
    }
    expect(await perform(['code', 'ST-000-000-00'], machine, { typed: [FIRST_PIN] })).toMatchObject({ exit: 15, unused: [FIRST_PIN] });
  });

  test('wants to know which one where there are several', async () => {
    const { machine } = await activated();
    await activatedScene(machine, testActivation({ tokenId: new Uint8Array(16).fill(7), serial: 'ST-700-700-70' }));
    const { exit, err } = await perform(['code'], machine, { typed: [FIRST_PIN] });
    expect([exit, err.includes(SERIAL), err.includes('ST-700-700-70')]).toEqual([2, true, true]);
    expect((await perform(['code', 'st70070070'], machine, { typed: [FIRST_PIN] })).exit).toBe(0);
  });

  test('with a wrong PIN says how many attempts are left and ends with 10; five lock, with 11, and the right one then does not help', async () => {
    const { machine } = await activated();
    for (let left = 4; left > 0; left -= 1) {
      const { exit, err } = await perform(['code'], machine, { typed: [WRONG_PIN] });
      expect([exit, err]).toEqual([10, containing(left === 1 ? 'One attempt is left' : `${String(left)} attempts are left`)]);
    }
    const last = await perform(['code'], machine, { typed: [WRONG_PIN] });
    expect(last).toMatchObject({ exit: 11, out: '' });
    expect(last.err).toMatch(/PIN Reset Code {2}\d{5} \d{5} \d{5}/);
    expect(last.err).toContain('https://self.example/unlock#c=');
    expect(last.err).toContain(`sallyport token unlock ${SERIAL}`);
    expect(await perform(['code'], machine, { typed: [FIRST_PIN] })).toMatchObject({ exit: 11, unused: [FIRST_PIN] });
  });

  test('what is no PIN costs no attempt', async () => {
    const { machine, scene } = await activated();
    for (const typed of ['', '12', 'letters', '1'.repeat(40)]) {
      expect((await perform(['code'], machine, { typed: [typed] })).exit).toBe(10);
    }
    expect(await scene.token.status()).toMatchObject({ attemptsLeft: 5 });
  });

  test('given up with Ctrl-C or Ctrl-D costs no attempt', async () => {
    const { machine, scene } = await activated();
    expect((await perform(['code'], machine, { typed: [] })).exit).toBe(1);
    expect(await scene.token.status()).toMatchObject({ attemptsLeft: 5 });
  });

  test('without any token leads to activation, with 15', async () => {
    const { exit, err } = await perform(['code'], testMachine(await quickHome()), { typed: [FIRST_PIN] });
    expect([exit, err]).toEqual([15, containing('sallyport token activate')]);
  });

  test('--next gives the password of the next time step', async () => {
    const { machine, scene } = await activated();
    const { out } = await perform(['code', '--next'], machine, { typed: [FIRST_PIN] });
    machine.clock.advance(30_000);
    expect(out).toBe(`${await scene.expectedOtp()}\n`);
  });

  test('of a counter-based token spends one each time; --next and --watch spend none', async () => {
    const machine = testMachine(await quickHome());
    const activation = testActivation();
    await activatedScene(machine, { ...activation, otp: { ...activation.otp, type: 'hotp' } });
    for (const flag of ['--next', '--watch']) expect((await perform(['code', flag], machine, { typed: [FIRST_PIN] })).exit).toBe(2);
    const shown = [1, 2].map(() => () => perform(['code'], machine, { typed: [FIRST_PIN] }));
    const [first, second] = [await shown[0]?.(), await shown[1]?.()];
    expect(first?.exit).toBe(0);
    expect(first?.out).not.toBe(second?.out);
  });
});

describe('code --copy', () => {
  const clipboard = 'cat > "$FAKES/clipboard"';

  test('copies with the tool of the desktop, says which, and shows no digits', async () => {
    const tools = await fakeTools({ xclip: clipboard });
    const { machine, scene } = await activated();
    const { exit, out, err } = await perform(['code', '--copy'], machine, {
      typed: [FIRST_PIN],
      environment: { ...tools.environment, DISPLAY: ':0' },
    });
    expect([exit, out]).toEqual([0, '']);
    expect(err).toContain('Copied with xclip');
    expect(await readFile(`${tools.folder}/clipboard`, 'utf8')).toBe(await scene.expectedOtp());
  });

  test('over SSH asks the terminal, and says that it may not have done it', async () => {
    const { machine, scene } = await activated();
    const { exit, out, err, terminal } = await perform(['code', '--copy'], machine, {
      typed: [FIRST_PIN],
      environment: { SSH_CONNECTION: '10.0.0.1 22', DISPLAY: 'localhost:10' },
    });
    expect([exit, out]).toEqual([0, '']);
    expect(err).toContain('Not every terminal does');
    expect(terminal).toBe(`\u001b]52;c;${Buffer.from(await scene.expectedOtp()).toString('base64')}\u0007`);
  });

  test('with no way to copy shows the digits, so that they are not lost, and ends with 1', async () => {
    const { machine, scene } = await activated();
    await perform(['allow-pin-stdin'], machine);
    const { exit, out } = await perform(['code', '--copy', '--pin-stdin'], machine, {
      input: [FIRST_PIN],
      environment: { PATH: '/nowhere' },
    });
    expect([exit, out]).toEqual([1, `${await scene.expectedOtp()}\n`]);
  });
});

describe('code --watch', () => {
  const watched = (machine: TestMachine, script: Script): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> =>
    perform(['code', '--watch'], machine, { typed: [FIRST_PIN], ...script });

  function pausing(
    machine: TestMachine,
    times: number,
    between: () => Promise<unknown> = () => Promise.resolve(),
  ): NonNullable<Script['pause']> {
    let count = 0;
    return async (milliseconds) => {
      count += 1;
      machine.clock.advance(milliseconds);
      await between();
      return count < times ? 'over' : 'interrupted';
    };
  }

  test('ends by itself when the token is locked by another process, and takes the password off the screen', async () => {
    const { machine, scene } = await activated();
    const { exit, out, err } = await watched(machine, {
      outIsTerminal: true,
      pause: pausing(machine, 100, () => lockByWrongPins(scene.token)),
    });
    expect([exit, err]).toEqual([1, containing('by another process')]);
    expect(out.endsWith('\r\u001b[K')).toBe(true);
  });

  test('ends by itself after ten minutes, and when the clock is set back', async () => {
    const { machine } = await activated();
    expect(await watched(machine, { pause: pausing(machine, 100) })).toMatchObject({
      exit: 0,
      err: containing('time is over'),
    });
    const setBack = (): Promise<void> => {
      machine.clock.setWallClock(machine.clock.now() - YEAR_MS);
      return Promise.resolve();
    };
    expect(await watched(machine, { pause: pausing(machine, 100, setBack) })).toMatchObject({
      exit: 0,
      err: containing('time is over'),
    });
  });

  test('on a terminal redraws one line with its countdown; elsewhere prints a line for each new password', async () => {
    const { machine, scene } = await activated();
    const first = await scene.expectedOtp();
    const drawn = await watched(machine, { outIsTerminal: true, pause: pausing(machine, 3) });
    const shown = `${first.slice(0, 3)} ${first.slice(3)}`;
    expect(drawn.out).toBe(
      [`${shown}   new one in 30 s`, `${shown}   new one in 29 s`, `${shown}   new one in 28 s`, '']
        .map((line) => `\r\u001b[K${line}`)
        .join(''),
    );
    machine.clock.advance(27_000);
    const plain = await watched(machine, { pause: pausing(machine, 3) });
    expect(plain.out.trim().split('\n')).toHaveLength(3);
    expect(plain.out).toMatch(/^(\d{6}\n){3}$/);
    expect(new Set(plain.out.trim().split('\n')).size).toBe(3);
  });
});

describe('unlock', () => {
  test('a typing error costs nothing: at a terminal it is asked again, elsewhere it ends with 12', async () => {
    const { machine, scene } = await locked();
    const code = await scene.unlockCode();
    const typo = `${code.slice(1, 2)}${code.slice(0, 1)}${code.slice(2)}`;
    const { exit, err, out } = await perform(['unlock'], machine, { typed: [typo === code ? '1' : typo, code, SECOND_PIN, SECOND_PIN] });
    expect([exit, out]).toEqual([0, `${await scene.expectedOtp()}\n`]);
    expect(err).toContain('Nothing was used up');
    await lockByWrongPins(scene.token);
    expect((await perform(['unlock', '--code-stdin'], machine, { typed: [], input: ['12345'] })).exit).toBe(12);
    const status = await scene.token.status();
    expect(status.kind === 'locked' && status.reset.waitSeconds).toBe(0);
  });

  test('a wrong code ends with 13; after five the next one waits, here and without being typed again, also when the clock was put back a year', async () => {
    const { machine, scene } = await locked();
    const right = await scene.unlockCode();
    const wrong = await folderScene(machine, { activation: testActivation({ serial: 'ST-000-000-00' }) }).unlockCode();
    for (let count = 0; count < 5; count += 1) {
      const { exit, err } = await perform(['unlock'], machine, { typed: [wrong] });
      expect([exit, err.includes(SERIAL)]).toEqual([13, true]);
    }
    expect((await perform(['unlock', '--code-stdin'], machine, { typed: [], input: [right] })).exit).toBe(13);
    machine.clock.setWallClock(machine.clock.now() - YEAR_MS);
    const waited: number[] = [];
    const unlocked = await perform(['unlock'], machine, {
      typed: [right, SECOND_PIN, SECOND_PIN],
      pause: (milliseconds) => {
        waited.push(milliseconds);
        machine.clock.advance(milliseconds);
        return Promise.resolve('over');
      },
    });
    expect([unlocked.exit, waited]).toEqual([0, [30_000]]);
  });

  test('a PIN that everybody guesses is asked for again, and until one is set nothing has changed', async () => {
    const { machine, scene } = await locked();
    const code = await scene.unlockCode();
    const before = await filesIn(machine.home);
    expect((await perform(['unlock'], machine, { typed: [code, '123456', '123456', SECOND_PIN] })).exit).toBe(1);
    expect(await filesIn(machine.home)).toEqual(before);
    const { exit, err } = await perform(['unlock'], machine, {
      typed: [code, '123456', '123456', SECOND_PIN, FIRST_PIN, SECOND_PIN, SECOND_PIN],
    });
    expect(exit).toBe(0);
    expect(err).toContain('on a dial');
    expect(err).toContain('The two entries are different');
  });

  test('takes the link that carries the code, and only the one for this token', async () => {
    const { machine, scene } = await locked();
    const code = parseUnlockCode(await scene.unlockCode(), 16);
    if (!code.ok) throw new Error('no unlock code');
    const linkFor = (serial: string): string => formatUnlockLink({ appOrigin: 'https://token.example', code: code.value, serial });
    const script = (serial: string): Script => ({ typed: [linkFor(serial), SECOND_PIN, SECOND_PIN] });
    expect((await perform(['unlock'], machine, script('ST-000-000-00'))).err).toContain('This link is for another token');
    expect((await perform(['unlock'], machine, script(SERIAL))).exit).toBe(0);
  });

  test('with both from standard input works in a script, one line for each question', async () => {
    const { machine, scene } = await locked();
    await perform(['allow-pin-stdin'], machine);
    const input = [await scene.unlockCode(), SECOND_PIN, SECOND_PIN];
    expect(await perform(['unlock', '--code-stdin', '--pin-stdin'], machine, { input })).toMatchObject({ exit: 0, unused: [] });
  });

  test('tells the server at once when it can, and otherwise later with the next code', async () => {
    const { machine, scene } = await locked();
    const typed = [await scene.unlockCode(), SECOND_PIN, SECOND_PIN];
    const unlocked = await perform(['unlock'], machine, { typed });
    expect(unlocked.err).toContain('If a page waits for a one-time password');
    expect((await perform(['deliver'], machine)).exit).toBe(14);
    const later = await perform(['code'], machine, { typed: [SECOND_PIN], answer: () => OK });
    const [[path, body] = ['', {}]] = later.posted;
    expect(path).toBe(`/v1/tokens/${toBase64url(scene.device.tokenId)}/receipts`);
    expect(body).toMatchObject({ epoch: 1, what: 2 });
    expect((await perform(['deliver'], machine)).exit).toBe(0);
  });

  test('a receipt goes to nobody but the server that the header names', async () => {
    const { machine, scene } = await activated();
    await perform(['pin'], machine, { typed: [FIRST_PIN, SECOND_PIN, SECOND_PIN] });
    const path = pathsOf(machine.home, scene.device.key).device;
    const device = parseDeviceFile(new Uint8Array(await readFile(path)));
    if (!device) throw new Error('no device file');
    await machine.files.write(path, encodeDeviceFile({ ...device, origin: 'https://evil.example' }));
    expect(await perform(['deliver'], machine, { answer: () => OK })).toMatchObject({ exit: 14, posted: [] });
  });
});

describe('answer', () => {
  async function answering(suite: string): Promise<TestMachine> {
    const machine = testMachine(await quickHome());
    const activation = testActivation();
    await activatedScene(machine, { ...activation, otp: { ...activation.otp, type: 'ocra', suite } });
    return machine;
  }

  test('gives the response that the server computes, and takes what is no challenge for a typing error', async () => {
    const machine = await answering('OCRA-1:HOTP-SHA256-6:QN08');
    const { exit, out, err } = await perform(['answer'], machine, { typed: [FIRST_PIN, 'abc', '12345678'] });
    expect([exit, err]).toEqual([0, containing('Nothing was used up')]);
    const suite = parseOcraSuite('OCRA-1:HOTP-SHA256-6:QN08');
    const { seed } = testActivation().keys;
    const expected = suite && ocra({ suite, challenges: ['12345678'], mac: softwareOtpMac('SHA256', seed) });
    expect(expected).toEqual({ ok: true, value: out.trim() });
    expect((await perform(['answer', '--challenge-stdin'], machine, { typed: [FIRST_PIN], input: ['abc'] })).exit).toBe(12);
  });

  test('a token that answers challenges has no one-time passwords to show, and the other way round', async () => {
    const machine = await answering('OCRA-1:HOTP-SHA256-6:QN08');
    for (const flag of [[], ['--watch'], ['--next']])
      expect((await perform(['code', ...flag], machine, { typed: [FIRST_PIN] })).exit).toBe(2);
    const { machine: other } = await activated();
    expect(await perform(['answer'], other, { typed: [FIRST_PIN, '12345678'] })).toMatchObject({ exit: 2, unused: ['12345678'] });
  });

  test('one that answers challenges is unlocked like any other', async () => {
    const machine = await answering('OCRA-1:HOTP-SHA256-6:QN08');
    const scene = folderScene(machine);
    await lockByWrongPins(scene.token);
    const { exit, out, err } = await perform(['unlock'], machine, { typed: [await scene.unlockCode(), SECOND_PIN, SECOND_PIN] });
    expect([exit, out, err]).toEqual([0, '', containing('it shows a challenge')]);
  });
});

describe('pin', () => {
  test('who does not know the PIN sets no other: five calls together get five attempts, and the last one locks', async () => {
    const { machine } = await activated();
    const calls = Array.from({ length: 5 }, () => perform(['pin'], machine, { typed: [WRONG_PIN, SECOND_PIN, SECOND_PIN] }));
    const ended = await Promise.all(calls);
    expect(ended.map(({ exit }) => exit).sort()).toEqual([10, 10, 10, 10, 11]);
    expect(ended.flatMap(({ unused }) => unused)).toEqual(Array.from({ length: 5 }, () => [SECOND_PIN, SECOND_PIN]).flat());
    expect((await perform(['code'], machine, { typed: [FIRST_PIN] })).exit).toBe(11);
  });

  test('changes the PIN: the old one opens nothing any more, and no attempt is lost by asking for a poor one', async () => {
    const { machine } = await activated();
    const { exit } = await perform(['pin'], machine, { typed: [FIRST_PIN, '111111', '111111', SECOND_PIN, SECOND_PIN], answer: () => OK });
    expect(exit).toBe(0);
    expect((await perform(['code'], machine, { typed: [FIRST_PIN] })).exit).toBe(10);
    expect((await perform(['code'], machine, { typed: [SECOND_PIN] })).exit).toBe(0);
  });
});

describe('forgot', () => {
  test('shows the PIN Reset Code only when asked; remembering the PIN afterwards makes it worthless, and the server is told', async () => {
    const { machine, scene } = await activated();
    expect(JSON.parse((await perform(['status', '--json'], machine)).out)).toMatchObject([{ pinResetCode: null }]);
    await perform(['forgot'], machine);
    const unlockCode = await scene.unlockCode();
    const { exit, err, posted } = await perform(['code'], machine, { typed: [FIRST_PIN], answer: () => OK });
    expect([exit, err]).toEqual([0, containing('is worthless now')]);
    expect(posted[0]).toMatchObject([like(/receipts$/), { epoch: 1, what: 1 }]);
    expect((await perform(['unlock', '--code-stdin'], machine, { typed: [], input: [unlockCode] })).exit).toBe(13);
  });

  test('shows the PIN Reset Code and destroys nothing', async () => {
    const { machine } = await activated();
    const { exit, out } = await perform(['forgot'], machine);
    expect([exit, out]).toEqual([0, like(/PIN Reset Code {2}\d{5} \d{5} \d{5}/)]);
    expect((await perform(['code'], machine, { typed: [FIRST_PIN] })).exit).toBe(0);
  });
});

describe('status', () => {
  test('--json says where a token stands and nothing secret; the exit code says it too', async () => {
    const { machine, scene } = await activated();
    const closed = await perform(['status', '--json'], machine);
    expect(closed.exit).toBe(0);
    expect(JSON.parse(closed.out)).toEqual([
      {
        tokenId: scene.device.key,
        state: 'closed',
        serial: SERIAL,
        issuer: 'Northwind Harbour Authority',
        label: 'Ada Quay',
        portal: 'https://self.example',
        epoch: 0,
        attemptsLeft: 5,
        pinResetCode: null,
        waitSeconds: null,
        deviceKey: 'file',
        messagesWaiting: 0,
      },
    ]);
    await lockByWrongPins(scene.token);
    const lockedNow = await perform(['status', '--json'], machine);
    expect(lockedNow.exit).toBe(11);
    expect(JSON.parse(lockedNow.out)).toMatchObject([{ state: 'locked', attemptsLeft: 0, pinResetCode: like(/^\d{5} \d{5} \d{5}$/) }]);
    expect(lockedNow.out + closed.out).not.toContain(toBase64url(testActivation().keys.seed));
  });

  test('of no token is an empty list, with 15', async () => {
    expect(await perform(['status', '--json'], testMachine(await quickHome()))).toMatchObject({ exit: 15, out: '[]\n' });
  });

  test('words from the issuer cannot move the cursor or change colours', async () => {
    const machine = testMachine(await quickHome());
    await activatedScene(machine, testActivation({ label: 'Ada\u001b[2J\u001b]0;x\u0007 \u202eyauQ', issuer: 'Harbour\r\nPIN: ' }));
    for (const verb of ['status', 'list', 'forgot']) {
      const { out } = await perform([verb], machine);
      expect(out, verb).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    }
  });
});

describe('remove', () => {
  test('wants the serial typed, or named with --yes, and leaves nothing once its server has heard', async () => {
    const { machine } = await activated();
    const online = { answer: () => OK };
    expect((await perform(['remove'], machine, { ...online, typed: ['yes'] })).exit).toBe(1);
    expect((await perform(['code'], machine, { typed: [FIRST_PIN] })).exit).toBe(0);
    expect((await perform(['remove'], machine, { ...online, typed: [SERIAL] })).exit).toBe(0);
    expect([...(await filesIn(machine.home)).keys()]).toEqual(['lock']);
    await activatedScene(machine);
    expect((await perform(['remove', SERIAL, '--yes'], machine, online)).exit).toBe(0);
    expect((await perform(['list'], machine)).out).toBe('');
  });

  test('takes away what nobody can read any more, under the name that list shows', async () => {
    const { machine, scene } = await activated();
    const { key } = scene.device;
    await machine.files.write(pathsOf(machine.home, key).vault, Uint8Array.of(1, 2, 3));
    expect((await perform(['list'], machine)).out).toContain(key);
    expect((await perform(['remove', SERIAL, '--yes'], machine)).exit).toBe(15);
    const { exit, err } = await perform(['remove'], machine, { typed: [key] });
    expect([exit, err]).toEqual([0, containing('revoke the token in Self-Administration')]);
    expect([...(await filesIn(machine.home)).keys()]).toEqual(['lock']);
  });
});

describe('a clock that is wrong by a year', () => {
  test('forward: the code comes with the time it was made for, and nothing is lost', async () => {
    const { machine, scene } = await activated();
    machine.clock.setWallClock(machine.clock.now() + YEAR_MS);
    const { exit, out, err } = await perform(['code'], machine, { typed: [FIRST_PIN] });
    expect([exit, out]).toEqual([0, like(/^\d{6}\n$/)]);
    expect(err).toMatch(/not heard from its server for 365 days.*January 1, 2027/);
    machine.clock.setWallClock(machine.clock.now() - YEAR_MS);
    expect(await perform(['code'], machine, { typed: [FIRST_PIN] })).toMatchObject({ out: `${await scene.expectedOtp()}\n`, err: '' });
  });

  test('back: it is said that the code may be refused, and why', async () => {
    const { machine } = await activated();
    machine.clock.setWallClock(machine.clock.now() - YEAR_MS);
    const { exit, err } = await perform(['code'], machine, { typed: [FIRST_PIN] });
    expect([exit, err]).toEqual([0, containing('stands 365 days before the last contact')]);
  });

  test('a locked token is unlocked all the same', async () => {
    const { machine, scene } = await locked();
    machine.clock.setWallClock(machine.clock.now() + YEAR_MS);
    expect((await perform(['unlock'], machine, { typed: [await scene.unlockCode(), SECOND_PIN, SECOND_PIN] })).exit).toBe(0);
    expect(await folderScene(machine).token.status()).toMatchObject({ kind: 'closed', attemptsLeft: 5 });
  });
});

test('what the disk refuses is told in words, with 1, and the token is as it was', async () => {
  const { machine } = await activated();
  const full = {
    ...machine,
    files: {
      ...machine.files,
      write: () => Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' })),
    },
  };
  const { exit, err } = await perform(['code'], full, { typed: [FIRST_PIN] });
  expect([exit, err]).toEqual([1, containing('The disk is full')]);
  expect((await perform(['code'], machine, { typed: [FIRST_PIN] })).exit).toBe(0);
});

test('while another process has the tokens nothing is done and nothing is said about them', async () => {
  const { machine } = await activated();
  const waiting = { ...machine, lock: homeLock(machine.home, machine.files, 50) };
  await machine.lock.exclusively(async () => {
    for (const verb of ['list', 'status', 'code', 'unlock', 'remove', 'allow-pin-stdin']) {
      const { exit, out, err } = await perform([verb], waiting, { typed: [SERIAL] });
      expect([verb, exit, out, err]).toEqual([verb, 1, '', containing('Another process is using the tokens')]);
    }
    return {};
  });
});

test('every verb is in the usage with what it is for', async () => {
  const { exit, out } = await perform(['help'], testMachine(await quickHome()));
  expect(exit).toBe(0);
  for (const verb of [
    'activate',
    'list',
    'code',
    'answer',
    'unlock',
    'pin',
    'forgot',
    'status',
    'remove',
    'deliver',
    'registered',
    'allow-pin-stdin',
    'forbid-pin-stdin',
  ]) {
    expect(out).toMatch(new RegExp(`sallyport token ${verb}.*\\n {6}\\S`));
  }
});

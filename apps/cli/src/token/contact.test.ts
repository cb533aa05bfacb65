import { readFile } from 'node:fs/promises';
import { revocationMessage } from '@sallyport/protocol';
import { FIRST_PIN, lockByWrongPins, SECOND_PIN, TEST_ISSUER_KEY, testActivation, WRONG_PIN } from '@sallyport/protocol/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { perform, type Performance, type Script } from '../testing/scripted-surroundings.ts';
import { filesIn, quickHome } from '../testing/temporary-home.ts';
import { activatedScene, type FolderScene, type TestMachine, testMachine } from '../testing/test-machine.ts';
import { serverOf, type TokenServer } from '../testing/token-server.ts';
import { encodeDeviceFile, parseDeviceFile } from './storage/device-file.ts';
import { pathsOf } from './storage/names.ts';

/** Section 15 at the terminal: every contact of a token with its server, and what its owner hears of it. */

const SERIAL = 'ST-482-719-36';
const DAY_MS = 86_400_000;

let machine: TestMachine;
let scene: FolderScene;
let server: TokenServer;
beforeEach(async () => {
  machine = testMachine(await quickHome());
  scene = await activatedScene(machine, testActivation({ issuerKey: TEST_ISSUER_KEY.publicKey }));
  server = await serverOf(scene, machine);
});

const online = (script: Script = {}): Script => ({ answer: server.answer, ...script });
const code = (typed: readonly string[] = [FIRST_PIN], script: Script = online()): Promise<Performance> =>
  perform(['code'], machine, { ...script, typed });

async function unlockAtTerminal(): Promise<Performance> {
  await lockByWrongPins(scene.token);
  return perform(['unlock'], machine, online({ typed: [await scene.unlockCode(), SECOND_PIN, SECOND_PIN] }));
}

describe('what is not the server’s own is not believed', () => {
  test('a forged revocation destroys nothing, open or closed', async () => {
    server.desk.isRevoked = true;
    server.desk.revocationSignature = new Uint8Array(64).fill(1);
    const forged = {
      status: 200,
      body: { time: machine.clock.now(), after: null, rekey: null, revocation: 'A'.repeat(43), mac: 'A'.repeat(43) },
    };
    expect((await perform(['deliver'], machine, online())).exit).toBe(0);
    server.fate = () => Promise.resolve(forged);
    machine.clock.advance(2 * DAY_MS);
    expect(await code()).toMatchObject({ exit: 0, out: `${await scene.expectedOtp()}\n` });
  });

  test('nobody is asked but the server that the header names', async () => {
    const path = pathsOf(machine.home, scene.device.key).device;
    const device = parseDeviceFile(new Uint8Array(await readFile(path))) ?? expect.unreachable('no device file');
    await machine.files.write(path, encodeDeviceFile({ ...device, origin: 'https://evil.example' }));
    server.desk.isRevoked = true;
    expect((await perform(['pin'], machine, online({ typed: [FIRST_PIN, SECOND_PIN, SECOND_PIN] }))).posted).toEqual([]);
    expect(await perform(['deliver'], machine, online())).toMatchObject({ exit: 14, posted: [] });
    expect(await perform(['remove', SERIAL, '--yes'], machine, online())).toMatchObject({ exit: 0, posted: [] });
  });
});

describe('a token whose keys are due', () => {
  test('has new ones before it shows a password, which is theirs', async () => {
    server.desk.isDue = true;
    machine.clock.advance(2 * DAY_MS);
    const { exit, out, err } = await code();
    expect([exit, err]).toEqual([0, expect.stringContaining('The token has new keys')]);
    expect(server.asked).toEqual(['contact', 'rekey', 'receipts']);
    expect(server.desk).toMatchObject({ pending: undefined, receipts: [{ epoch: 1, what: 1 }] });
    expect(out.trim()).not.toBe(await scene.expectedOtp());
    expect(server.desk.takesPassword(out.trim())).toBe(true);
    machine.clock.advance(30_000);
    expect(server.desk.takesPassword((await code()).out.trim())).toBe(true);
  });

  test('gets them with an unlock, under the new PIN, and then shows a password that finishes it', async () => {
    server.desk.isDue = true;
    const { exit, out, err } = await unlockAtTerminal();
    expect([exit, err]).toEqual([0, expect.stringContaining('Unlocked, and the server has been told')]);
    expect(server.asked).toEqual(['receipts', 'contact', 'rekey', 'receipts']);
    expect(server.desk.receipts).toEqual([
      { epoch: 1, what: 2 },
      { epoch: 2, what: 1 },
    ]);
    expect(server.desk.takesPassword(out.trim())).toBe(true);
    expect((await code([SECOND_PIN])).exit).toBe(0);
  });

  test('keeps the old ones when the answer is lost, and gets new ones the next time', async () => {
    server.desk.isDue = true;
    server.fate = async (act, pass) => (act === 'rekey' ? pass().then(() => undefined) : pass());
    machine.clock.advance(2 * DAY_MS);
    const first = await code();
    expect([first.exit, server.desk.takesPassword(first.out.trim())]).toEqual([0, true]);
    server.fate = (_, pass) => pass();
    machine.clock.advance(2 * DAY_MS);
    const second = await code();
    expect([second.exit, server.desk.pending]).toEqual([0, undefined]);
    expect(server.desk.takesPassword(second.out.trim())).toBe(true);
  });

  test('committed and could not say so: its receipt waits, and nothing else works less', async () => {
    server.desk.isDue = true;
    server.fate = (act, pass) => (act === 'receipts' ? Promise.resolve(undefined) : pass());
    machine.clock.advance(2 * DAY_MS);
    expect((await code()).exit).toBe(0);
    expect(JSON.parse((await perform(['status', '--json'], machine)).out)).toMatchObject([{ messagesWaiting: 1 }]);
    server.fate = (_, pass) => pass();
    expect((await perform(['deliver'], machine, online())).exit).toBe(0);
    expect(server.desk.pending).toBeUndefined();
  });
});

describe('a token that was revoked', () => {
  beforeEach(() => {
    server.desk.isRevoked = true;
    server.desk.revocationSignature = TEST_ISSUER_KEY.sign(revocationMessage(scene.device.tokenId));
  });

  async function expectDestroyed(): Promise<void> {
    const names = [...(await filesIn(machine.home)).keys()].map((path) => path.slice(path.lastIndexOf('/') + 1));
    expect(names.sort()).toEqual(['lock', 'vault.bin']);
    expect((await code()).exit).toBe(16);
    expect((await perform(['status', '--json'], machine)).exit).toBe(16);
  }

  test('hears it when it is opened, shows no password, ends with 16, and everything secret is gone', async () => {
    machine.clock.advance(2 * DAY_MS);
    expect(await code()).toMatchObject({ exit: 16, out: '' });
    await expectDestroyed();
  });

  test('hears it after a change of PIN and after an unlock', async () => {
    expect(await perform(['pin'], machine, online({ typed: [FIRST_PIN, SECOND_PIN, SECOND_PIN] }))).toMatchObject({ exit: 16 });
    await expectDestroyed();
    expect((await perform(['remove', SERIAL, '--yes'], machine, online())).exit).toBe(0);
    scene = await activatedScene(machine, testActivation({ issuerKey: TEST_ISSUER_KEY.publicKey }));
    expect(await unlockAtTerminal()).toMatchObject({ exit: 16, out: '' });
    await expectDestroyed();
  });

  test('hears it closed, without a PIN, and locked', async () => {
    expect((await perform(['deliver'], machine, online())).exit).toBe(16);
    await expectDestroyed();
    await perform(['remove', SERIAL, '--yes'], machine, online());
    scene = await activatedScene(machine, testActivation({ issuerKey: TEST_ISSUER_KEY.publicKey }));
    server = await serverOf(scene, machine);
    server.desk.isRevoked = true;
    server.desk.revocationSignature = TEST_ISSUER_KEY.sign(revocationMessage(scene.device.tokenId));
    await lockByWrongPins(scene.token);
    expect((await perform(['deliver'], machine, online())).exit).toBe(16);
    await expectDestroyed();
  });
});

test('a copy from before its keys were renewed is told so, and what to do', async () => {
  server.desk.keys = testActivation({ keys: { ...server.desk.keys, serverKey: new Uint8Array(32).fill(9) } }).keys;
  machine.clock.advance(2 * DAY_MS);
  expect((await code()).err).toContain('does not know this copy of your token');
});

describe('the server is asked by the way', () => {
  test('once a day, and not more', async () => {
    await code();
    expect(server.asked).toEqual([]);
    machine.clock.advance(DAY_MS + 1);
    await code();
    await code();
    expect(server.asked).toEqual(['contact']);
  });

  test('and without it the password is the same', async () => {
    machine.clock.advance(2 * DAY_MS);
    expect(await code([FIRST_PIN], {})).toMatchObject({ exit: 0, out: `${await scene.expectedOtp()}\n`, err: '' });
  });
});

describe('the clock', () => {
  test('three minutes off is followed, kept, and said each time', async () => {
    server.skewMs = -180_000;
    const changed = await perform(['pin'], machine, online({ typed: [FIRST_PIN, SECOND_PIN, SECOND_PIN] }));
    expect(changed.exit).toBe(0);
    const { out, err } = await code([SECOND_PIN], {});
    expect(err).toContain('3 min 0 sec ahead of the server’s; the one-time passwords are right all the same');
    expect(server.desk.takesPassword(out.trim())).toBe(true);
  });

  test.each([365 * DAY_MS, -365 * DAY_MS])('a year off (%d ms) is not followed unless its owner says so', async (skewMs) => {
    server.skewMs = skewMs;
    const right = await scene.expectedOtp();
    const refused = await perform(['pin'], machine, online({ typed: [FIRST_PIN, SECOND_PIN, SECOND_PIN, 'n'] }));
    expect(refused.err).toMatch(/365 days (ahead of|behind) this machine’s/);
    expect(await code([SECOND_PIN], {})).toMatchObject({ exit: 0, out: `${right}\n` });
    await perform(['pin'], machine, online({ typed: [SECOND_PIN, FIRST_PIN, FIRST_PIN, 'y'] }));
    expect(server.desk.takesPassword((await code([FIRST_PIN], {})).out.trim())).toBe(true);
  });

  test('a script is not asked, and goes on with the clock of the machine', async () => {
    await perform(['allow-pin-stdin'], machine);
    server.skewMs = 365 * DAY_MS;
    machine.clock.advance(2 * DAY_MS);
    const { exit, out, err } = await perform(['code', '--pin-stdin'], machine, online({ input: [FIRST_PIN] }));
    expect([exit, out, err]).toEqual([0, `${await scene.expectedOtp()}\n`, expect.stringContaining('365 days')]);
  });
});

describe('what was tried since the token was opened last is told to whoever opens it', () => {
  test('once, by PIN', async () => {
    await code([WRONG_PIN]);
    await code([WRONG_PIN]);
    expect((await code()).err).toMatch(/2 failed attempts since this token was opened last\. Wrong PINs were entered 2 times\./);
    expect((await code()).err).toBe('');
  });

  test('by unlock code', async () => {
    const { err } = await unlockAtTerminal();
    expect(err).toMatch(/5 failed attempts .* Wrong PINs were entered 5 times\./);
  });
});

describe('a removed token', () => {
  const folder = async (): Promise<readonly string[]> =>
    [...(await filesIn(machine.home)).keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)).sort();

  test('tells its server at once, signed by the device, and leaves nothing', async () => {
    const { exit, err } = await perform(['remove', SERIAL, '--yes'], machine, online());
    expect([exit, err]).toEqual([0, expect.stringContaining('Your account has been told')]);
    expect([server.desk.isRemoved, await folder()]).toEqual([true, ['lock']]);
  });

  test('without a network is gone all the same; its server is told later, by deliver or by the way of another token', async () => {
    for (const later of ['deliver', 'code'] as const) {
      const home = await quickHome();
      machine = testMachine(home);
      scene = await activatedScene(machine, testActivation({ issuerKey: TEST_ISSUER_KEY.publicKey }));
      server = await serverOf(scene, machine);
      const removed = await perform(['remove', SERIAL, '--yes'], machine);
      expect([removed.exit, removed.err]).toEqual([0, expect.stringContaining('sallyport token deliver')]);
      expect(await folder()).toEqual(['lock', 'removal.json', 'vault.bin']);
      expect((await perform(['list'], machine)).out).toBe('');
      expect((await code()).exit).toBe(15);
      expect((await perform(['deliver'], machine)).exit).toBe(14);
      if (later === 'code') await reportByAnother();
      else expect((await perform(['deliver'], machine, online())).exit).toBe(0);
      expect(server.desk.isRemoved).toBe(true);
      expect((await folder()).filter((name) => name === 'removal.json')).toEqual([]);
    }
  });

  async function reportByAnother(): Promise<void> {
    const other = await activatedScene(machine, testActivation({ tokenId: new Uint8Array(16).fill(7), serial: 'ST-700-700-70' }));
    const ofOther = await serverOf(other, machine);
    machine.clock.advance(2 * DAY_MS);
    const answer: NonNullable<Script['answer']> = (path, body) =>
      path.endsWith('/removal') ? server.answer(path, body) : ofOther.answer(path, body);
    expect((await code([FIRST_PIN], { answer })).exit).toBe(0);
  }

  test('whose device the server does not know says so, and not that the account was told', async () => {
    server = await serverOf(scene, machine, 'offline');
    const { exit, err } = await perform(['remove', SERIAL, '--yes'], machine, online());
    expect([exit, err]).toEqual([0, expect.stringContaining('Your account was not told')]);
    expect(err).not.toContain('has been told');
    expect([server.desk.isRemoved, await folder()]).toEqual([false, ['lock']]);
  });

  test('that was activated without a network is known by its device after its keys were renewed', async () => {
    server = await serverOf(scene, machine, 'offline');
    server.desk.isDue = true;
    machine.clock.advance(2 * DAY_MS);
    expect((await code()).err).toContain('The token has new keys');
    const { err } = await perform(['remove', SERIAL, '--yes'], machine, online());
    expect([err, server.desk.isRemoved]).toEqual([expect.stringContaining('Your account has been told'), true]);
  });

  test('that was revoked already has nothing to tell', async () => {
    server.desk.isRevoked = true;
    machine.clock.advance(2 * DAY_MS);
    await code();
    expect((await perform(['remove', SERIAL, '--yes'], machine, online())).exit).toBe(0);
    expect([server.asked, await folder()]).toEqual([['contact'], ['lock']]);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockByWrongPins, openWith, otpOf, unlockWith, SECOND_PIN } from '@sallyport/protocol/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FakeTools, fakeTools } from '../../testing/fake-tools.ts';
import { filesIn, quickHome } from '../../testing/temporary-home.ts';
import { activatedScene, folderScene, testMachine } from '../../testing/test-machine.ts';
import { toolRunner } from '../run-tool.ts';
import { tokenKeyOf } from '../storage/names.ts';
import { pathsOf } from '../storage/names.ts';
import { fromHexOctets, toHexOctets } from './keychain.ts';
import { macosKeychain } from './macos-keychain.ts';
import { secretService } from './secret-service.ts';

const token = tokenKeyOf(new Uint8Array(16).fill(3));
const factor = Uint8Array.from({ length: 32 }, (_, index) => index * 7 + 1);

/** As `secret-tool` of libsecret behaves; every call is noted with its arguments. */
const SECRET_TOOL = `
echo "$@" >> "$FAKES/calls"
for last; do :; done
case "$1" in
  store) cat > "$FAKES/entry-$last" ;;
  lookup) [ -f "$FAKES/entry-$last" ] && cat "$FAKES/entry-$last" ;;
  clear) rm -f "$FAKES/entry-$last" ;;
esac`;

/** As `security` of macOS behaves, with its interactive mode. */
const SECURITY = `
echo "$@" >> "$FAKES/calls"
case "$1" in
  -i) read -r line; set -- $line; account=$6; for last; do :; done; echo "$last" > "$FAKES/entry-$account" ;;
  find-generic-password) [ -f "$FAKES/entry-$5" ] || exit 44; cat "$FAKES/entry-$5" ;;
  delete-generic-password) rm -f "$FAKES/entry-$5" ;;
esac`;

const KINDS = [
  { name: 'secret-tool', script: SECRET_TOOL, keychainOf: (tools: FakeTools) => secretService(toolRunner(tools.environment)) },
  { name: 'security', script: SECURITY, keychainOf: (tools: FakeTools) => macosKeychain(toolRunner(tools.environment)) },
] as const;

describe.each(KINDS)('the keychain behind $name', ({ name, script, keychainOf }) => {
  test('never gets the key as an argument, where every user of the machine could read it', async () => {
    const tools = await fakeTools({ [name]: script });
    await keychainOf(tools).keep(token, factor);
    const calls = await readFile(join(tools.folder, 'calls'), 'utf8');
    expect(calls).not.toContain(Buffer.from(factor).toString('hex'));
    expect(calls).not.toContain(Buffer.from(factor).toString('base64').slice(0, 20));
  });

  test('keeps, finds and forgets', async () => {
    const keychain = keychainOf(await fakeTools({ [name]: script }));
    expect(await keychain.find(token)).toBe('missing');
    expect(await keychain.keep(token, factor)).toBe('kept');
    expect(await keychain.find(token)).toEqual(factor);
    await keychain.forget(token);
    expect(await keychain.find(token)).toBe('missing');
  });

  test.each([
    ['is not there', undefined],
    ['fails', 'echo "no such service" >&2; exit 1'],
    ['takes everything and gives nothing back', '[ "$1" = store ] || [ "$1" = -i ] && cat > /dev/null'],
    ['gives back something else', 'cat > /dev/null; echo 00'],
    ['gives back another key', 'cat > /dev/null; printf %064d 0'],
    ['never stops talking', 'exec yes'],
  ])('that %s keeps nothing', async (_, broken) => {
    const tools = await fakeTools(broken === undefined ? {} : { [name]: broken });
    const environment = broken === undefined ? { PATH: join(tools.folder, 'bin') } : tools.environment;
    expect(await keychainOf({ ...tools, environment }).keep(token, factor)).toBe('unavailable');
  });

  test('that cannot be asked is unreachable, which is not the same as empty', async () => {
    const tools = await fakeTools({ [name]: 'echo "Cannot autolaunch D-Bus" >&2; exit 1' });
    expect(await keychainOf(tools).find(token)).toBe('unreachable');
  });
});

describe('a token whose device key is in a keychain', () => {
  test('has it in no file, works by it, and is told when the keychain does not answer', async () => {
    const tools = await fakeTools({ 'secret-tool': SECRET_TOOL });
    const keychain = secretService(toolRunner(tools.environment));
    const machine = testMachine(await quickHome(), { keychain });
    const scene = await activatedScene(machine);
    expect((await scene.device.storage.readDevice())?.place).toBe('secret-service');
    const kept = await keychain.find(scene.device.key);
    if (typeof kept === 'string') throw new Error(kept);
    for (const octets of (await filesIn(machine.home)).values()) expect(octets.includes(Buffer.from(kept))).toBe(false);

    const later = folderScene(machine);
    expect(await otpOf(await openWith(later.token))).toBe(await later.expectedOtp());
    await lockByWrongPins(later.token);
    await unlockWith(later.token, await later.unlockCode(), SECOND_PIN);

    const elsewhere = testMachine(machine.home, { keychain: undefined });
    await expect(folderScene(elsewhere).token.enterPin(SECOND_PIN)).rejects.toMatchObject({ trouble: { kind: 'keychain-unreachable' } });
  });

  test('and that is removed or revoked is forgotten by the keychain too', async () => {
    const tools = await fakeTools({ 'secret-tool': SECRET_TOOL });
    const keychain = secretService(toolRunner(tools.environment));
    const scene = await activatedScene(testMachine(await quickHome(), { keychain }));
    await scene.device.storage.clear();
    expect(await keychain.find(scene.device.key)).toBe('missing');
  });

  test('and that the keychain has lost is closed for good, not locked: no unlock code could open it', async () => {
    const tools = await fakeTools({ 'secret-tool': SECRET_TOOL });
    const keychain = secretService(toolRunner(tools.environment));
    const machine = testMachine(await quickHome(), { keychain });
    const scene = await activatedScene(machine);
    await keychain.forget(scene.device.key);
    expect(await folderScene(machine).token.start()).toEqual({ kind: 'refused', error: { code: 'STORAGE_EVICTED' } });
  });

  test('falls back to a file where the keychain does not take it', async () => {
    const tools = await fakeTools({ 'secret-tool': 'exit 1' });
    const machine = testMachine(await quickHome(), { keychain: secretService(toolRunner(tools.environment)) });
    const scene = await activatedScene(machine);
    expect((await scene.device.storage.readDevice())?.place).toBe('file');
    expect((await openWith(folderScene(machine).token)).isOpen).toBe(true);
    expect(pathsOf(machine.home, scene.device.key).device).toMatch(/device\.key$/);
  });
});

test('the real secret-tool with a real Secret Service keeps the device key', { timeout: 60_000 }, async () => {
  const place = await mkdtemp(join(tmpdir(), 'sallyport-keyring-'));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  const script = `
    export XDG_RUNTIME_DIR="$HOME/run"; mkdir -m 700 "$XDG_RUNTIME_DIR"
    printf 'a login password' | gnome-keyring-daemon --unlock --components=secrets > /dev/null
    exec "$0" "$@"`;
  const inside = ['sh', '-c', script, process.execPath, join(import.meta.dirname, '../../testing/keychain-process.ts')];
  const child = spawn('dbus-run-session', ['--', ...inside], {
    env: { PATH: process.env['PATH'], HOME: place },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(child, 'close').catch((cause: unknown) => {
    throw new Error('dbus-run-session, gnome-keyring and libsecret-tools are needed: apt-get install dbus gnome-keyring libsecret-tools', {
      cause,
    });
  });
  expect(said.split('\n')).toEqual(['before: missing', 'kept', 'found: the same', 'after: missing', '']);
});

describe('octets in hexadecimal, without a string', () => {
  test.each(['', '0', 'zz', '0g', 'AB', '000', '0 0', '00 00'])('“%s” is not one octet', (text) => {
    expect(fromHexOctets(Buffer.from(text), 1)).toBeUndefined();
  });

  test('every octet there and back, with the white space of a tool around it', () => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    const hex = toHexOctets(all);
    expect(Buffer.from(hex).toString()).toBe(Buffer.from(all).toString('hex'));
    expect(fromHexOctets(Buffer.concat([Buffer.from(' '), hex, Buffer.from('\r\n')]), 256)).toEqual(all);
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { argon2id } from '@sallyport/platform/device';
import { type PseudoTerminal, runInTerminal } from '@sallyport/platform/testing';
import { toHex } from '@sallyport/protocol';
import { FIRST_PIN, testActivation, WRONG_PIN } from '@sallyport/protocol/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryHome } from '../testing/temporary-home.ts';
import { activatedScene, testMachine } from '../testing/test-machine.ts';
import { writeSettings } from './storage/token-home.ts';

/** `sallyport token` as the process it is, with the real Argon2id at its real cost, on a real disk and at a real pseudo-terminal. */

const COMMAND_LINE = join(import.meta.dirname, '../main.ts');
const PATIENCE = { timeout: 120_000 };
const COST = { memoryKiB: 65_536, passes: 3 };

async function activatedHome(): Promise<string> {
  const home = await temporaryHome();
  const machine = testMachine(home, { argon2id, hashing: COST });
  machine.clock.setWallClock(Date.now());
  await activatedScene(machine);
  await writeSettings(machine.files, home, { pinFromInput: 'allowed' });
  return home;
}

function environmentOf(home: string): NodeJS.ProcessEnv {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  return { PATH, NODE_COMPILE_CACHE, HOME: join(home, '..'), SALLYPORT_TOKEN_HOME: home, LANG: 'C.UTF-8', TERM: 'xterm-256color' };
}

function atTerminal(home: string, ...args: readonly string[]): PseudoTerminal {
  return runInTerminal([process.execPath, COMMAND_LINE, 'token', ...args], environmentOf(home));
}

async function inScript(
  home: string,
  args: readonly string[],
  input: string,
): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [COMMAND_LINE, 'token', ...args], { env: environmentOf(home), stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stdin.write(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

function oathtool(at: number): string {
  const { seed } = testActivation().keys;
  const moment = `@${String(Math.floor(at / 1000))}`;
  const run = spawnSync('oathtool', ['--totp=SHA256', '-N', moment, '-s', '30s', '-d', '6', toHex(seed)], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`oathtool: ${run.stderr}`);
  return run.stdout.trim();
}

test('oathtool agrees with the one-time password that a script gets', PATIENCE, async () => {
  const home = await activatedHome();
  const before = Date.now();
  // Its standard input stays open: what nobody closes must not keep the process.
  const { code, out } = await inScript(home, ['code', '--pin-stdin'], `${FIRST_PIN}\n`);
  expect(code).toBe(0);
  expect([oathtool(before), oathtool(Date.now())]).toContain(out.trim());
});

test('exit codes are the process’s own: 10 for a wrong PIN, 11 once locked, 15 without a token, 2 for a wrong call', PATIENCE, async () => {
  const home = await activatedHome();
  const codes: (number | null)[] = [];
  for (let count = 0; count < 6; count += 1) codes.push((await inScript(home, ['code', '--pin-stdin'], `${WRONG_PIN}\n`)).code);
  expect(codes).toEqual([10, 10, 10, 10, 11, 11]);
  expect((await inScript(home, ['status', '--json'], '')).code).toBe(11);
  expect((await inScript(await temporaryHome(), ['code'], '')).code).toBe(15);
  expect((await inScript(home, ['code', '--no-such-flag'], '')).code).toBe(2);
});

describe('at a terminal', () => {
  test('a PIN is asked for at the terminal even when standard input is something else, and does not show', PATIENCE, async () => {
    const home = await activatedHome();
    const call = `echo 999999 | '${process.execPath}' '${COMMAND_LINE}' token code`;
    const terminal = runInTerminal(['sh', '-c', call], environmentOf(home));
    await terminal.sees(/PIN of ST-482-719-36: /);
    terminal.type(FIRST_PIN);
    await terminal.sees(/^\d{6}\r?$/m);
    expect(await terminal.exitCode()).toBe(0);
    expect(terminal.screen()).not.toContain(FIRST_PIN);
  });

  test('Ctrl-C at the question spends nothing and gives the terminal back as it was', PATIENCE, async () => {
    const home = await activatedHome();
    const call = `'${process.execPath}' '${COMMAND_LINE}' token code; echo "ended with $?"; stty -a`;
    const terminal = runInTerminal(['sh', '-c', call], environmentOf(home));
    await terminal.sees(/PIN of /);
    terminal.press('\u0003');
    await terminal.sees(/Stopped\. Nothing was changed\./);
    await terminal.sees(/ended with 1/);
    await terminal.sees(/[^-]icanon/);
    await terminal.sees(/[^-]echo /);
    const { code } = await inScript(home, ['status', '--json'], '');
    expect(code).toBe(0);
  });

  test('--watch counts down on one line until Ctrl-C, and leaves no password on it', PATIENCE, async () => {
    const home = await activatedHome();
    const terminal = atTerminal(home, 'code', '--watch');
    await terminal.sees(/PIN of /);
    terminal.type(FIRST_PIN);
    await terminal.sees(/\d{3} \d{3} {3}new one in \d+ s/);
    await terminal.sees(/\d{3} \d{3} {3}new one in \d+ s/);
    expect(terminal.screen().split('\n').at(-1)).toMatch(/^\r.*\r.*new one in \d+ s/);
    terminal.press('\u0003');
    expect(await terminal.exitCode()).toBe(0);
    expect(terminal.screen().replace('^C', '').endsWith('\r\u001b[K')).toBe(true);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMAND_LINE } from './support/command-line.ts';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';

/** The built command line as a script uses it, against the demonstration that the same command line runs. */

const PIN = '482915';

let demonstration: Demonstration;
let home = '';
beforeAll(async () => {
  demonstration = await startDemonstration();
  home = mkdtempSync(join(tmpdir(), 'sallyport-script-'));
});
afterAll(async () => {
  await demonstration.stop();
  rmSync(home, { recursive: true, force: true });
});

function token(
  args: readonly string[],
  ...lines: readonly string[]
): { readonly exit: number | null; readonly out: string; readonly err: string } {
  const { PATH = '' } = process.env;
  const environment = { PATH, HOME: home };
  const input = lines.map((line) => `${line}\n`).join('');
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND_LINE, 'token', ...args], {
    input,
    env: environment,
    encoding: 'utf8',
  });
  return { exit: status, out: stdout, err: stderr };
}

test('a script activates a token of the demonstration, gets one-time passwords, is told by exit codes when it is locked, and removes it', () => {
  expect(token(['code']).exit).toBe(15);
  expect(token(['allow-pin-stdin']).exit).toBe(0);
  const activated = token(['activate', '-', '--pin-stdin'], demonstration.activationLink('mikkel.thorsen'), PIN, PIN);
  expect([activated.exit, activated.err]).toEqual([0, expect.stringContaining('is activated')]);
  expect(token(['code', '--pin-stdin'], PIN)).toMatchObject({ exit: 0, out: expect.stringMatching(/^\d{6}\n$/) as string });
  expect(JSON.parse(token(['status', '--json']).out)).toMatchObject([{ state: 'closed', attemptsLeft: 5, messagesWaiting: 0 }]);
  const exits = Array.from({ length: 5 }, () => token(['code', '--pin-stdin'], '604817').exit);
  expect(exits).toEqual([10, 10, 10, 10, 11]);
  expect(token(['code', '--pin-stdin'], PIN).exit).toBe(11);
  expect(token(['deliver']).exit).toBe(0);
  const [{ serial }] = JSON.parse(token(['status', '--json']).out) as [{ readonly serial: string }];
  expect(token(['remove', serial, '--yes'])).toMatchObject({
    exit: 0,
    err: expect.stringContaining('Your account has been told') as string,
  });
  expect(token(['code']).exit).toBe(15);
});

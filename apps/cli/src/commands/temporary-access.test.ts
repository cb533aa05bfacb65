import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  acceptInvitation,
  createAccount,
  createInvitation,
  createOrganisation,
  isRefusal,
  type Refusal,
  spendTemporaryAccessCode,
} from '@sallyport/identity';
import { type Installation, openInstallation, readConfiguration } from '@sallyport/installation';
import { createLog, Secret, systemClock, systemRandomness } from '@sallyport/platform';
import { bundledProgram } from '@sallyport/platform/testing';
import { expect, onTestFinished, test } from 'vitest';

/** `sallyport temporary-access` as the process it is. */

const commandLine = bundledProgram(join(import.meta.dirname, '../main.ts'));
const SUPPORT = join(import.meta.dirname, '../../demonstration/support.json');
const VISIT = { address: '192.0.2.10' };

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-access-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function environmentOf(folder: string): NodeJS.ProcessEnv {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  return { PATH, NODE_COMPILE_CACHE, SALLYPORT_DATA: folder, SALLYPORT_SUPPORT_FILE: SUPPORT };
}

async function inInstallation<Result>(folder: string, work: (installation: Installation) => Promise<Result>): Promise<Result> {
  const reading = readConfiguration({ environment: environmentOf(folder), readFile: (path) => readFileSync(path, 'utf8') });
  if (reading.kind === 'refused') throw new Error(reading.problems);
  const log = createLog({ level: 'silent' });
  const installation = await openInstallation(reading.configuration, { clock: systemClock, randomness: systemRandomness, log });
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}

async function run(folder: string, ...given: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [commandLine(), 'temporary-access', ...given], {
    env: environmentOf(folder),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

function must<Value extends object>(outcome: Value | Refusal): Value {
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.code} (${outcome.reason})`);
  return outcome;
}

test('the code that an administrator gets opens the account that was named, and no other gets one', { timeout: 120_000 }, async () => {
  const folder = await emptyFolder();
  const { accountId } = await inInstallation(folder, async ({ identity }) => {
    const { organisationId } = await createOrganisation(identity, { name: 'Northwind Harbour Authority' });
    const person = { organisationId, displayName: 'Ada Quay', addresses: ['ada@northwind.example'] };
    must(await createAccount(identity, { ...person, userName: 'ben.strand' }));
    const account = must(await createAccount(identity, { ...person, userName: 'ada.quay' }));
    const { code } = must(await createInvitation(identity, account));
    must(await acceptInvitation(identity, { code, password: new Secret('violet harbour lantern 52'), visit: VISIT }));
    return account;
  });

  expect(await run(folder)).toEqual({ code: 2, out: '' });
  expect(await run(folder, 'nobody.here')).toEqual({ code: 1, out: '' });
  // Invited, and without a password yet.
  expect(await run(folder, 'ben.strand')).toEqual({ code: 1, out: '' });

  const { code, out } = await run(folder, 'ada.quay');
  expect(code).toBe(0);
  const [shown = '', until] = out.split('\n');
  expect(shown).toMatch(/^\d{5} \d{5} \d{5}$/);
  expect(until).toMatch(/^Good for 10 sign-ins, until \d{4}-/);
  const spent = await inInstallation(folder, ({ identity }) =>
    spendTemporaryAccessCode(identity, { accountId, code: new Secret(shown), visit: VISIT }),
  );
  expect(must(spent).left).toBe(9);
});

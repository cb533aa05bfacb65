import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { endOf } from '../child-process.ts';

/** The program as a process, since this command starts it again. */
const COMMAND_LINE = join(import.meta.dirname, '../main.ts');
const SUPPORT_FILE = join(import.meta.dirname, '../../demonstration/support.json');
const PATIENCE = { timeout: 60_000, interval: 10 };

async function environment(settings: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-demo-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  return { PATH, NODE_COMPILE_CACHE, SALLYPORT_DATA: join(folder, 'data'), SALLYPORT_SUPPORT_FILE: SUPPORT_FILE, ...settings };
}

test('a configuration that is refused is told once, by the exit code too, and nothing is started', async () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND_LINE, 'demo'], {
    env: await environment({ SALLYPORT_BASE_PORT: 'harbour' }),
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 78, stdout: '' });
  expect(stderr.match(/SALLYPORT_BASE_PORT/g)).toHaveLength(1);
});

test('stopped while it fills, it starts nothing, and its database is free for the next start', async () => {
  const env = await environment({});
  const child = spawn(process.execPath, [COMMAND_LINE, 'demo'], { env, stdio: 'ignore' });
  await expect.poll(() => existsSync(join(env['SALLYPORT_DATA'] ?? '', 'sallyport.db')), PATIENCE).toBe(true);
  child.kill('SIGTERM');
  expect(await endOf(child)).toBe(0);
  const { status, stderr } = spawnSync(process.execPath, [COMMAND_LINE, 'migrate'], {
    env,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

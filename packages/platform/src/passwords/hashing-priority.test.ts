import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** In a process of its own: the threads of this one would stay as they are made. */
const PROGRAM = `
import { getPriority } from 'node:os';
import { readdirSync, readFileSync } from 'node:fs';
import { letHashingGiveWay } from ${JSON.stringify(join(import.meta.dirname, 'hashing-priority.ts'))};
const given = await letHashingGiveWay();
const threads = readdirSync('/proc/self/task').map((id) => [readFileSync('/proc/self/task/' + id + '/comm', 'utf8').trim(), getPriority(Number(id))]);
console.log(JSON.stringify({ given, threads }));
`;

test('the threads that hash give way, all of them, and no other thread does', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    env: { ...process.env, UV_THREADPOOL_SIZE: '3' },
  });
  const { given, threads } = JSON.parse(stdout) as { given: number; threads: readonly (readonly [string, number])[] };
  const nicer = threads.filter(([, priority]) => priority > 0);
  expect({ given, nicer }).toEqual({ given: 3, nicer: Array(3).fill(['libuv-worker', 10]) });
});

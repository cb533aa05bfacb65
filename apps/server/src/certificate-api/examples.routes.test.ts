import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiOrigin, programOf, readDescription } from '../testing/api-programs.ts';
import { staffOf } from '../testing/certificate-staff.ts';
import { type RunningServer, runServer } from '../testing/running-server.ts';

const PAGE = join(import.meta.dirname, '../../../../docs/operate/api.md');

let server: RunningServer;
let folder: string;
beforeAll(async () => {
  server = await runServer();
  folder = await mkdtemp(join(tmpdir(), 'sallyport-api-'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A shell that stops at the first thing that fails. Answers what it said. */
async function shell(
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn('sh', ['-e'], { cwd: folder, env: { PATH: process.env['PATH'], ...environment } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(script);
  return { code: await ended, said };
}

test('the examples of the page do what it says, as they stand', async () => {
  const text = await readFile(PAGE, 'utf8');
  const examples = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, lines = '']) => lines);
  const member = await (await staffOf(server)).hire('docs.ada', ['requester']);
  const { key } = await programOf(server, { member, description: await readDescription(server) });
  const { code, said } = await shell(examples.join('\n'), { KEY: key, API: apiOrigin(server) });
  expect(code, said).toBe(0);
  expect(examples.length).toBeGreaterThan(3);
  for (const words of [
    `"person":"${member.person.accountId}"`,
    'DNS:shop.example',
    '"unproven":[]',
    '"name":"theirs.example"',
    '"code":"profile-unknown"',
  ]) {
    expect(said).toContain(words);
  }
  const kept = await server.installation.database.query
    .selectFrom('certificate')
    .select(['status', 'predecessor_id'])
    .where('origin', '<>', 'import')
    .execute();
  expect(kept.find(({ predecessor_id: before }) => before === null)?.status).toBe('REVOKED');
  expect(kept.find(({ predecessor_id: before }) => before !== null)?.status).toBe('ACTIVE');
});

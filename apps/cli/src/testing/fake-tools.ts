import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Other authors' programs, played by shell scripts that are found first on the PATH. */
export interface FakeTools {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** `scripts`: what each program does, in the language of `/bin/sh`; `$FAKES` is a folder they may keep things in. */
export async function fakeTools(scripts: Readonly<Record<string, string>>): Promise<FakeTools> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-fakes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  }
  // The system's own little programs stay, none of those that are played here.
  return { folder, environment: { PATH: [bin, '/usr/bin', '/bin', dirname(process.execPath)].join(delimiter), FAKES: folder } };
}

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { pressApp } from '@sallyport/soft-token/press';

/** Builds what runs: `node tools/build.ts`. Each app's configuration lies in its folder; `npm start` calls this when sources changed. */

const ROOT = join(import.meta.dirname, '..');

const BUILDS = [
  { what: 'the server', app: 'apps/server', configuration: 'vite.config.ts' },
  { what: 'the assets of its pages', app: 'apps/server', configuration: 'vite.browser.config.ts' },
  { what: 'the personal vault', app: 'apps/soft-token', configuration: 'vite.codes.config.ts' },
  { what: 'the soft token', app: 'apps/soft-token', configuration: 'vite.config.ts' },
  { what: 'the command line', app: 'apps/cli', configuration: 'vite.config.ts' },
] as const;

for (const app of new Set(BUILDS.map((one) => one.app))) rmSync(join(ROOT, app, 'dist'), { recursive: true, force: true });
for (const { what, app, configuration } of BUILDS) {
  const started = performance.now();
  process.stdout.write(`Building ${what} … `);
  await build({ configFile: join(ROOT, app, configuration), logLevel: 'warn' });
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}
process.stdout.write('Pressing the soft token …\n');
await pressApp(join(ROOT, 'apps/soft-token/dist'));

import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The layers of `npm test`, fastest first. The name of a test file says in which layer it runs (see CONTRIBUTING.md).
 * Each layer is a project and runs alone, on all cores, so that a slow browser never takes the time of a pure test.
 */
const STORE = '**/*.store.test.ts';
const ROUTES = ['**/*.routes.test.ts', '**/*.routes.test.tsx'];
const BROWSER = '**/*.browser.test.ts';
const BUILT = ['apps/soft-token/src/testing/build-app.ts'];

const layers = [
  {
    name: 'unit',
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'apps/*/src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: [STORE, ...ROUTES, BROWSER],
    testTimeout: 60_000,
  },
  {
    name: 'store',
    include: [STORE],
    globalSetup: ['packages/platform/src/testing/store-global-setup.ts'],
    testTimeout: 60_000,
  },
  { name: 'routes', include: ROUTES, testTimeout: 60_000 },
  {
    name: 'browser',
    include: [BROWSER],
    exclude: ['e2e/**'],
    globalSetup: BUILT,
    testTimeout: 120_000,
  },
  {
    name: 'e2e',
    include: ['e2e/**/*.test.ts'],
    globalSetup: [...BUILT, 'e2e/support/fill-once.ts'],
    setupFiles: ['packages/ui/src/testing/tell-screens.ts'],
    testTimeout: 600_000,
    // A journey waits as much as it works: for a browser, a server, a program. One more keeps the cores busy meanwhile.
    maxWorkers: availableParallelism() + 1,
  },
];

/**
 * Files that take long for their size, which is all that a fresh checkout knows of a file: they start programs and wait for them. Left to the end,
 * one of them would keep one core while the others have nothing to do.
 */
const LONG_FOR_THEIR_SIZE = [
  'token/storage/processes.test.ts',
  'token/storage/kill-points.test.ts',
  'token/real-process.test.ts',
  'commands/temporary-access.test.ts',
  'revocation/processes.store.test.ts',
  'revocation/disk-full.store.test.ts',
  'postgresql/postgresql.store.test.ts',
  'token-api/terminal-token.routes.test.ts',
  'soft-token/src/kill-points.browser.test.ts',
  'soft-token/src/firefox.browser.test.ts',
  'ui/src/gallery.browser.test.ts',
];

/** By what files took here before, or by their size, and those first of which the size says too little. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG_FOR_THEIR_SIZE.some((name) => moduleId.endsWith(`/${name}`));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const ALWAYS_EXCLUDED = ['**/node_modules/**', '**/dist/**', '**/.cache/**'];

function project({ exclude = [], ...layer }: (typeof layers)[number], groupOrder: number): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: { ...layer, exclude: [...ALWAYS_EXCLUDED, ...exclude], hookTimeout: layer.testTimeout, sequence: { groupOrder } },
  };
}

export default defineConfig({
  cacheDir: '.cache/vite',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: '100%',
    // The layers read much of the same code: what one has transformed, the next one need not.
    fsModuleCache: true,
    fsModuleCachePath: '.cache/vitest-modules',
    // A process holds many files one after the other: no test leaves anything in a module, and loading the rooms anew took a third of the time.
    isolate: false,
    allowOnly: false,
    sequence: { sequencer: LongestFirst },
    // What a test waits for comes in its own time on a busy machine; the limit is there for what never comes.
    expect: { poll: { timeout: 20_000 } },
    projects: layers.map(project),
  },
});

import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/**
 * The layers of `npm test`, fastest first. The name of a test file says in which layer it runs (see CONTRIBUTING.md).
 * Each layer is a project and runs alone, so that a slow browser never takes the time of a pure test.
 */
const STORE = '**/*.store.test.ts';
const ROUTES = ['**/*.routes.test.ts', '**/*.routes.test.tsx'];
const BROWSER = '**/*.browser.test.ts';

const layers = [
  {
    name: 'unit',
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'apps/*/src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: [STORE, ...ROUTES, BROWSER],
    testTimeout: 20_000,
  },
  {
    name: 'store',
    include: [STORE],
    globalSetup: ['packages/platform/src/testing/postgres-global-setup.ts'],
    testTimeout: 30_000,
  },
  { name: 'routes', include: ROUTES, testTimeout: 30_000 },
  // One browser at a time: two of them on two cores make each other miss their waits.
  { name: 'browser', include: [BROWSER], exclude: ['e2e/**'], testTimeout: 120_000, fileParallelism: false },
  { name: 'e2e', include: ['e2e/**/*.test.ts'], testTimeout: 300_000, fileParallelism: false },
];

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
    allowOnly: false,
    // What a test waits for comes in its own time on a busy machine; the limit is there for what never comes.
    expect: { poll: { timeout: 20_000 } },
    projects: layers.map(project),
  },
});

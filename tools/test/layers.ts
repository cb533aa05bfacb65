/** What `npm test` runs, in this order. CONTRIBUTING.md tells which test file belongs to which layer. */

/** A check that passes or fails as one. */
export interface Check {
  readonly name: string;
  readonly proves: string;
  readonly program: string;
  readonly args: readonly string[];
}

/** What tests need, and what tells first that something is wrong. */
export const CHECKS: readonly Check[] = [
  { name: 'types', proves: 'every room compiles with only what it may see', program: 'tsc', args: ['-b', '--singleThreaded'] },
  { name: 'build', proves: 'everything that runs can be built', program: 'node', args: ['tools/build-if-changed.mjs'] },
];

/** Nothing waits for these: they have what the tests leave of the processor, an eighth, one after the other, and are told at the end. */
export const CHECKS_BESIDE: readonly Check[] = [
  { name: 'lint', proves: 'the house rules a machine can hold', program: 'oxlint', args: ['--threads=1'] },
  {
    name: 'boundaries',
    proves: 'the arrows between the rooms, their faces and the allow-list hold',
    program: 'depcruise',
    args: ['apps', 'packages', 'e2e', 'bench', 'tools', 'vitest.config.ts', '--output-type', 'err-long'],
  },
  { name: 'dead-code', proves: 'no file, export or dependency is unused', program: 'knip', args: [] },
  { name: 'format', proves: 'every file is written as biome writes it', program: 'biome', args: ['format', '.'] },
];

/** The projects of vitest.config.ts. */
export const TEST_LAYERS = ['unit', 'store', 'routes', 'browser', 'e2e'] as const;

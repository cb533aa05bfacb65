/** What `npm test` runs, in this order. CONTRIBUTING.md tells which test file belongs to which layer. */

/** A check that passes or fails as one. */
export interface Check {
  readonly name: string;
  readonly proves: string;
  readonly program: string;
  readonly args: readonly string[];
}

export const CHECKS: readonly Check[] = [
  // The longest first, so that the others find room beside it.
  { name: 'types', proves: 'every room compiles with only what it may see', program: 'tsc', args: ['-b', '--singleThreaded'] },
  { name: 'build', proves: 'everything that runs can be built', program: 'node', args: ['tools/build-if-changed.mjs'] },
  {
    name: 'boundaries',
    proves: 'the arrows between the rooms, their faces and the allow-list hold',
    program: 'depcruise',
    args: ['apps', 'packages', 'e2e', 'bench', 'tools', 'vitest.config.ts', '--output-type', 'err-long'],
  },
  { name: 'dead-code', proves: 'no file, export or dependency is unused', program: 'knip', args: [] },
  { name: 'format', proves: 'every file is written as biome writes it', program: 'biome', args: ['format', '.'] },
];

/**
 * Takes as long as all the others together, and nothing waits for it: it has what they and then the tests leave of the processor, which is an eighth, and is
 * told at the end.
 */
export const CHECKS_BESIDE: readonly Check[] = [
  { name: 'lint', proves: 'the house rules a machine can hold', program: 'oxlint', args: ['--threads=1'] },
];

/** The projects of vitest.config.ts. */
export const TEST_LAYERS = ['unit', 'store', 'routes', 'browser', 'e2e'] as const;

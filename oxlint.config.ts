import { join } from 'node:path';
import { defineConfig } from 'oxlint';
import { RECOMMENDED, RECOMMENDED_IN_JAVASCRIPT, STRICT, STRICT_BY_TYPES } from './tools/lint/rules.ts';

const TYPESCRIPT = ['**/*.{ts,tsx}'];
const JAVASCRIPT = ['**/*.{js,mjs,cjs}'];
/** Tools ask for a default export here. */
const CONFIGURATIONS = ['*.config.ts', 'tools/lint/house-rules.ts', '.dependency-cruiser.js', 'apps/*/vite*.config.ts'];
const TESTS = [
  '**/*.test.{ts,tsx}',
  '**/testing/**',
  'e2e/**',
  'bench/**',
  'tools/**',
  '*.config.ts',
  'apps/*/build/**',
  'apps/*/vite*.config.ts',
];
const COMPOSITION_ROOTS = [
  'apps/server/src/main.ts',
  'apps/cli/src/**',
  'apps/soft-token/src/main.tsx',
  'apps/soft-token/src/engine/surroundings.ts',
  'packages/platform/src/clock.ts',
];

/** Where a pure room answers its own ports on Node: a door of its own, for composition roots (`portsOnNode` in tools/boundaries/rooms.js). */
const PORTS_ON_NODE = ['packages/pki/src/node-cryptography/**'];

/** The second wall: time, chance, the network and the process are arguments (house rule 1), so pure code cannot even name them. */
const OUTSIDE_WORLD = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'navigator',
  'location',
  'window',
  'self',
  'document',
  'globalThis',
  'global',
  'process',
  'Buffer',
  'require',
  'console',
  'performance',
  'crypto',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
].map((name) => ({ name, message: 'Pure code receives the outside world through its ports.' }));
const CALENDAR = { name: 'Date', message: 'Time is an argument: an Instant, Unix time in milliseconds.' };
const NODE_MODULES = { group: ['node:*'], message: 'This room does not know which platform it runs on.' };

const NO_AMBIENT_CHANCE = {
  object: 'Math',
  property: 'random',
  message: 'Chance is an argument, and secrets need a cryptographic one: Randomness.',
};
const NO_AMBIENT_TIME = [
  { object: 'Date', property: 'now', message: 'Time is an argument: ask the Clock.' },
  { object: 'performance', property: 'now', message: 'Time is an argument: ask the Clock.' },
];

const held = (rules: readonly string[]) => Object.fromEntries(rules.map((rule) => [rule, 'error' as const]));

export default defineConfig({
  ignorePatterns: ['**/node_modules', '**/dist/', '**/.cache/', '/data/', '/vectors/'],
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'off' },
  plugins: ['typescript'],
  jsPlugins: [{ name: 'house', specifier: join(import.meta.dirname, 'tools/lint/house-rules.ts') }],
  rules: {
    ...held(RECOMMENDED),
    eqeqeq: 'error',
    'no-eval': 'error',
    'no-restricted-exports': [
      'error',
      { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } },
    ],
    'house/file-names': 'error',
    'house/reasoned-suppressions': 'error',
  },
  overrides: [
    { files: JAVASCRIPT, rules: held(RECOMMENDED_IN_JAVASCRIPT) },
    {
      files: TYPESCRIPT,
      rules: {
        ...held([...STRICT, ...STRICT_BY_TYPES]),
        'typescript/ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
        'typescript/restrict-plus-operands': [
          'error',
          { allowAny: false, allowBoolean: false, allowNullish: false, allowNumberAndString: false, allowRegExp: false },
        ],
        'typescript/restrict-template-expressions': ['error', { allowNumber: true }],
        'typescript/return-await': ['error', 'error-handling-correctness-only'],
        'typescript/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
        // `_` names what a signature asks for and this code does not need.
        'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
        // House rule 9: every switch over a union is exhaustive; `default: return unreachable(x)` is how one says so.
        'typescript/switch-exhaustiveness-check': ['error', { allowDefaultCaseForExhaustiveSwitch: true, requireDefaultForNonUnion: true }],
        'max-params': ['error', { max: 3 }],
        'typescript/consistent-type-assertions': ['error', { assertionStyle: 'as', objectLiteralTypeAssertions: 'allow-as-parameter' }],
        'house/no-boolean-parameters': 'error',
      },
    },
    // Every product room: the present moment and chance come from a port, and what is to be logged goes to the log.
    {
      files: ['apps/*/src/**/*.{ts,tsx}', 'packages/*/src/**/*.{ts,tsx}'],
      excludeFiles: [...TESTS, ...COMPOSITION_ROOTS],
      rules: {
        'no-console': 'error',
        'no-restricted-properties': ['error', NO_AMBIENT_CHANCE, ...NO_AMBIENT_TIME],
        'house/no-current-date': 'error',
      },
    },
    // The pure rooms and the pure files.
    {
      files: [
        'packages/protocol/src/**/*.ts',
        'packages/token-client/src/**/*.ts',
        'packages/identity/src/**/*.ts',
        'packages/pki/src/**/*.ts',
      ],
      excludeFiles: [...TESTS, ...PORTS_ON_NODE],
      rules: {
        'no-restricted-globals': ['error', ...OUTSIDE_WORLD],
        'no-restricted-imports': ['error', { patterns: [NODE_MODULES] }],
      },
    },
    {
      files: [
        'packages/protocol/src/**/*.ts',
        'packages/token-client/src/**/*.ts',
        'packages/identity/src/**/rules.ts',
        'packages/pki/src/**/*.ts',
      ],
      excludeFiles: [...TESTS, ...PORTS_ON_NODE],
      rules: { 'no-restricted-globals': ['error', CALENDAR, ...OUTSIDE_WORLD] },
    },
    // Pages are functions from a view model to HTML: no I/O at all.
    {
      files: ['apps/server/src/**/*.page.tsx', 'apps/server/src/**/*.pages.tsx'],
      rules: {
        'no-restricted-globals': ['error', ...OUTSIDE_WORLD],
        'no-restricted-imports': ['error', { patterns: [NODE_MODULES] }],
      },
    },
    {
      files: TESTS,
      rules: {
        // Fakes are async because the port is, and asserting on a method of a fake is not calling it unbound.
        'typescript/require-await': 'off',
        'typescript/unbound-method': 'off',
      },
    },
    { files: CONFIGURATIONS, rules: { 'no-restricted-exports': 'off' } },
  ],
});

import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { houseRules } from './tools/lint/house-rules.js';

const TESTS = [
  '**/*.test.{ts,tsx}',
  '**/testing/**',
  'e2e/**',
  'bench/**',
  'tools/**',
  '*.config.{ts,js}',
  'apps/*/build/**',
  'apps/*/vite*.config.ts',
];
const TOOLS_IN_JAVASCRIPT = ['**/*.{js,mjs,cjs}'];
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
const NO_CURRENT_DATE = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
  message: 'Time is an argument: ask the Clock.',
};

export default defineConfig(
  globalIgnores(['**/node_modules/', '**/dist/', '**/.cache/', 'data/', 'vectors/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.{ts,tsx,js,mjs}'], plugins: { house: houseRules } },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // TypeScript knows the names; without it this rule has no idea of types.
      'no-undef': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `_` names what a signature asks for and this code does not need.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // House rule 9: every switch over a union is exhaustive; `default: return unreachable(x)` is how one says so.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'allow-as-parameter' },
      ],
      'house/no-boolean-parameters': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } },
      ],
      'house/file-names': 'error',
      'house/reasoned-suppressions': 'error',
    },
  },
  // Every product room: the present moment and chance come from a port, and what is to be logged goes to the log.
  {
    files: ['apps/*/src/**/*.{ts,tsx}', 'packages/*/src/**/*.{ts,tsx}'],
    ignores: [...TESTS, ...COMPOSITION_ROOTS],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': ['error', NO_AMBIENT_CHANCE, ...NO_AMBIENT_TIME],
      'no-restricted-syntax': ['error', NO_CURRENT_DATE],
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
    ignores: [...TESTS, ...PORTS_ON_NODE],
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
    ignores: [...TESTS, ...PORTS_ON_NODE],
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
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // `tsc` knows the names here too: it checks the JavaScript of the tools.
  { files: TOOLS_IN_JAVASCRIPT, rules: { 'no-undef': 'off' } },
  // Tools ask for a default export here.
  { files: ['*.config.{ts,js}', '.dependency-cruiser.js', 'apps/*/vite*.config.ts'], rules: { 'no-restricted-exports': 'off' } },
);

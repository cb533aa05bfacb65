import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOMS } from './boundaries/rooms.js';
import { RUNTIME_DEPENDENCIES } from './boundaries/runtime-dependencies.js';
import { lintPlanted, type Verdict } from './lint/planted-house.ts';

/**
 * The three walls that hold the arrows, each shown to hold: a violation is planted in a copy of the house, or in a file that exists
 * only for the tool that reads it, and the tool must refuse it and end with a code that fails the build.
 */

const ROOT = join(import.meta.dirname, '..');
/** Each plant starts a tool; two cores may be busy with other tests. */
const PATIENCE = { timeout: 120_000 };

interface Ending {
  readonly code: number | null;
  readonly said: string;
}

function run(program: string, args: readonly string[], { cwd }: { cwd: string }): Ending {
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin', program), args, { cwd, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

let copy = '';

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), text);
};

/** A package that can be imported but that nobody asked for. */
function plantPackage(name: string): void {
  write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
  write(`node_modules/${name}/index.js`, 'module.exports = 1;\n');
}

beforeAll(() => {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  copy = mkdtempSync(join(ROOT, '.cache/walls-'));
  const isSource = (path: string) => !/\/(node_modules|dist|\.cache)$/.test(path) && !/\.test\.tsx?$/.test(path);
  for (const path of ['apps', 'packages', 'tools/boundaries', 'package.json', '.dependency-cruiser.js']) {
    cpSync(join(ROOT, path), join(copy, path), { recursive: true, filter: isSource });
  }
  for (const name of [...Object.keys(RUNTIME_DEPENDENCIES), 'smtp-server']) {
    cpSync(join(ROOT, 'node_modules', name), join(copy, 'node_modules', name), { recursive: true });
  }
  mkdirSync(join(copy, 'node_modules/@sallyport'));
  for (const { name, folder } of ROOMS) symlinkSync(join(copy, folder), join(copy, 'node_modules/@sallyport', name));
}, PATIENCE.timeout);

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

describe('the first wall: what a room is compiled with', PATIENCE, () => {
  /** Compiles a room with these files in it besides, as the room's own tsconfig says. */
  function compileWith(room: string, planted: Readonly<Record<string, string>>): Ending {
    const folder = mkdtempSync(join(copy, 'types-'));
    const inRoom = (path: string) => join(ROOT, 'packages', room, path);
    for (const [name, text] of Object.entries(planted)) writeFileSync(join(folder, name), `${text}\nexport {};\n`);
    const options = {
      noEmit: true,
      composite: false,
      incremental: false,
      emitDeclarationOnly: false,
      rootDir: ROOT,
      tsBuildInfoFile: null,
    };
    const include = [...Object.keys(planted).map((name) => join(folder, name)), inRoom('src/*.d.ts')];
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: inRoom('tsconfig.json'), compilerOptions: options, include, exclude: [], references: [] }),
    );
    return run('tsc', ['-p', folder, '--singleThreaded', '--pretty', 'false'], { cwd: ROOT });
  }

  const rows: readonly (readonly [room: string, planted: string, name: string])[] = [
    ['protocol', 'process.exit(1);', 'process'],
    ['protocol', 'setTimeout(() => {}, 1);', 'setTimeout'],
    ['protocol', 'document.title = "x";', 'document'],
    ['protocol', 'void crypto.subtle;', 'crypto'],
    ['protocol', 'import "node:fs"; void fetch("x");', 'fetch'],
    ['pki', 'process.exit(1);', 'process'],
    ['identity', 'process.exit(1);', 'process'],
    ['identity', 'document.title = "x";', 'document'],
    ['ui', 'process.exit(1);', 'process'],
  ];
  /** One program a room, with a file for each row: what one file brought in would be seen by all. */
  const compiled = new Map<string, Ending>();
  beforeAll(() => {
    for (const room of new Set(rows.map(([inRoom]) => inRoom))) {
      const planted = rows.flatMap(([inRoom, text, name]) => (inRoom === room ? [[`planted-${name}.ts`, text] as const] : []));
      compiled.set(room, compileWith(room, Object.fromEntries(planted)));
    }
  }, PATIENCE.timeout);

  test.for(rows)('%s does not compile with: %s', ([room, , name]) => {
    const { code, said } = compiled.get(room) ?? { code: 0, said: '' };
    expect(said).toMatch(new RegExp(`planted-${name}\\.ts\\(1,\\d+\\): error TS\\d+: Cannot find name '${name}'`));
    expect(code).not.toBe(0);
  });

  test.for(['protocol', 'pki', 'identity', 'certificates'])(
    'nothing that %s imports brings the types of Node or the DOM with it',
    (room) => {
      run('tsc', ['-b', '--singleThreaded', `packages/${room}`], { cwd: ROOT });
      const { code, said } = run('tsc', ['-p', `packages/${room}`, '--singleThreaded', '--listFilesOnly'], { cwd: ROOT });
      expect(said.split('\n').filter((file) => /@types\/node\/|lib\.(dom|webworker)/.test(file))).toEqual([]);
      expect(said).toContain(`packages/${room}/src/index.ts`);
      expect(code).toBe(0);
    },
  );

  test('protocol does compile with the two codecs it is given', () => {
    expect(compileWith('protocol', { 'planted.ts': 'export const octets = new TextEncoder().encode("x");' })).toEqual({
      code: 0,
      said: '',
    });
  });
});

describe('the second wall: restricted names', PATIENCE, () => {
  const rows = [
    ['packages/protocol/src/bytes.ts', 'export const now = () => Date.now();', 'no-restricted-globals'],
    ['packages/protocol/src/codes.ts', 'export const at = () => new Date(0);', 'no-restricted-globals'],
    ['packages/protocol/src/chance.ts', 'export const chance = () => Math.random();', 'no-restricted-properties'],
    ['packages/protocol/src/journal.ts', 'console.log(1);', 'no-restricted-globals'],
    ['packages/pki/src/octets.ts', 'export const at = () => new Date(0);', 'no-restricted-globals'],
    ['packages/token-client/src/news.ts', 'export const read = () => fetch("https://example.org");', 'no-restricted-globals'],
    ['packages/identity/src/password/rules.ts', 'export const now = () => new Date(5);', 'no-restricted-globals'],
    ['packages/identity/src/accounts/store.ts', 'export const read = () => fetch("https://example.org");', 'no-restricted-globals'],
    ['packages/identity/src/questions/store.ts', 'export { readFileSync } from "node:fs";', 'no-restricted-imports'],
    ['packages/platform/src/secret.ts', 'export const now = () => Date.now();', 'no-restricted-properties'],
    ['apps/server/src/http/listener.ts', 'export const now = () => new Date();', 'house/no-current-date'],
    ['apps/server/src/federation/welcome.page.tsx', 'export const at = () => process.pid;', 'no-restricted-globals'],
  ] as const;
  /** Where the real clock, chance and process enter. */
  const doors = [
    ['packages/platform/src/clock.ts', 'export const now = () => Date.now();'],
    ['packages/pki/src/node-cryptography/keys.ts', 'export { createPrivateKey } from "node:crypto";'],
    ['packages/identity/src/password/rules.test.ts', 'export const now = () => Date.now();'],
  ] as const;

  let verdict: Verdict = { code: null, broken: new Map() };
  beforeAll(() => {
    verdict = lintPlanted(Object.fromEntries([...rows, ...doors].map(([path, text]) => [path, text])));
  }, PATIENCE.timeout);

  test.for(rows)('%s may not hold: %s', ([path, , rule]) => {
    expect(verdict.broken.get(path)).toContain(rule);
  });

  test.for(doors)('%s may hold: %s', ([path]) => {
    expect(verdict.broken.get(path)).toBeUndefined();
  });

  test('a broken rule fails the build', () => {
    expect(verdict.code).toBe(1);
  });
});

describe('the third wall: arrows, faces and what comes from outside', PATIENCE, () => {
  const rows: readonly (readonly [rule: string, from: string, imported: string])[] = [
    ['arrows-of-protocol', 'packages/protocol/src', '@sallyport/platform'],
    ['arrows-of-platform', 'packages/platform/src', '@sallyport/identity'],
    ['arrows-of-ui', 'packages/ui/src', '@sallyport/protocol'],
    ['arrows-of-soft-token', 'apps/soft-token/src', '@sallyport/identity'],
    ['arrows-of-server', 'apps/server/src', '@sallyport/cli'],
    ['arrows-of-cli', 'apps/cli/src', '@sallyport/server'],
    ['arrows-of-identity', 'packages/identity/src', '@sallyport/certificates'],
    ['arrows-of-certificates', 'packages/certificates/src', '@sallyport/identity'],
    ['face-of-identity', 'apps/server/src', '../../../../packages/identity/src/accounts/store.ts'],
    ['no-unresolvable', 'apps/server/src', '@sallyport/identity/src/accounts/store.ts'],
    ['testing-is-for-tests', 'apps/server/src', '@sallyport/platform/testing'],
    ['runtime-dependencies-of-identity', 'packages/identity/src', 'pino'],
    ['runtime-dependencies-of-server', 'apps/server/src', 'planted-package'],
    ['no-unlisted', 'apps/server/src', 'planted-package'],
    ['no-development-dependency', 'packages/platform/src', 'smtp-server'],
    ['no-node-here', 'packages/protocol/src', 'node:crypto'],
    ['no-node-here', 'packages/pki/src', 'node:crypto'],
    ['ports-on-node-are-a-door', 'packages/pki/src', '../node-cryptography/index.ts'],
    ['no-node-here', 'apps/soft-token/src', 'node:fs'],
    ['rules-read-no-store', 'packages/identity/src', '../accounts/store.ts'],
    ['the-portal-is-a-relying-party', 'apps/server/src/certificate-portal', '@sallyport/identity'],
  ];
  const planted = rows.map(([rule, from, imported], index) => {
    const path = `${from}/planted-${String(index)}/rules.ts`;
    return { rule, from, imported, path };
  });
  const CIRCLE = 'packages/platform/src/planted-circle';

  /** The house and all that is planted in it, cruised at once: what is refused, by file and rule. */
  let refused: readonly { readonly rule: string; readonly path: string }[] = [];
  let ending: Ending = { code: null, said: '' };
  beforeAll(() => {
    plantPackage('planted-package');
    for (const { path, imported } of planted) write(path, `import '${imported}';\nexport {};\n`);
    write(`${CIRCLE}/one.ts`, "export { two } from './two.ts';\nexport const one = 1;\n");
    write(`${CIRCLE}/two.ts`, "export { one } from './one.ts';\nexport const two = 2;\n");
    ending = run('depcruise', ['apps', 'packages', '--output-type', 'err'], { cwd: copy });
    refused = [...ending.said.matchAll(/^ *error (\S+): (\S+)/gm)].map(([, rule = '', path = '']) => ({ rule, path }));
  }, PATIENCE.timeout);

  const rulesBrokenBy = (isMeant: (path: string) => boolean) => refused.filter(({ path }) => isMeant(path)).map(({ rule }) => rule);

  test('the house as it stands is let through', () => {
    expect(refused.filter(({ path }) => !path.includes('/planted-'))).toEqual([]);
  });

  test.for(planted)('$rule: $from may not import $imported', ({ rule, path }) => {
    expect(rulesBrokenBy((from) => from === path)).toContain(rule);
  });

  test('no-circles: two files may not run each other', () => {
    expect(rulesBrokenBy((path) => path.startsWith(`${CIRCLE}/`))).toContain('no-circles');
  });

  test('each of them fails the build: the code it ends with is their number', () => {
    expect(refused.length).toBeGreaterThan(planted.length);
    expect(ending.code).toBe(refused.length);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * A house that exists only to be linted: files planted at the paths given, held to the configuration of this one. It stands outside our folders,
 * where nothing is ignored.
 */

const ROOT = join(import.meta.dirname, '../..');

export interface Verdict {
  readonly code: number | null;
  /** The rules that each file breaks, by the names of the configuration; what cannot be parsed breaks the rule ''. */
  readonly broken: ReadonlyMap<string, readonly string[]>;
}

interface Report {
  readonly diagnostics: readonly { readonly filename: string; readonly code?: string }[];
}

/** What the linter says of these texts, by path. @throws SyntaxError when it says nothing at all. */
export function lintPlanted(files: Readonly<Record<string, string>>): Verdict {
  const house = mkdtempSync(join(tmpdir(), 'sallyport-lint-'));
  const plant = (path: string, text: string) => {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), `${text}\n`);
  };
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'));
    plant('oxlint.config.ts', `export { default } from ${JSON.stringify(join(ROOT, 'oxlint.config.ts'))};`);
    plant('tsconfig.json', JSON.stringify(compiledAsTests(Object.keys(files))));
    for (const [path, text] of Object.entries(files)) plant(path, text);
    const { status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/oxlint'), ['--format', 'json'], { cwd: house, encoding: 'utf8' });
    const { diagnostics } = JSON.parse(stdout) as Report;
    const broken = Map.groupBy(diagnostics, ({ filename }) => filename);
    return { code: status, broken: new Map([...broken].map(([file, said]) => [file, said.map(({ code = '' }) => ruleOf(code))])) };
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
}

const compiledAsTests = (files: readonly string[]) => ({
  extends: join(ROOT, 'tsconfig.tests.json'),
  compilerOptions: { composite: false, incremental: false, emitDeclarationOnly: false, noEmit: true, tsBuildInfoFile: null },
  include: files,
  references: [],
});

/** `eslint(no-eval)` is `no-eval` in the configuration, and `typescript(await-thenable)` is `typescript/await-thenable`. */
const ruleOf = (code: string) => code.replace(/^(.+)\((.+)\)$/, '$1/$2').replace(/^eslint\//, '');

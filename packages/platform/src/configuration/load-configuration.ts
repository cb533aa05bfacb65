import { parseEnv } from 'node:util';
import type { Setting } from './settings.ts';

export type Settings = Readonly<Record<string, Setting<unknown>>>;

export type ConfigurationOf<S extends Settings> = { readonly [Key in keyof S]: S[Key] extends Setting<infer Value> ? Value : never };

export interface Problem {
  /** The name as the operator wrote or should write it. */
  readonly setting: string;
  /** `the environment` or the path of the file. */
  readonly where: string;
  readonly wrong: string;
  /** What a right value looks like, or what to do. */
  readonly right: string;
}

/** What one setting alone cannot know: `undefined` or the problem. Asked only when every setting is right. */
export type Rule<S extends Settings> = (configuration: ConfigurationOf<S>) => Problem | undefined;

export interface Sources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Throws when the file cannot be read, as `readFileSync` does. */
  readonly readFile: (path: string) => string;
}

export type Loaded<S extends Settings> =
  | { readonly outcome: 'ok'; readonly configuration: ConfigurationOf<S> }
  | { readonly outcome: 'refused'; readonly problems: readonly [Problem, ...Problem[]] };

/**
 * Reads every setting from the environment, then from the file of `KEY=VALUE` lines that `SALLYPORT_CONFIG` names, then from its default.
 * Every problem is reported, not the first; names that begin with `SALLYPORT_` and mean nothing are problems too.
 */
export function loadConfiguration<S extends Settings>(settings: S, sources: Sources, rules: readonly Rule<S>[] = []): Loaded<S> {
  const problems: Problem[] = [];
  const given = givenTexts(sources, problems);
  problems.push(...unknownNames(settings, given));
  const values = Object.entries(settings).map(([key, setting]) => [key, valueOf(setting, { given, sources, problems })] as const);
  const configuration = Object.fromEntries(values) as ConfigurationOf<S>;
  if (problems.length === 0) problems.push(...rules.flatMap((rule) => rule(configuration) ?? []));
  const [first, ...rest] = problems;
  return first ? { outcome: 'refused', problems: [first, ...rest] } : { outcome: 'ok', configuration };
}

interface Given {
  readonly text: string;
  readonly where: string;
}

const CONFIG_FILE = 'SALLYPORT_CONFIG';
const ENVIRONMENT = 'the environment';

/** The file first, so that the environment has the last word. */
function givenTexts({ environment, readFile }: Sources, problems: Problem[]): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  const path = environment[CONFIG_FILE];
  if (path !== undefined && path !== '') {
    for (const [name, text] of Object.entries(fileTexts({ path, readFile }, problems))) given.set(name, { text, where: path });
  }
  for (const [name, text] of Object.entries(environment)) {
    if (isOurs(name) && text !== undefined && text !== '') given.set(name, { text, where: ENVIRONMENT });
  }
  given.delete(CONFIG_FILE);
  return given;
}

function fileTexts(file: { path: string; readFile: Sources['readFile'] }, problems: Problem[]): Record<string, string> {
  const { path, readFile } = file;
  let content: string;
  try {
    content = readFile(path);
  } catch (error) {
    const right = 'name a file that this user may read, or leave the setting out';
    problems.push({ setting: CONFIG_FILE, where: ENVIRONMENT, wrong: `names a file that cannot be read: ${reasonOf(error)}`, right });
    return {};
  }
  for (const [index, line] of content.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line) || /^\s*(export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=/.test(line)) continue;
    problems.push({
      setting: `line ${(index + 1).toString()}`,
      where: path,
      wrong: 'is not of the form NAME=VALUE',
      right: 'SALLYPORT_DATA=/var/lib/sallyport',
    });
  }
  const texts = Object.entries(parseEnv(content)).filter(([name, text]) => isOurs(name) && text !== undefined && text !== '');
  return Object.fromEntries(texts) as Record<string, string>;
}

function isOurs(name: string): boolean {
  return name.startsWith('SALLYPORT_');
}

function unknownNames(settings: Settings, given: ReadonlyMap<string, Given>): Problem[] {
  const known = Object.values(settings).flatMap(({ name, kind }) => (kind === 'secret' ? [name, `${name}_FILE`] : [name]));
  return [...given].flatMap(([name, { where }]) => {
    if (known.includes(name)) return [];
    return { setting: name, where, wrong: 'is not a setting', right: `did you mean ${nearest(name, known)}?` };
  });
}

interface Reading {
  readonly given: ReadonlyMap<string, Given>;
  readonly sources: Sources;
  readonly problems: Problem[];
}

/** What the setting is worth; undefined, with the problem noted, when that cannot be told. */
function valueOf(setting: Setting<unknown>, reading: Reading): unknown {
  const found = textOf(setting, reading);
  if (found === 'unreadable') return undefined;
  if (!found) {
    if (setting.whenUnset === undefined) note(reading, setting, { where: ENVIRONMENT, wrong: 'is missing' });
    return undefined;
  }
  const parsed = setting.parse(found.text);
  if ('value' in parsed) return parsed.value;
  note(reading, setting, { where: found.where, wrong: parsed.wrong });
  return undefined;
}

function textOf(setting: Setting<unknown>, reading: Reading): Given | 'unreadable' | undefined {
  const direct = reading.given.get(setting.name);
  const byFile = setting.kind === 'secret' ? reading.given.get(`${setting.name}_FILE`) : undefined;
  if (direct && byFile) {
    note(reading, setting, { where: byFile.where, wrong: `is given twice, also as ${setting.name}_FILE; keep one` });
    return 'unreadable';
  }
  if (byFile) return secretFromFile(setting, byFile, reading);
  if (direct) return direct;
  return setting.default === undefined ? undefined : { text: setting.default, where: 'its default' };
}

function secretFromFile(setting: Setting<unknown>, named: Given, reading: Reading): Given | 'unreadable' {
  try {
    return { text: reading.sources.readFile(named.text).replace(/\r?\n$/, ''), where: named.text };
  } catch (error) {
    note(reading, setting, { where: named.where, wrong: `is to be read from a file that cannot be read: ${reasonOf(error)}` });
    return 'unreadable';
  }
}

function note(reading: Reading, setting: Setting<unknown>, what: { readonly where: string; readonly wrong: string }): void {
  reading.problems.push({ setting: setting.name, ...what, right: setting.looksLike });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The known name that takes the fewest changes of letters (Levenshtein). */
function nearest(name: string, known: readonly string[]): string {
  const ranked = known.map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }));
  return ranked.sort((left, right) => left.distance - right.distance)[0]?.candidate ?? '';
}

function distanceOf(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of left.split('').entries()) {
    const next = [index + 1];
    for (const [position, other] of right.split('').entries()) {
      const replaced = (row[position] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[position + 1] ?? 0) + 1, (next[position] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** All problems as a text for the terminal. The caller prints it and exits with code 78 (EX_CONFIG) before opening a port. */
export function formatProblems(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'one thing' : `${problems.length.toString()} things`;
  const lines = problems.flatMap(({ setting, where, wrong, right }) => [
    `  ${setting} ${wrong}`,
    `    in ${where}; a right value: ${right}`,
  ]);
  return [`Sallyport cannot start: ${count} in the configuration must be put right.`, '', ...lines, ''].join('\n');
}

/** The settings as a Markdown table for `docs/operate`. */
export function referenceTable(settings: Settings): string {
  const rows = Object.values(settings).map(({ name, kind, help, looksLike, whenUnset, ...setting }) => {
    const unset = setting.default === undefined ? (whenUnset ?? 'must be set') : `\`${setting.default}\``;
    const names = kind === 'secret' ? `\`${name}\` or \`${name}_FILE\`` : `\`${name}\``;
    return `| ${names} | ${help} | \`${looksLike}\` | ${unset} |`;
  });
  return ['| Setting | What it is | A right value | When unset |', '|---|---|---|---|', ...rows, ''].join('\n');
}

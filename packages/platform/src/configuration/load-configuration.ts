import { parseConfigFile } from './config-file.ts';
import { nearestName } from './nearest-name.ts';
import type { Setting } from './settings.ts';

export type Settings = Readonly<Record<string, Setting<unknown>>>;

export type ConfigurationOf<S extends Settings> = { readonly [Key in keyof S]: S[Key] extends Setting<infer Value> ? Value : never };

export interface Problem {
  /** The name as the operator wrote or should write it. */
  readonly setting: string;
  /** `the environment` or the path of the file. */
  readonly where: string;
  /** What was written there; absent for a secret. */
  readonly given?: string;
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
  const { texts, faults } = parseConfigFile(content);
  for (const { line, wrong, right } of faults) problems.push({ setting: `line ${String(line)}`, where: path, wrong, right });
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
}

/**
 * Kubernetes puts the addresses of a service named "sallyport" into the environment of every pod beside it, as `SALLYPORT_PORT_443_TCP_ADDR` and the like.
 * Nobody wrote those, and no setting may be called so.
 */
const OF_THE_ORCHESTRATOR = /^SALLYPORT_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/;

/** Where the terminal token keeps its folder: a person who runs both has it set beside the server's settings. */
const OF_THE_TERMINAL_TOKEN = 'SALLYPORT_TOKEN_HOME';

function isOurs(name: string): boolean {
  return name.startsWith('SALLYPORT_') && name !== OF_THE_TERMINAL_TOKEN && !OF_THE_ORCHESTRATOR.test(name);
}

function unknownNames(settings: Settings, given: ReadonlyMap<string, Given>): Problem[] {
  const names = Object.values(settings).map(({ name }) => name);
  const known = Object.values(settings).flatMap(({ name, kind }) => (kind === 'secret' ? [name, `${name}_FILE`] : [name]));
  return [...given.keys()].flatMap((name) => {
    if (known.includes(name)) return [];
    const where = given.get(name)?.where ?? ENVIRONMENT;
    const open = names.find((candidate) => name === `${candidate}_FILE`);
    if (open !== undefined)
      return { setting: name, where, wrong: 'is not a setting: only secrets come by file', right: `set ${open} itself` };
    return { setting: name, where, wrong: 'is not a setting', right: `did you mean ${nearestName(name, known)}?` };
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
  note(reading, setting, { ...found, wrong: parsed.wrong });
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

/** Far more than any secret has: a wrong path may lead to anything. */
const MOST_SECRET_CHARACTERS = 64 * 1024;

function secretFromFile(setting: Setting<unknown>, named: Given, reading: Reading): Given | 'unreadable' {
  const refuse = (wrong: string): 'unreadable' => {
    note(reading, setting, { where: named.where, wrong });
    return 'unreadable';
  };
  let content: string;
  try {
    content = reading.sources.readFile(named.text);
  } catch (error) {
    return refuse(`is to be read from a file that cannot be read: ${reasonOf(error)}`);
  }
  const text = content.replace(/\r?\n$/, '');
  if (text === '') return refuse(`is to be read from ${named.text}, which is empty`);
  if (text.length > MOST_SECRET_CHARACTERS) return refuse(`is to be read from ${named.text}, which is far too long to be it`);
  return { text, where: named.text };
}

interface Noted {
  readonly where: string;
  readonly wrong: string;
  readonly text?: string;
}

function note(reading: Reading, setting: Setting<unknown>, { where, wrong, text }: Noted): void {
  const shown = text !== undefined && setting.kind !== 'secret' ? { given: text } : {};
  reading.problems.push({ setting: setting.name, where, ...shown, wrong, right: setting.looksLike });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

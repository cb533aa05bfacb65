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
export declare function loadConfiguration<S extends Settings>(settings: S, sources: Sources, rules?: readonly Rule<S>[]): Loaded<S>;

/** All problems as a text for the terminal. The caller prints it and exits with code 78 (EX_CONFIG) before opening a port. */
export declare function formatProblems(problems: readonly Problem[]): string;

/** The settings as a Markdown table for `docs/operate`. */
export declare function referenceTable(settings: Settings): string;

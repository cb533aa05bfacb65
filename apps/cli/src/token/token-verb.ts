import { parseArgs } from 'node:util';
import type { ExitCode } from './exit-codes.ts';
import type { Surroundings } from './surroundings.ts';

/** One verb of `sallyport token`. */
export interface TokenVerb<Name extends string = string> {
  readonly name: Name;
  /** How its arguments are written, such as `[SERIAL] [--copy]`. */
  readonly synopsis: string;
  readonly run: (given: readonly string[], surroundings: Surroundings) => Promise<ExitCode | 'usage'>;
}

export interface GivenArguments<Flag extends string, Option extends string> {
  readonly first: string | undefined;
  readonly flags: ReadonlySet<Flag>;
  readonly options: Readonly<Partial<Record<Option, string>>>;
}

/**
 * One argument at most, these flags, and these options with a value. Undefined for anything else; what it was is not repeated, as it may be a
 * secret in the wrong place.
 */
export function readArguments<Flag extends string, Option extends string = never>(
  given: readonly string[],
  flags: readonly Flag[],
  options: readonly Option[] = [],
): GivenArguments<Flag, Option> | undefined {
  const known: Record<string, { readonly type: 'boolean' | 'string' }> = {};
  for (const flag of flags) known[flag] = { type: 'boolean' };
  for (const option of options) known[option] = { type: 'string' };
  try {
    const { values, positionals } = parseArgs({ args: [...given], options: known, allowPositionals: true });
    const [first, ...rest] = positionals;
    if (rest.length > 0) return undefined;
    const valued: Partial<Record<Option, string>> = {};
    for (const option of options) {
      const value = values[option];
      if (typeof value === 'string') valued[option] = value;
    }
    return { first, flags: new Set(flags.filter((flag) => values[flag] === true)), options: valued };
  } catch {
    return undefined;
  }
}

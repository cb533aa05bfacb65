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

export interface GivenArguments<Flag extends string> {
  readonly first: string | undefined;
  readonly flags: ReadonlySet<Flag>;
}

/** One argument at most, and these flags. Undefined for anything else; what it was is not repeated, as it may be a secret in the wrong place. */
export function readArguments<Flag extends string>(given: readonly string[], flags: readonly Flag[]): GivenArguments<Flag> | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      options: Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' } as const])),
      allowPositionals: true,
    });
    const [first, ...rest] = positionals;
    return rest.length > 0 ? undefined : { first, flags: new Set(flags.filter((flag) => values[flag] === true)) };
  } catch {
    return undefined;
  }
}

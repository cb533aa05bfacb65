import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What follows `sallyport ca`. */
export interface CaVerb {
  readonly name: string;
  readonly synopsis: string;
  /** Undefined when it is not written like this. */
  prepare(given: readonly string[]): (() => Promise<number>) | undefined;
}

export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

/** What is written with these options and no others; undefined when it is not. */
export function readArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(given: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true });
  } catch {
    return undefined;
  }
}

export function instantText(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

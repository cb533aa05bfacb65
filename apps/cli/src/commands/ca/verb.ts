/** What follows `sallyport ca`. */
export interface CaVerb {
  readonly name: string;
  readonly synopsis: string;
  /** Undefined when it is not written like this. */
  prepare(given: readonly string[]): (() => Promise<number>) | undefined;
}

export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

export function instantText(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

export interface Command {
  readonly name: string;
  /** How its arguments are written, such as `USER-NAME --organisation NAME`. */
  readonly synopsis: string;
  readonly summary: string;
  /** Resolves to the exit code. */
  run(given: readonly string[]): Promise<number>;
}

export function usage(commands: readonly Command[]): string {
  const lines = commands.flatMap(({ name, synopsis, summary }) => [
    `  sallyport ${name}${synopsis === '' ? '' : ` ${synopsis}`}`,
    `      ${summary}`,
  ]);
  return [
    'Sallyport: a two-factor identity system whose locked tokens unlock themselves.',
    '',
    ...lines,
    '',
    'Settings come from SALLYPORT_… variables: docs/operate/configuration.md.',
  ].join('\n');
}

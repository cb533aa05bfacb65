export interface Command {
  readonly name: string;
  /** How its arguments are written, such as `USER-NAME --organisation NAME`. */
  readonly synopsis: string;
  readonly summary: string;
  /** Resolves to the exit code. */
  run(given: readonly string[]): Promise<number>;
}

export function usage(commands: readonly Command[]): string {
  const calls = commands.map((command) => `sallyport ${command.name}${command.synopsis === '' ? '' : ` ${command.synopsis}`}`);
  const width = Math.max(...calls.map((call) => call.length));
  const lines = commands.map((command, index) => `  ${(calls[index] ?? '').padEnd(width)}  ${command.summary}`);
  return [
    'Sallyport: a two-factor identity system whose locked tokens unlock themselves.',
    '',
    ...lines,
    '',
    'Settings come from SALLYPORT_… variables: docs/operate/configuration.md.',
  ].join('\n');
}

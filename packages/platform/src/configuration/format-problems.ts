import type { Problem } from './load-configuration.ts';

const MOST_SHOWN = 100;

/** All problems as a text for the terminal. The caller prints it and exits with code 78 (EX_CONFIG) before opening a port. */
export function formatProblems(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'one thing' : `${problems.length.toString()} things`;
  const lines = problems.flatMap(({ setting, where, given, wrong, right }) => [
    `  ${setting} ${wrong}`,
    // Quoted as JSON, so that a control character stays one that is read and not one that is obeyed.
    `    in ${where}${given === undefined ? '' : `, as ${JSON.stringify(given.slice(0, MOST_SHOWN))}`}; a right value: ${right}`,
  ]);
  return [`Sallyport cannot start: ${count} in the configuration must be put right.`, '', ...lines, ''].join('\n');
}

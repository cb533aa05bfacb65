import { token } from './commands/token.ts';
import { usage } from './usage.ts';

/** `sallyport COMMAND …`: every command answers its exit code. 0 ok, 1 failed, 2 usage, 78 configuration; those of the token: `token/exit-codes.ts`. */

const EXIT_USAGE = 2;

const [name = '', ...given] = process.argv.slice(2);
// The token is asked for a one-time password many times a day; it does not wait for the server's code to be read.
const commands = name === token.name ? [token] : (await import('./commands/commands.ts')).commands;
const command = commands.find((candidate) => candidate.name === name);
if (command) {
  process.exitCode = await command.run(given);
} else {
  const isAsked = name === '' || name === 'help' || name === '--help';
  const problem = isAsked ? '' : `There is no command "${name}".\n\n`;
  (isAsked ? process.stdout : process.stderr).write(`${problem}${usage(commands)}\n`);
  process.exitCode = isAsked ? 0 : EXIT_USAGE;
}

import { demo } from './commands/demo.ts';
import { serve } from './commands/serve.ts';
import { token } from './commands/token.ts';
import { usage } from './usage.ts';

/** `sallyport COMMAND …`: every command answers its exit code. 0 ok, 1 failed, 2 usage, 78 configuration; those of the token: `token/exit-codes.ts`. */

const EXIT_USAGE = 2;

const [name = '', ...given] = process.argv.slice(2);
// They do not read the server's code: the token is asked for a one-time password many times a day, the others stand beside the server as long as it runs.
const light = [serve, demo, token].filter((command) => command.name === name);
const commands = light.length > 0 ? light : (await import('./commands/commands.ts')).commands;
const command = commands.find((candidate) => candidate.name === name);
if (command) {
  process.exitCode = await command.run(given);
} else {
  const isAsked = name === '' || name === 'help' || name === '--help';
  const problem = isAsked ? '' : `There is no command "${name}".\n\n`;
  (isAsked ? process.stdout : process.stderr).write(`${problem}${usage(commands)}\n`);
  process.exitCode = isAsked ? 0 : EXIT_USAGE;
}

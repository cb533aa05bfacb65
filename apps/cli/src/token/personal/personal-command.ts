import { EXIT, type ExitCode } from '../exit-codes.ts';
import { say, type Surroundings } from '../surroundings.ts';
import type { TokenVerb } from '../token-verb.ts';
import { personalWords } from './personal.messages.ts';
import { add } from './verbs/add.ts';
import { checkKey } from './verbs/check-key.ts';
import { code } from './verbs/code.ts';
import { deleteOne } from './verbs/delete-one.ts';
import { exportSealed } from './verbs/export-sealed.ts';
import { importFile } from './verbs/import-file.ts';
import { list } from './verbs/list.ts';
import { pin } from './verbs/pin.ts';
import { recover } from './verbs/recover.ts';
import { remove } from './verbs/remove.ts';
import { setUp } from './verbs/set-up.ts';
import { watch } from './verbs/watch.ts';

/** Every verb, in the order in which `sallyport token personal help` names them. */
const VERBS = [setUp, checkKey, add, importFile, list, code, watch, deleteOne, exportSealed, pin, recover, remove] as const;

/** `sallyport token personal VERB …`. What was typed is not repeated, as it may be a secret in the wrong place. */
export async function runPersonalCommand(given: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const [name = 'help', ...rest] = given;
  const { out, err } = surroundings;
  const verb: TokenVerb | undefined = VERBS.find((candidate) => candidate.name === name);
  if (!verb) {
    const isAsked = name === 'help' || name === '--help';
    say(isAsked ? out : err, usage());
    return isAsked ? EXIT.ok : EXIT.usage;
  }
  const exit = await verb.run(rest, surroundings);
  if (exit !== 'usage') return exit;
  say(err, personalWords('usage-of', { usage: callOf(verb) }));
  return EXIT.usage;
}

function usage(): string {
  const rows = VERBS.flatMap((verb) => [`  ${callOf(verb)}`, `      ${personalWords(`usage-${verb.name}`)}`]);
  return [personalWords('usage-title'), '', ...rows, '', personalWords('usage-last')].join('\n');
}

function callOf({ name, synopsis }: TokenVerb): string {
  return `sallyport token personal ${name}${synopsis === '' ? '' : ` ${synopsis}`}`;
}

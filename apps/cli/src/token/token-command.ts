import { EXIT, type ExitCode } from './exit-codes.ts';
import { say, type Surroundings } from './surroundings.ts';
import { explainTrouble } from './terminal/explanations.ts';
import type { TokenVerb } from './token-verb.ts';
import { words } from './token.messages.ts';
import { troubleOf } from './trouble.ts';
import { activate } from './verbs/activate.ts';
import { answer } from './verbs/answer.ts';
import { code } from './verbs/code.ts';
import { deliver } from './verbs/deliver.ts';
import { forgot } from './verbs/forgot.ts';
import { list } from './verbs/list.ts';
import { allowPinStdin, forbidPinStdin } from './verbs/pin-stdin.ts';
import { personal } from './verbs/personal.ts';
import { pin } from './verbs/pin.ts';
import { registered } from './verbs/registered.ts';
import { remove } from './verbs/remove.ts';
import { status } from './verbs/status.ts';
import { unlock } from './verbs/unlock.ts';

/** Every verb, in the order in which `sallyport token help` names them. */
const VERBS = [
  activate,
  list,
  code,
  answer,
  unlock,
  pin,
  forgot,
  status,
  remove,
  deliver,
  registered,
  personal,
  allowPinStdin,
  forbidPinStdin,
] as const;

/** `sallyport token VERB …`. What the machine underneath fails at is told, not thrown. */
export async function runTokenCommand(given: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const [name = 'help', ...rest] = given;
  const { out, err } = surroundings;
  const verb: TokenVerb | undefined = VERBS.find((candidate) => candidate.name === name);
  if (!verb) {
    const isAsked = name === 'help' || name === '--help';
    say(isAsked ? out : err, usage());
    return isAsked ? EXIT.ok : EXIT.usage;
  }
  try {
    const exit = await verb.run(rest, surroundings);
    if (exit !== 'usage') return exit;
    say(err, words('usage-of', { usage: callOf(verb) }));
    return EXIT.usage;
  } catch (failure) {
    const trouble = troubleOf(failure);
    if (!trouble) throw failure;
    say(err, explainTrouble(trouble));
    return EXIT.failed;
  }
}

function usage(): string {
  const rows = VERBS.map((verb) => [callOf(verb), words(`usage-${verb.name}`)] as const);
  return [words('usage-title'), '', ...rows.flatMap(([call, summary]) => [`  ${call}`, `      ${summary}`]), '', words('usage-last')].join(
    '\n',
  );
}

function callOf({ name, synopsis }: TokenVerb): string {
  return `sallyport token ${name}${synopsis === '' ? '' : ` ${synopsis}`}`;
}

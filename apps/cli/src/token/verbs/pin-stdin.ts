import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type HomeSettings, writeSettings } from '../storage/token-home.ts';
import { say, type Surroundings } from '../surroundings.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';

/** Section 17: `--pin-stdin` must be enabled explicitly. These two verbs do, for all tokens of the home. */

export const allowPinStdin: TokenVerb<'allow-pin-stdin'> = {
  name: 'allow-pin-stdin',
  synopsis: '',
  run: (given, surroundings) => decide(given, 'allowed', surroundings),
};

export const forbidPinStdin: TokenVerb<'forbid-pin-stdin'> = {
  name: 'forbid-pin-stdin',
  synopsis: '',
  run: (given, surroundings) => decide(given, 'forbidden', surroundings),
};

async function decide(
  given: readonly string[],
  pinFromInput: HomeSettings['pinFromInput'],
  { machine, err }: Surroundings,
): Promise<ExitCode | 'usage'> {
  const asked = readArguments(given, []);
  if (!asked || asked.first !== undefined) return 'usage';
  const done = await machine.lock.exclusively(async () => {
    await writeSettings(machine.files, machine.home, { pinFromInput });
    return {};
  });
  say(err, done ? words(`pin-stdin-now-${pinFromInput}`) : words('lock-busy'));
  return done ? EXIT.ok : EXIT.failed;
}

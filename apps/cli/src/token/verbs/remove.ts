import { removeToken } from '@sallyport/token-client';
import { chooseToken, isPresent, nameOf } from '../choose-token.ts';
import { findTokens, type FoundToken, removable } from '../device-token.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { tellChoice } from '../find-token.ts';
import { reportRemovals } from '../report-removals.ts';
import { say, type Surroundings } from '../surroundings.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';

/** *Remove this token* (section 16). Its owner types the serial, or says `--yes` in a script; of a token that cannot be read, what `list` shows in its place. */
export const remove: TokenVerb<'remove'> = {
  name: 'remove',
  synopsis: '[SERIAL] [--yes]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['yes']);
    // In a script the token is named, so that a second one activated since is not removed in its place.
    if (!asked || (asked.flags.has('yes') && asked.first === undefined)) return 'usage';
    const choice = chooseToken(await findTokens(surroundings.machine), asked.first);
    if (choice.kind !== 'chosen') return tellChoice(choice, surroundings);
    const name = nameOf(choice);
    const { err, terminal } = surroundings;
    if (!asked.flags.has('yes')) {
      say(err, words('remove-lead', { serial: name }));
      const typed = await terminal.shown(words('ask-serial'));
      if (typed?.trim() !== name) {
        say(err, words('stopped'));
        return EXIT.failed;
      }
    }
    return isPresent(choice.status) ? removePresent(choice.token, name, surroundings) : discard(choice.token, name, surroundings);
  },
};

async function removePresent(token: FoundToken['token'], serial: string, surroundings: Surroundings): Promise<ExitCode> {
  const { err } = surroundings;
  if (!(await removeToken(removable(token)))) {
    say(err, words('lock-busy'));
    return EXIT.failed;
  }
  say(err, words('removed', { serial }));
  const reported = await reportRemovals('asked', surroundings);
  if (reported === 'told') say(err, words('removal-told'));
  if (reported === 'waiting') say(err, words('removal-later'));
  return EXIT.ok;
}

/** What nobody can read can sign nothing either: its files go, and that is all. */
async function discard(token: FoundToken['token'], name: string, { err }: Surroundings): Promise<ExitCode> {
  await removable(token).storage.clear();
  say(err, words('removed', { serial: name }), words('removal-untold'));
  return EXIT.ok;
}

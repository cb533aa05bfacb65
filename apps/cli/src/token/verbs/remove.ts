import { EXIT } from '../exit-codes.ts';
import { findToken } from '../find-token.ts';
import { say } from '../surroundings.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';

/** Destroys a token's keys on this machine. Its owner types the serial, or says `--yes` in a script. */
export const remove: TokenVerb<'remove'> = {
  name: 'remove',
  synopsis: '[SERIAL] [--yes]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['yes']);
    // In a script the token is named, so that a second one activated since is not removed in its place.
    if (!asked || (asked.flags.has('yes') && asked.first === undefined)) return 'usage';
    const ready = await findToken(asked.first, surroundings);
    if (ready.kind === 'over') return ready.exit;
    const { token, status } = ready;
    const { serial } = status.identity;
    const { err, terminal } = surroundings;
    if (!asked.flags.has('yes')) {
      say(err, words('remove-lead', { serial }));
      const typed = await terminal.shown(words('ask-serial'));
      if (typed?.trim() !== serial) {
        say(err, words('stopped'));
        return EXIT.failed;
      }
    }
    const done = await token.lock.exclusively(async () => {
      await token.storage.remove();
      return {};
    });
    say(err, done ? words('removed', { serial }) : words('lock-busy'));
    return done ? EXIT.ok : EXIT.failed;
  },
};

import { underLock } from '../../device-token.ts';
import { EXIT } from '../../exit-codes.ts';
import { say } from '../../surroundings.ts';
import { explainDeviceError } from '../../terminal/explanations.ts';
import { readArguments, type TokenVerb } from '../../token-verb.ts';
import { words } from '../../token.messages.ts';
import { findVault } from '../open-personal.ts';
import { personalWords } from '../personal.messages.ts';

/** Its owner types the serial, or says `--yes` in a script. No PIN: who has the folder can delete it anyway. */
export const remove: TokenVerb<'remove'> = {
  name: 'remove',
  synopsis: '[--yes]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['yes']);
    if (!asked || asked.first !== undefined) return 'usage';
    const { err, terminal, machine } = surroundings;
    const found = await findVault(surroundings);
    if (found.kind === 'over') return found.exit;
    const { here, status } = found;
    const { serial } = status.identity;
    if (!asked.flags.has('yes')) {
      say(err, personalWords('remove-lead'));
      const typed = await terminal.shown(personalWords('ask-serial', { serial }));
      if (typed?.trim() !== serial) {
        say(err, words('stopped'));
        return EXIT.failed;
      }
    }
    const destroyed = await here.vault.destroy();
    if (destroyed.kind === 'refused') {
      say(err, explainDeviceError(destroyed.error));
      return EXIT.failed;
    }
    await underLock(machine.lock, () => here.storage.clear());
    say(err, personalWords('removed'));
    return EXIT.ok;
  },
};

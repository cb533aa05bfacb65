import { askNewPin } from '../../ask-new-pin.ts';
import { EXIT } from '../../exit-codes.ts';
import { answersForPins } from '../../open-by-pin.ts';
import { say } from '../../surroundings.ts';
import { readArguments, type TokenVerb } from '../../token-verb.ts';
import { withPersonal } from '../open-personal.ts';
import { personalWords } from '../personal.messages.ts';

/** OPEN → OPEN under a new PIN. */
export const pin: TokenVerb<'pin'> = {
  name: 'pin',
  synopsis: '[--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['pin-stdin']);
    if (!asked || asked.first !== undefined) return 'usage';
    const pins = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    return withPersonal(pins, surroundings, async ({ vault, status }, answers) => {
      const set = await askNewPin({ answers, policy: status.policy, setPin: (entries) => vault.changePin(entries) }, surroundings);
      if (set.kind === 'over') return set.exit;
      set.vault.close();
      say(surroundings.err, personalWords('pin-changed'));
      return EXIT.ok;
    });
  },
};

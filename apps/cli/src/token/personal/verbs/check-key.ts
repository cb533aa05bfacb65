import { answersForPins } from '../../open-by-pin.ts';
import { readArguments, type TokenVerb } from '../../token-verb.ts';
import { withPersonal } from '../open-personal.ts';
import { showRecoveryKey } from '../recovery-key-check.ts';

/** The recovery key once more, until it was checked. */
export const checkKey: TokenVerb<'check-key'> = {
  name: 'check-key',
  synopsis: '[--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['pin-stdin']);
    if (!asked || asked.first !== undefined) return 'usage';
    const pins = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    return withPersonal(pins, surroundings, ({ vault }, answers) => showRecoveryKey(vault, answers, surroundings));
  },
};

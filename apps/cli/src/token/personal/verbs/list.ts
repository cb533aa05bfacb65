import { inOrder } from '@sallyport/token-client/personal';
import { EXIT } from '../../exit-codes.ts';
import { answersForPins } from '../../open-by-pin.ts';
import { say } from '../../surroundings.ts';
import { readArguments, type TokenVerb } from '../../token-verb.ts';
import { accountName } from '../name-accounts.ts';
import { withPersonal } from '../open-personal.ts';
import { personalWords } from '../personal.messages.ts';

/** The names, one a line. */
export const list: TokenVerb<'list'> = {
  name: 'list',
  synopsis: '[--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['pin-stdin']);
    if (!asked || asked.first !== undefined) return 'usage';
    const { out, err } = surroundings;
    const pins = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    return withPersonal(pins, surroundings, ({ vault }) => {
      const accounts = inOrder(vault.facts.accounts, vault.facts.view.order);
      if (accounts.length === 0) say(err, personalWords('no-accounts'));
      else say(out, ...accounts.map(accountName));
      return Promise.resolve(EXIT.ok);
    });
  },
};

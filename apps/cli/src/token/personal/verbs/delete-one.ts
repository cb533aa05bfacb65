import { deleteAccount, purgeDeleted } from '@sallyport/token-client/personal';
import { EXIT } from '../../exit-codes.ts';
import { answersForPins } from '../../open-by-pin.ts';
import { say } from '../../surroundings.ts';
import { readArguments, type TokenVerb } from '../../token-verb.ts';
import { accountName, chooseAccount } from '../name-accounts.ts';
import { withPersonal } from '../open-personal.ts';
import { personalWords } from '../personal.messages.ts';
import { tellNotWritten } from '../tell-not-written.ts';

/** One account, named: here nobody sees a list from which it could be taken back. */
export const deleteOne: TokenVerb<'delete'> = {
  name: 'delete',
  synopsis: 'NAME [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['pin-stdin']);
    if (asked?.first === undefined) return 'usage';
    const { err } = surroundings;
    const pins = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    return withPersonal(pins, surroundings, async ({ vault }) => {
      const choice = chooseAccount(vault.facts.accounts, asked.first, surroundings);
      if (choice.kind === 'over') return choice.exit;
      const { account } = choice;
      const changed = await vault.change((contents) => purgeDeleted(deleteAccount(contents, account.id)));
      if (changed.kind === 'refused') return tellNotWritten(changed.error, err);
      say(err, personalWords('deleted', { name: accountName(account) }));
      return EXIT.ok;
    });
  },
};

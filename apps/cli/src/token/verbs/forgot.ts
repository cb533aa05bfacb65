import { EXIT } from '../exit-codes.ts';
import { findUsableToken } from '../find-token.ts';
import { tellResetView } from '../terminal/reset-view.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';

/** "I forgot my PIN": shows the PIN Reset Code and destroys nothing; the PIN keeps working until an unlock commits (section 8). */
export const forgot: TokenVerb<'forgot'> = {
  name: 'forgot',
  synopsis: '[SERIAL]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, []);
    if (!asked) return 'usage';
    const ready = await findUsableToken(asked.first, surroundings);
    if (ready.kind === 'over') return ready.exit;
    tellResetView(ready.status, surroundings.out, surroundings);
    return EXIT.ok;
  },
};

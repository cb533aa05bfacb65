import { EXIT } from '../exit-codes.ts';
import { findUsableToken, tellRevoked } from '../find-token.ts';
import { say } from '../surroundings.ts';
import { explainDeviceError } from '../terminal/explanations.ts';
import { tellResetView } from '../terminal/reset-view.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';

/** "I forgot my PIN": shows the PIN Reset Code and destroys nothing; the PIN keeps working until an unlock commits, and ends that code's epoch when it does (section 8). */
export const forgot: TokenVerb<'forgot'> = {
  name: 'forgot',
  synopsis: '[SERIAL]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, []);
    if (!asked) return 'usage';
    const ready = await findUsableToken(asked.first, surroundings);
    if (ready.kind === 'over') return ready.exit;
    const shown = await ready.token.protocol.showResetCode();
    switch (shown.kind) {
      case 'closed':
      case 'locked':
        tellResetView(shown, surroundings.out, surroundings);
        return EXIT.ok;
      case 'revoked':
        return tellRevoked(surroundings);
      case 'empty':
        say(surroundings.err, words('moved-on'));
        return EXIT.notActivated;
      case 'refused':
        say(surroundings.err, explainDeviceError(shown.error));
        return EXIT.failed;
    }
  },
};

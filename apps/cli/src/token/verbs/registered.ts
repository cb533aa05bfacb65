import { forgetRegistration } from '@sallyport/token-client';
import { EXIT } from '../exit-codes.ts';
import { findUsableToken } from '../find-token.ts';
import { outboxOf } from '../server/contact-server.ts';
import { say } from '../surroundings.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';

/** The owner says that the portal has taken the registration code: it is shown no more. A machine with a network finds out by itself. */
export const registered: TokenVerb<'registered'> = {
  name: 'registered',
  synopsis: '[SERIAL]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, []);
    if (!asked) return 'usage';
    const ready = await findUsableToken(asked.first, surroundings);
    if (ready.kind === 'over') return ready.exit;
    await forgetRegistration(outboxOf(ready.token));
    say(surroundings.err, words('registration-forgotten'));
    return EXIT.ok;
  },
};

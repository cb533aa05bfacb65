import { EXIT, type ExitCode } from '../exit-codes.ts';
import { findUsableToken } from '../find-token.ts';
import { answersForPins, openByPin } from '../open-by-pin.ts';
import { settleClock } from '../server/settle-clock.ts';
import { tellServer, type Told } from '../server/tell-server.ts';
import { say, type Surroundings } from '../surroundings.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';

/** Tells the server what waits. A PIN is asked for only when an activation waits for its confirmation, which carries a one-time password. */
export const deliver: TokenVerb<'deliver'> = {
  name: 'deliver',
  synopsis: '[SERIAL] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['pin-stdin']);
    if (!asked) return 'usage';
    const ready = await findUsableToken(asked.first, surroundings);
    if (ready.kind === 'over') return ready.exit;
    const { token, status } = ready;
    const { messages } = await token.storage.readNews();
    const needsPin = messages.some((message) => message.kind !== 'receipt');
    if (!needsPin) return tell(await tellServer({ token, identity: status.identity, hurry: 'asked' }, surroundings), surroundings);

    const answers = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    if ('exit' in answers) return answers.exit;
    const opened = await openByPin({ serial: status.identity.serial, answers }, surroundings);
    if (opened.kind === 'over') return opened.exit;
    const { vault } = opened;
    try {
      const told = await tellServer({ token: opened.token, identity: status.identity, vault, hurry: 'asked' }, surroundings);
      await settleClock({ vault, offsetMs: told.offsetMs, answers: surroundings.terminal }, surroundings);
      return tell(told, surroundings);
    } finally {
      vault.close();
    }
  },
};

function tell({ kind }: Told, { err }: Surroundings): ExitCode {
  say(err, words(kind === 'told' ? 'server-told' : kind === 'waiting' ? 'server-later' : 'server-knows'));
  return kind === 'waiting' ? EXIT.offline : EXIT.ok;
}

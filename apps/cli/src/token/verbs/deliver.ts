import { findTokens } from '../device-token.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { findUsableToken, tellRevoked } from '../find-token.ts';
import { answersForPins, openByPin } from '../open-by-pin.ts';
import { reportRemovals } from '../report-removals.ts';
import { contactClosed, contactOpen, type Contacted } from '../server/contact-server.ts';
import { tellContact } from '../server/tell-contact.ts';
import { say, type Surroundings } from '../surroundings.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';

/**
 * Tells the server what waits, and hears whether the token was revoked. A PIN is asked for only when an activation waits for its confirmation, which
 * carries a one-time password. Without a serial the removals of tokens that are no longer here are told too.
 */
export const deliver: TokenVerb<'deliver'> = {
  name: 'deliver',
  synopsis: '[SERIAL] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['pin-stdin']);
    if (!asked) return 'usage';
    const removals = asked.first === undefined ? await reportRemovals('asked', surroundings) : 'nothing-to-tell';
    const isAnswer = removals === 'told' || removals === 'waiting';
    if (isAnswer && (await findTokens(surroundings.machine)).length === 0) return tell(removals, surroundings);
    const exit = await deliverFor(asked.first, asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    return removals === 'waiting' && exit === EXIT.ok ? tell(removals, surroundings) : exit;
  },
};

async function deliverFor(
  serial: string | undefined,
  pinFrom: 'terminal' | 'standard-input',
  surroundings: Surroundings,
): Promise<ExitCode> {
  const ready = await findUsableToken(serial, surroundings);
  if (ready.kind === 'over') return ready.exit;
  const { token, status } = ready;
  const needsPin = (await token.storage.readPendingMessages()).some((message) => message.kind !== 'receipt');
  if (needsPin) return deliverOpen(status.identity.serial, pinFrom, surroundings);
  const { told, server } = await contactClosed({ token, identity: status.identity }, surroundings);
  return server === 'revoked' ? tellRevoked(surroundings) : tell(told, surroundings);
}

async function deliverOpen(serial: string, pinFrom: 'terminal' | 'standard-input', surroundings: Surroundings): Promise<ExitCode> {
  const answers = await answersForPins(pinFrom, surroundings);
  if ('exit' in answers) return answers.exit;
  const opened = await openByPin({ serial, answers }, surroundings);
  if (opened.kind === 'over') return opened.exit;
  const contacted = await contactOpen({ token: opened.token, vault: opened.vault, hurry: 'asked' }, surroundings);
  if (contacted.outcome.isRevoked) return tellRevoked(surroundings);
  await tellContact(contacted, answers, surroundings);
  contacted.vault.close();
  return tell(contacted.told, surroundings);
}

function tell(told: Contacted['told'], { err }: Surroundings): ExitCode {
  say(err, words(told === 'told' ? 'server-told' : told === 'waiting' ? 'server-later' : 'server-knows'));
  return told === 'waiting' ? EXIT.offline : EXIT.ok;
}

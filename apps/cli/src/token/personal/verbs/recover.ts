import type { DeviceError } from '@sallyport/protocol';
import { formatDuration } from '@sallyport/ui/messages';
import { askNewPin } from '../../ask-new-pin.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { answersForPins } from '../../open-by-pin.ts';
import { say, type Surroundings } from '../../surroundings.ts';
import type { Answers } from '../../terminal/answers.ts';
import { explainDeviceError } from '../../terminal/explanations.ts';
import { tellFailedAttempts } from '../../terminal/failed-attempts.ts';
import { readArguments, type TokenVerb } from '../../token-verb.ts';
import { words } from '../../token.messages.ts';
import { findVault, type FoundVault } from '../open-personal.ts';
import { personalWords } from '../personal.messages.ts';

/** LOCKED or CLOSED → OPEN by the recovery key, under a new PIN. */
export const recover: TokenVerb<'recover'> = {
  name: 'recover',
  synopsis: '[--key-stdin] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['key-stdin', 'pin-stdin']);
    if (!asked || asked.first !== undefined) return 'usage';
    const pins = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    if ('exit' in pins) return pins.exit;
    const found = await findVault(surroundings);
    if (found.kind === 'over') return found.exit;
    const keys = asked.flags.has('key-stdin') ? surroundings.input : surroundings.terminal;
    return askForKey(found, { keys, pins }, surroundings);
  },
};

interface From {
  readonly keys: Answers;
  readonly pins: Answers;
}

/** Typing errors cost nothing, so that at a terminal they are asked again; a wrong key ends it. */
async function askForKey(found: FoundVault, from: From, surroundings: Surroundings): Promise<ExitCode> {
  const { err } = surroundings;
  const { serial } = found.status.identity;
  for (;;) {
    const typed = await from.keys.hidden(personalWords('ask-key', { serial }));
    if (typed === undefined) {
      say(err, words('stopped'));
      return EXIT.failed;
    }
    const outcome = await found.here.vault.enterRecoveryKey(typed.reveal());
    switch (outcome.kind) {
      case 'must-set-pin': {
        tellFailedAttempts(outcome.failed, err);
        say(err, personalWords('key-right'));
        const { policy } = found.status;
        const { awaiting } = outcome;
        const set = await askNewPin({ answers: from.pins, policy, setPin: (entries) => awaiting.setPin(entries) }, surroundings);
        if (set.kind === 'over') {
          awaiting.abandon();
          return set.exit;
        }
        set.vault.close();
        say(err, personalWords('recovered'));
        return EXIT.ok;
      }
      case 'wrong-code':
        say(err, personalWords('key-wrong', { serial }));
        if (outcome.waitSeconds > 0) say(err, personalWords('key-wait', { time: formatDuration(outcome.waitSeconds, 'en') }));
        return EXIT.wrongUnlockCode;
      case 'revoked':
        say(err, personalWords('none-here'));
        return EXIT.notActivated;
      case 'refused': {
        const { error } = outcome;
        const problem = explainKeyRefusal(error);
        say(err, problem ?? (error.code === 'BACKOFF' ? waitOf(error.seconds) : explainDeviceError(error)));
        if (problem === undefined) return error.code === 'BACKOFF' ? EXIT.wrongUnlockCode : EXIT.failed;
        if (!from.keys.mayAskAgain) return EXIT.codeTypo;
      }
    }
  }
}

function waitOf(seconds: number): string {
  return personalWords('key-wait', { time: formatDuration(seconds, 'en') });
}

/** Of a key as typed: nothing was spent. Undefined for any other refusal. */
function explainKeyRefusal(error: DeviceError): string | undefined {
  if (error.code === 'CODE_LENGTH') return personalWords('key-length', { expected: error.expected, typed: error.typed });
  if (error.code === 'CODE_TYPO') return personalWords('key-typo', { groups: new Intl.ListFormat('en').format(error.groups.map(String)) });
  return error.code === 'CODE_CHECK' ? personalWords('key-fails') : undefined;
}

import { tokenSuite } from '@sallyport/protocol';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { answersForPins, type OpenToken } from '../open-by-pin.ts';
import { openForUse } from '../open-for-use.ts';
import { say, type Surroundings } from '../surroundings.ts';
import type { Answers } from '../terminal/answers.ts';
import { explainDeviceError } from '../terminal/explanations.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';

/** The response to a challenge (RFC 6287), on standard output and nothing else there. */
export const answer: TokenVerb<'answer'> = {
  name: 'answer',
  synopsis: '[SERIAL] [--challenge-stdin] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['challenge-stdin', 'pin-stdin']);
    if (!asked) return 'usage';
    const pins = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    if ('exit' in pins) return pins.exit;
    const opened = await openForUse({ serial: asked.first, answers: pins }, surroundings);
    if (opened.kind === 'over') return opened.exit;
    const challenges = asked.flags.has('challenge-stdin') ? surroundings.input : surroundings.terminal;
    try {
      return await answerChallenges(opened, challenges, surroundings);
    } finally {
      opened.vault.close();
    }
  },
};

/** What is no challenge of this token costs nothing, so that at a terminal it is asked again. */
async function answerChallenges({ vault }: OpenToken, challenges: Answers, { out, err }: Surroundings): Promise<ExitCode> {
  if (tokenSuite(vault.otp) === undefined) {
    say(err, words('answers-no-challenges'));
    return EXIT.usage;
  }
  for (;;) {
    const challenge = await challenges.shown(words('ask-challenge'));
    if (challenge === undefined) {
      say(err, words('stopped'));
      return EXIT.failed;
    }
    const response = await vault.answerChallenge(challenge);
    if (response.kind === 'challenge-response') {
      say(out, response.digits);
      return EXIT.ok;
    }
    const { error } = response;
    if (error.code !== 'CHALLENGE_FORM') {
      say(err, explainDeviceError(error));
      return EXIT.failed;
    }
    say(err, words(`challenge-form-${error.form}`, { max: error.maxLength }));
    if (!challenges.mayAskAgain) return EXIT.codeTypo;
  }
}

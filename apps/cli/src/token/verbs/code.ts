import type { OneTimePassword, OpenVault } from '@sallyport/protocol';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { answersForPins } from '../open-by-pin.ts';
import { openForUse } from '../open-for-use.ts';
import { say, type Surroundings } from '../surroundings.ts';
import { clipboardWays, copyToClipboard } from '../terminal/clipboard.ts';
import { explainDeviceError } from '../terminal/explanations.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';
import { watchPasswords } from './watch-passwords.ts';

/** A one-time password: on standard output and nothing else there, so that a script may take it. */
export const code: TokenVerb<'code'> = {
  name: 'code',
  synopsis: '[SERIAL] [--copy | --watch] [--next] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['copy', 'watch', 'next', 'pin-stdin']);
    const isMixed = asked?.flags.has('watch') && (asked.flags.has('copy') || asked.flags.has('next'));
    if (!asked || isMixed) return 'usage';
    const answers = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    if ('exit' in answers) return answers.exit;
    const opened = await openForUse({ serial: asked.first, answers }, surroundings);
    if (opened.kind === 'over') return opened.exit;
    try {
      if (opened.vault.otp.type === 'ocra') {
        say(surroundings.err, words('answers-challenges'));
        return EXIT.usage;
      }
      return asked.flags.has('watch')
        ? await watchPasswords(opened.vault, surroundings)
        : await showPassword(opened.vault, { isNext: asked.flags.has('next'), copies: asked.flags.has('copy') }, surroundings);
    } finally {
      opened.vault.close();
    }
  },
};

async function showPassword(
  vault: OpenVault,
  wish: { readonly isNext: boolean; readonly copies: boolean },
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { out, err, machine } = surroundings;
  if (wish.isNext && vault.otp.type !== 'totp') {
    say(err, words('next-needs-time'));
    return EXIT.usage;
  }
  const password = await vault.oneTimePassword(wish.isNext ? 1 : 0);
  if (password.kind === 'refused') {
    say(err, explainDeviceError(password.error));
    return EXIT.failed;
  }
  if (wish.copies) return copyPassword(password, surroundings);
  say(out, password.digits);
  if (out.isTerminal) say(err, validity(password, machine.clock.now()));
  return EXIT.ok;
}

/** Copied, it is not shown. Where nothing could copy it, it is, so that it is not lost. */
async function copyPassword(password: OneTimePassword, surroundings: Surroundings): Promise<ExitCode> {
  const { out, err, machine, runTool } = surroundings;
  const outcome = await copyToClipboard(password.digits, clipboardWays(surroundings), {
    runTool,
    write: surroundings.writeToTerminal(),
  });
  switch (outcome.kind) {
    case 'copied':
      say(err, words('copied', { program: outcome.program }), validity(password, machine.clock.now()));
      return EXIT.ok;
    case 'asked-terminal':
      say(err, words('copied-by-terminal'), validity(password, machine.clock.now()));
      return EXIT.ok;
    case 'no-way':
      say(err, words('copy-failed'));
      say(out, password.digits);
      return EXIT.failed;
  }
}

function validity({ validFrom, validUntil }: OneTimePassword, now: number): string {
  if (validFrom === undefined || validUntil === undefined) return words('works-once');
  if (validFrom > now) return words('valid-from', { seconds: Math.ceil((validFrom - now) / 1000) });
  return words('valid-for', { seconds: Math.max(0, Math.ceil((validUntil - now) / 1000)) });
}

import type { Refused } from '@sallyport/protocol';
import type { AccountFacts, OpenPersonalVault } from '@sallyport/protocol/personal-vault';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { answersForPins } from '../../open-by-pin.ts';
import { say, type Surroundings } from '../../surroundings.ts';
import { clipboardWays, copyToClipboard } from '../../terminal/clipboard.ts';
import { explainDeviceError } from '../../terminal/explanations.ts';
import { readArguments, type TokenVerb } from '../../token-verb.ts';
import { words } from '../../token.messages.ts';
import { accountName, chooseAccount } from '../name-accounts.ts';
import { withPersonal } from '../open-personal.ts';
import { personalWords } from '../personal.messages.ts';

interface Shown {
  readonly kind: 'shown';
  readonly digits: string;
  readonly holds: string;
}

/** The code of one account: on standard output and nothing else there. */
export const code: TokenVerb<'code'> = {
  name: 'code',
  synopsis: '[NAME] [--copy] [--next] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['copy', 'next', 'pin-stdin']);
    if (!asked) return 'usage';
    const { err } = surroundings;
    const pins = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    return withPersonal(pins, surroundings, async ({ vault }) => {
      const choice = chooseAccount(vault.facts.accounts, asked.first, surroundings);
      if (choice.kind === 'over') return choice.exit;
      const { account } = choice;
      if (asked.flags.has('next') && account.otp.type !== 'totp') {
        say(err, personalWords('next-needs-time'));
        return EXIT.usage;
      }
      const shown = await codeOf(vault, { account, which: asked.flags.has('next') ? 'next' : 'present' }, surroundings);
      if (shown.kind === 'refused') {
        say(err, explainDeviceError(shown.error));
        return EXIT.failed;
      }
      return asked.flags.has('copy') ? copy(shown, surroundings) : show(shown, surroundings);
    });
  },
};

async function codeOf(
  vault: OpenPersonalVault,
  { account, which }: { readonly account: AccountFacts; readonly which: 'present' | 'next' },
  { machine }: Surroundings,
): Promise<Shown | Refused> {
  const name = accountName(account);
  if (account.otp.type === 'hotp') {
    const next = await vault.nextPassword(account.id);
    return next.kind === 'refused' ? next : { kind: 'shown', digits: next.digits, holds: personalWords('works-once', { name }) };
  }
  const passwords = await vault.passwords();
  if (passwords.kind === 'refused') return passwords;
  const password = passwords.passwords.find(({ id }) => id === account.id);
  if (password === undefined) throw new Error('an account in sight has no password');
  const until = password.validUntil + (which === 'next' ? account.otp.period * 1000 : 0);
  const seconds = Math.max(0, Math.ceil((until - machine.clock.now()) / 1000));
  const digits = which === 'next' ? password.nextDigits : password.digits;
  return { kind: 'shown', digits, holds: personalWords('works-until', { name, seconds }) };
}

function show({ digits, holds }: Shown, { out, err }: Surroundings): ExitCode {
  say(out, digits);
  if (out.isTerminal) say(err, holds);
  return EXIT.ok;
}

/** Copied, it is not shown. Where nothing could copy it, it is: one by counter is spent already. */
async function copy({ digits, holds }: Shown, surroundings: Surroundings): Promise<ExitCode> {
  const { out, err, runTool } = surroundings;
  const outcome = await copyToClipboard(digits, clipboardWays(surroundings), { runTool, write: surroundings.writeToTerminal() });
  if (outcome.kind === 'no-way') {
    say(err, words('copy-failed'));
    say(out, digits);
    return EXIT.failed;
  }
  say(err, outcome.kind === 'copied' ? words('copied', { program: outcome.program }) : words('copied-by-terminal'), holds);
  return EXIT.ok;
}

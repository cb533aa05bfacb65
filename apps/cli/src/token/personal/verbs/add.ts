import { type OtpAccount, type OtpauthRefusal, parseOtpauth } from '@sallyport/protocol';
import { type OpenPersonalVault, wipeAccounts } from '@sallyport/protocol/personal-vault';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { answersForPins } from '../../open-by-pin.ts';
import { say, type Surroundings } from '../../surroundings.ts';
import { printable } from '../../terminal/printable.ts';
import { readArguments, type TokenVerb } from '../../token-verb.ts';
import { words } from '../../token.messages.ts';
import { accountName } from '../name-accounts.ts';
import { withPersonal } from '../open-personal.ts';
import { personalWords } from '../personal.messages.ts';
import { compareAccounts, saveAccounts } from '../save-accounts.ts';
import { tellNotWritten } from '../tell-not-written.ts';

/** One account by its link, which is a secret: typed without echo, or a line of standard input. */
export const add: TokenVerb<'add'> = {
  name: 'add',
  synopsis: '[-] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['pin-stdin']);
    if (!asked || (asked.first !== undefined && asked.first !== '-')) return 'usage';
    const { terminal, input } = surroundings;
    const pins = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    return withPersonal(pins, surroundings, async ({ vault }) => {
      const link = await (asked.first === '-' ? input : terminal).hidden(personalWords('ask-link'));
      if (link === undefined) {
        say(surroundings.err, words('stopped'));
        return EXIT.failed;
      }
      const read = parseOtpauth(link.reveal());
      if (!read.ok) {
        say(surroundings.err, personalWords('link-unread', { why: whyOf(read.error) }));
        return EXIT.codeTypo;
      }
      const { account, notKept } = read.value;
      const exit = await addOne(vault, account, surroundings);
      if (exit === EXIT.ok && notKept.length > 0) {
        const what = new Intl.ListFormat('en').format(notKept.map(printable));
        say(surroundings.err, personalWords('not-kept', { name: accountName(account), what }));
      }
      return exit;
    });
  },
};

async function addOne(vault: OpenPersonalVault, account: OtpAccount, { err, machine }: Surroundings): Promise<ExitCode> {
  try {
    const compared = await compareAccounts(vault, [account]);
    if (compared.kind === 'refused') return tellNotWritten(compared.error, err);
    if (compared.fresh.length === 0) {
      say(err, personalWords('duplicate', { name: accountName(account) }));
      return EXIT.ok;
    }
    const saved = await saveAccounts(vault, [account], machine.randomness);
    if (saved.kind === 'refused') return tellNotWritten(saved.error, err);
    say(err, personalWords('added', { name: accountName(account) }));
    return EXIT.ok;
  } finally {
    wipeAccounts([account]);
  }
}

/** Of the link nothing is repeated: it is, or holds, a secret. */
function whyOf(refusal: OtpauthRefusal): string {
  switch (refusal.code) {
    case 'OTPAUTH_TOO_LONG':
    case 'OTPAUTH_UNKNOWN':
    case 'OTPAUTH_DAMAGED':
      return personalWords('left-out-malformed');
    case 'ACCOUNT_TYPE':
      return personalWords('left-out-unknown-type');
    case 'ACCOUNT_ALGORITHM':
      return personalWords('left-out-algorithm');
    case 'ACCOUNT_DIGITS':
      return personalWords('left-out-digits');
    case 'ACCOUNT_PERIOD':
      return personalWords('left-out-period');
    case 'ACCOUNT_COUNTER':
      return personalWords('left-out-counter');
    case 'ACCOUNT_SECRET':
      return personalWords(refusal.problem === 'empty' ? 'left-out-secret-missing' : 'left-out-secret-malformed');
    case 'ACCOUNT_TEXT':
      return personalWords('left-out-name-too-long');
  }
}

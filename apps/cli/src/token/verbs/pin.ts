import { RECEIPT_KIND } from '@sallyport/protocol';
import { receiptOf } from '@sallyport/token-client';
import { askNewPin } from '../ask-new-pin.ts';
import { EXIT } from '../exit-codes.ts';
import { finishCommit } from '../finish-commit.ts';
import { answersForPins, openByPin } from '../open-by-pin.ts';
import { say } from '../surroundings.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';

/** OPEN → OPEN under a new PIN. */
export const pin: TokenVerb<'pin'> = {
  name: 'pin',
  synopsis: '[SERIAL] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['pin-stdin']);
    if (!asked) return 'usage';
    const answers = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    if ('exit' in answers) return answers.exit;
    const opened = await openByPin({ serial: asked.first, answers }, surroundings);
    if (opened.kind === 'over') return opened.exit;
    const { token, status, vault } = opened;
    const changed = await askNewPin({ answers, policy: status.policy, setPin: (entries) => vault.changePin(entries) }, surroundings);
    vault.close();
    if (changed.kind === 'over') return changed.exit;
    say(surroundings.err, words('pin-changed'));
    const news = receiptOf(RECEIPT_KIND.pinChange);
    const finished = await finishCommit({ token, vault: changed.vault, news, answers }, surroundings);
    if (finished.kind === 'over') return finished.exit;
    finished.vault.close();
    return EXIT.ok;
  },
};

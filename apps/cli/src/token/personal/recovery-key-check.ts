import { type OpenPersonalVault, RECOVERY_KEY_GROUPS } from '@sallyport/protocol/personal-vault';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { say, type Surroundings } from '../surroundings.ts';
import type { Answers } from '../terminal/answers.ts';
import { explainDeviceError } from '../terminal/explanations.ts';
import { personalWords } from './personal.messages.ts';

/** Shows the key on standard output, and has two of its groups typed back where somebody is there to type. */
export async function showRecoveryKey(vault: OpenPersonalVault, answers: Answers, surroundings: Surroundings): Promise<ExitCode> {
  const { out, err, machine } = surroundings;
  const shown = await vault.recoveryKey();
  if (shown.kind === 'refused') {
    say(err, explainDeviceError(shown.error));
    return EXIT.failed;
  }
  if (shown.kind === 'checked') {
    say(err, personalWords('key-checked-before'));
    return EXIT.ok;
  }
  say(err, personalWords('key-lead', { serial: vault.identity.serial }));
  say(out, shown.text);
  if (!answers.mayAskAgain) {
    say(err, personalWords('key-unchecked'));
    return EXIT.ok;
  }
  say(err, personalWords('key-check'));
  return checkTyped(vault, { answers, groups: twoGroups(machine.randomness.bytes(2)) }, surroundings);
}

async function checkTyped(
  vault: OpenPersonalVault,
  { answers, groups }: { readonly answers: Answers; readonly groups: readonly number[] },
  { err }: Surroundings,
): Promise<ExitCode> {
  const typed: { readonly group: number; readonly typed: string }[] = [];
  for (const group of groups) {
    const text = await answers.hidden(personalWords('ask-group', { group }));
    if (text === undefined) {
      say(err, personalWords('key-unchecked'));
      return EXIT.ok;
    }
    typed.push({ group, typed: text.reveal() });
  }
  const checked = await vault.checkRecoveryKey(typed);
  if (checked.kind === 'refused') {
    say(err, explainDeviceError(checked.error));
    return EXIT.failed;
  }
  say(err, personalWords(checked.kind === 'checked' ? 'key-checked' : 'key-wrong-groups'));
  return checked.kind === 'checked' ? EXIT.ok : EXIT.codeTypo;
}

/** Two different ones, in their order. Which they are is no secret. */
function twoGroups(chance: Uint8Array): readonly number[] {
  const first = (chance[0] ?? 0) % RECOVERY_KEY_GROUPS;
  const second = (first + 1 + ((chance[1] ?? 0) % (RECOVERY_KEY_GROUPS - 1))) % RECOVERY_KEY_GROUPS;
  return [first, second].map((group) => group + 1).toSorted((left, right) => left - right);
}

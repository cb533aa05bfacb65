import type { PersonalStatus } from '@sallyport/protocol/personal-vault';
import type { OpenPersonalVault } from '@sallyport/protocol/personal-vault';
import { purgeDeleted } from '@sallyport/token-client/personal';
import type { Over } from '../open-by-pin.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { say, type Surroundings } from '../surroundings.ts';
import type { Answers } from '../terminal/answers.ts';
import { explainDeviceError } from '../terminal/explanations.ts';
import { tellFailedAttempts } from '../terminal/failed-attempts.ts';
import { words } from '../token.messages.ts';
import { personalWords } from './personal.messages.ts';
import { personalVaultHere, startVault, type VaultHere } from './personal-vault-here.ts';

export type PresentVault = Extract<PersonalStatus, { kind: 'closed' | 'locked' }>;

export interface FoundVault {
  readonly kind: 'found';
  readonly here: VaultHere;
  readonly status: PresentVault;
}

/** The vault of this home, closed or locked. */
export async function findVault({ machine, err }: Surroundings): Promise<FoundVault | Over> {
  const here = personalVaultHere(machine);
  const status = await startVault(here, machine);
  if (status.kind === 'empty') {
    say(err, personalWords('none-here'));
    return over(EXIT.notActivated);
  }
  if (status.kind !== 'refused') return { kind: 'found', here, status };
  say(err, explainDeviceError(status.error));
  return over(EXIT.failed);
}

export interface OpenVaultHere {
  readonly kind: 'open';
  readonly vault: OpenPersonalVault;
  readonly status: PresentVault;
}

/** One PIN is asked for, once: the next try is another call. */
export async function openPersonal(answers: Answers, surroundings: Surroundings): Promise<OpenVaultHere | Over> {
  const { err } = surroundings;
  const found = await findVault(surroundings);
  if (found.kind === 'over') return found;
  const { here, status } = found;
  if (status.kind === 'locked') return tellLocked(surroundings);
  if (status.attemptsLeft < status.policy.maxAttempts) say(err, personalWords('attempts-left', { left: status.attemptsLeft }));
  const pin = await answers.hidden(personalWords('ask-pin'));
  if (pin === undefined) {
    say(err, words('stopped'));
    return over(EXIT.failed);
  }
  const outcome = await here.vault.enterPin(pin.reveal());
  switch (outcome.kind) {
    case 'open':
      tellFailedAttempts(outcome.failed, err);
      return opened(outcome.vault, status, surroundings);
    case 'wrong-pin':
      say(err, personalWords('wrong-pin', { left: outcome.attemptsLeft }));
      return over(EXIT.wrongPin);
    case 'locked':
      return tellLocked(surroundings);
    case 'revoked':
      say(err, personalWords('none-here'));
      return over(EXIT.notActivated);
    case 'refused':
      if (outcome.error.code === 'PIN_POLICY') {
        say(err, words('pin-shape', { min: status.policy.minPinLength, max: status.policy.maxPinLength }));
        return over(EXIT.wrongPin);
      }
      say(err, explainDeviceError(outcome.error));
      return over(EXIT.failed);
  }
}

/** What another window deleted and did not take back goes for good. */
async function opened(vault: OpenPersonalVault, status: PresentVault, { err }: Surroundings): Promise<OpenVaultHere | Over> {
  const purged = vault.facts.accounts.some(({ isDeleted }) => isDeleted) ? await vault.change(purgeDeleted) : undefined;
  if (purged?.kind !== 'refused') return { kind: 'open', vault, status };
  vault.close();
  say(err, explainDeviceError(purged.error));
  return over(EXIT.failed);
}

/** Opens, works, closes. */
export async function withPersonal(
  answers: Answers | Over,
  surroundings: Surroundings,
  work: (open: OpenVaultHere, answers: Answers) => Promise<ExitCode>,
): Promise<ExitCode> {
  if ('exit' in answers) return answers.exit;
  const open = await openPersonal(answers, surroundings);
  if (open.kind === 'over') return open.exit;
  try {
    return await work(open, answers);
  } finally {
    open.vault.close();
  }
}

function tellLocked({ err }: Surroundings): Over {
  say(err, personalWords('locked'));
  return over(EXIT.locked);
}

export function over(exit: ExitCode): Over {
  return { kind: 'over', exit };
}

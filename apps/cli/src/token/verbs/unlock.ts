import { formatUnlockCode, parseUnlockLink, RECEIPT_KIND, type UnlockOutcome } from '@sallyport/protocol';
import { receiptOf } from '@sallyport/token-client';
import { formatDuration } from '@sallyport/ui/messages';
import { askNewPin } from '../ask-new-pin.ts';
import type { DeviceToken } from '../device-token.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { findUsableToken, tellRevoked, type UsableStatus } from '../find-token.ts';
import { answersForPins } from '../open-by-pin.ts';
import { finishCommit } from '../finish-commit.ts';
import { showFinishingPassword } from '../finishing-password.ts';
import { say, type Surroundings } from '../surroundings.ts';
import type { Answers } from '../terminal/answers.ts';
import { tellFailedAttempts } from '../terminal/failed-attempts.ts';
import { explainCodeRefusal, explainDeviceError } from '../terminal/explanations.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';

interface Unlocking {
  readonly token: DeviceToken;
  readonly status: UsableStatus;
  /** Where the unlock code comes from. */
  readonly codes: Answers;
  /** Where the new PIN comes from. */
  readonly pins: Answers;
}

/** UNLOCK (section 10): unlock code, new PIN, COMMIT. The code comes from the terminal or from standard input, never as an argument. */
export const unlock: TokenVerb<'unlock'> = {
  name: 'unlock',
  synopsis: '[SERIAL] [--code-stdin] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['code-stdin', 'pin-stdin']);
    if (!asked) return 'usage';
    const pins = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    if ('exit' in pins) return pins.exit;
    const ready = await findUsableToken(asked.first, surroundings);
    if (ready.kind === 'over') return ready.exit;
    const codes = asked.flags.has('code-stdin') ? surroundings.input : surroundings.terminal;
    return askForCode({ token: ready.token, status: ready.status, codes, pins }, surroundings);
  },
};

/** Typing errors cost nothing, so that at a terminal they are asked again; a wrong code ends it. */
async function askForCode(unlocking: Unlocking, surroundings: Surroundings): Promise<ExitCode> {
  const { status, codes } = unlocking;
  const { err } = surroundings;
  for (;;) {
    const typed = await codes.shown(
      words('ask-unlock-code', { serial: status.identity.serial, digits: (status.policy.unlockDigits / 4) * 5 }),
    );
    const entered = typed === undefined ? ({ kind: 'stopped' } as const) : await enterCode(typed, unlocking, surroundings);
    switch (entered.kind) {
      case 'must-set-pin':
        return setNewPin(unlocking, entered, surroundings);
      case 'typo':
        say(err, entered.problem);
        if (!codes.mayAskAgain) return EXIT.codeTypo;
        break;
      case 'stopped':
        say(err, words('stopped'));
        return EXIT.failed;
      case 'wrong-code':
      case 'revoked':
      case 'refused':
        return tellNotUnlocked(entered, status, surroundings);
    }
  }
}

type Entered = UnlockOutcome | { readonly kind: 'typo'; readonly problem: string } | { readonly kind: 'stopped' };

async function enterCode(typed: string, { token, status, codes }: Unlocking, surroundings: Surroundings): Promise<Entered> {
  const { identity, policy } = status;
  const link = typed.includes('#') ? parseUnlockLink(typed, policy.unlockDigits) : undefined;
  if (link?.ok && link.value.serial !== identity.serial) {
    return { kind: 'typo', problem: words('unlock-link-of-another', { serial: identity.serial }) };
  }
  const code = link?.ok ? formatUnlockCode(link.value.code) : typed;
  for (;;) {
    const outcome = await token.protocol.enterUnlockCode(code);
    if (outcome.kind !== 'refused') return outcome;
    const { error } = outcome;
    const problem = explainCodeRefusal(error);
    if (problem !== undefined) return { kind: 'typo', problem };
    if (error.code !== 'BACKOFF' || !codes.mayAskAgain) return outcome;
    // Waited for here, where a clock runs that nobody can set: to a new process a machine whose clock was put back has always just failed.
    say(surroundings.err, words('unlock-waiting', { time: formatDuration(error.seconds, 'en') }));
    if ((await waitFor(error.seconds, surroundings)) === 'interrupted') return { kind: 'stopped' };
  }
}

async function waitFor(seconds: number, { beginWaiting }: Surroundings): Promise<'over' | 'interrupted'> {
  const waiting = beginWaiting();
  return waiting.pause(seconds * 1000).finally(waiting.end);
}

async function setNewPin(
  { token, status, pins }: Unlocking,
  { awaiting, failed }: Extract<UnlockOutcome, { kind: 'must-set-pin' }>,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { err } = surroundings;
  tellFailedAttempts(failed, err);
  say(err, words('unlock-right'));
  const set = await askNewPin({ answers: pins, policy: status.policy, setPin: (entries) => awaiting.setPin(entries) }, surroundings);
  if (set.kind === 'over') {
    awaiting.abandon();
    return set.exit;
  }
  const news = receiptOf(RECEIPT_KIND.unlock);
  const finished = await finishCommit({ token, vault: set.vault, news, answers: pins }, surroundings);
  if (finished.kind === 'over') return finished.exit;
  const { vault, told } = finished;
  try {
    say(err, words(told === 'told' ? 'unlocked-told' : 'unlocked'));
    return await showFinishingPassword(vault, surroundings);
  } finally {
    vault.close();
  }
}

function tellNotUnlocked(
  outcome: Exclude<UnlockOutcome, { kind: 'must-set-pin' }>,
  { identity }: UsableStatus,
  surroundings: Surroundings,
): ExitCode {
  const { err } = surroundings;
  if (outcome.kind === 'revoked') return tellRevoked(surroundings);
  if (outcome.kind === 'refused' && outcome.error.code !== 'BACKOFF') {
    say(err, explainDeviceError(outcome.error));
    return EXIT.failed;
  }
  const waitSeconds = outcome.kind === 'wrong-code' ? outcome.waitSeconds : outcome.error.code === 'BACKOFF' ? outcome.error.seconds : 0;
  if (outcome.kind === 'wrong-code') say(err, words('unlock-wrong-code', { serial: identity.serial }));
  if (waitSeconds > 0) say(err, words('unlock-wait', { time: formatDuration(waitSeconds, 'en') }));
  return EXIT.wrongUnlockCode;
}

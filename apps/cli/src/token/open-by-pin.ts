import { type OpenVault, type PinOutcome, RECEIPT_KIND } from '@sallyport/protocol';
import { receiptOf } from '@sallyport/token-client';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findUsableToken, tellRevoked, type UsableStatus } from './find-token.ts';
import type { DeviceToken } from './device-token.ts';
import { keepNews } from './server/contact-server.ts';
import { tellFailedAttempts } from './terminal/failed-attempts.ts';
import { readSettings } from './storage/token-home.ts';
import { say, type Surroundings } from './surroundings.ts';
import type { Answers } from './terminal/answers.ts';
import { explainDeviceError } from './terminal/explanations.ts';
import { tellResetView } from './terminal/reset-view.ts';
import { words } from './token.messages.ts';

export interface OpenToken {
  readonly kind: 'open';
  readonly token: DeviceToken;
  readonly status: UsableStatus;
  readonly vault: OpenVault;
}

export type Over = { readonly kind: 'over'; readonly exit: ExitCode };

/** CLOSED → OPEN for the token with this serial, or the only one. One PIN is asked for, once: the next try is another call. */
export async function openByPin(
  given: { readonly serial: string | undefined; readonly answers: Answers },
  surroundings: Surroundings,
): Promise<OpenToken | Over> {
  const ready = await findUsableToken(given.serial, surroundings);
  if (ready.kind === 'over') return ready;
  const { token, status } = ready;
  if (status.kind === 'locked') return over(tellLocked(status, surroundings));
  if (status.attemptsLeft < status.policy.maxAttempts) say(surroundings.err, words('attempts-left', { left: status.attemptsLeft }));
  const pin = await given.answers.hidden(words('ask-pin', { serial: status.identity.serial }));
  if (pin === undefined) {
    say(surroundings.err, words('stopped'));
    return over(EXIT.failed);
  }
  const outcome = await token.protocol.enterPin(pin.reveal());
  if (outcome.kind === 'open') {
    const { vault, failed } = outcome;
    tellFailedAttempts(failed, surroundings.err);
    if (outcome.committed) {
      await keepNews(token, vault, receiptOf(RECEIPT_KIND.commit));
      say(surroundings.err, words('epoch-renewed'));
    }
    return { kind: 'open', token, status, vault };
  }
  return over(await tellNotOpened(outcome, { token, status }, surroundings));
}

async function tellNotOpened(
  outcome: Exclude<PinOutcome, { kind: 'open' }>,
  { token, status }: { readonly token: DeviceToken; readonly status: UsableStatus },
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { err } = surroundings;
  switch (outcome.kind) {
    case 'wrong-pin':
      say(err, words('wrong-pin', { left: outcome.attemptsLeft }));
      return EXIT.wrongPin;
    case 'locked': {
      const now = await token.protocol.status();
      return tellLocked(
        now.kind === 'locked' ? now : { ...status, kind: 'locked', reset: outcome.reset, problem: undefined },
        surroundings,
      );
    }
    case 'revoked':
      return tellRevoked(surroundings);
    case 'refused':
      if (outcome.error.code === 'PIN_POLICY') {
        say(err, words('pin-shape', { min: status.policy.minPinLength, max: status.policy.maxPinLength }));
        return EXIT.wrongPin;
      }
      say(err, explainDeviceError(outcome.error));
      return EXIT.failed;
  }
}

function tellLocked(status: UsableStatus, surroundings: Surroundings): ExitCode {
  tellResetView(status, surroundings.err, surroundings);
  return EXIT.locked;
}

/** Where PINs come from: the terminal, or standard input where its owner has allowed that. */
export async function answersForPins(
  asked: 'terminal' | 'standard-input',
  { machine, terminal, input, err }: Surroundings,
): Promise<Answers | Over> {
  if (asked === 'terminal') return terminal;
  const { pinFromInput } = await readSettings(machine.files, machine.home);
  if (pinFromInput === 'allowed') return input;
  say(err, words('pin-stdin-forbidden'));
  return over(EXIT.usage);
}

function over(exit: ExitCode): Over {
  return { kind: 'over', exit };
}

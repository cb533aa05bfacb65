import type { TokenPolicy } from '@sallyport/protocol';
import { type Choice, chooseToken, isPresent } from './choose-token.ts';
import { type DeviceToken, findTokens, type FoundToken, type PresentStatus } from './device-token.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { say, type Surroundings } from './surroundings.ts';
import { explainDeviceError, explainTrouble } from './terminal/explanations.ts';
import { words } from './token.messages.ts';

/** What every verb begins with: which token is meant, and whether it can be worked with at all. */

export type UsableStatus = Extract<PresentStatus, { readonly policy: TokenPolicy }>;

export type Ready =
  | { readonly kind: 'ready'; readonly token: DeviceToken; readonly status: PresentStatus }
  | { readonly kind: 'over'; readonly exit: ExitCode };

export type Usable =
  | { readonly kind: 'ready'; readonly token: DeviceToken; readonly status: UsableStatus }
  | { readonly kind: 'over'; readonly exit: ExitCode };

/** The token with this serial, or the only one, whatever its state. */
export async function findToken(serial: string | undefined, surroundings: Surroundings): Promise<Ready> {
  const found = await findTokens(surroundings.machine);
  const choice = chooseToken(found, serial);
  if (choice.kind !== 'chosen') return over(tellChoice(choice, surroundings));
  const { token, status } = choice;
  return isPresent(status) ? { kind: 'ready', token, status } : over(tellUnusable(status, surroundings));
}

/** The same for verbs that are nothing to a revoked token. */
export async function findUsableToken(serial: string | undefined, surroundings: Surroundings): Promise<Usable> {
  const ready = await findToken(serial, surroundings);
  if (ready.kind === 'over') return ready;
  const { token, status } = ready;
  return status.kind === 'revoked' ? over(tellRevoked(surroundings)) : { kind: 'ready', token, status };
}

/** Why none of the tokens was meant. */
export function tellChoice(choice: Exclude<Choice, { kind: 'chosen' }>, { err }: Surroundings): ExitCode {
  switch (choice.kind) {
    case 'none-here':
      say(err, words('none-here'));
      return EXIT.notActivated;
    case 'no-such-serial':
      say(err, words('no-such-serial'), ...choice.serials.map((serial) => `  ${serial}`));
      return EXIT.notActivated;
    case 'say-which':
      say(err, words('say-which'), ...choice.serials.map((serial) => `  ${serial}`));
      return EXIT.usage;
    case 'looks-like-pin':
      say(err, words('looks-like-pin'));
      return EXIT.usage;
  }
}

function tellUnusable(status: Exclude<FoundToken['status'], PresentStatus>, { err }: Surroundings): ExitCode {
  if (status.kind === 'trouble') {
    say(err, explainTrouble(status.trouble));
    return EXIT.failed;
  }
  say(err, explainDeviceError(status.error));
  return status.error.code === 'STORAGE_EVICTED' ? EXIT.notActivated : EXIT.failed;
}

export function tellRevoked({ err }: Surroundings): ExitCode {
  say(err, words('revoked'));
  return EXIT.revoked;
}

function over(exit: ExitCode): { readonly kind: 'over'; readonly exit: ExitCode } {
  return { kind: 'over', exit };
}

import type { Refused, TokenPolicy } from '@sallyport/protocol';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { say, type Surroundings } from './surroundings.ts';
import type { Answers } from './terminal/answers.ts';
import { explainDeviceError, explainPinRefusal } from './terminal/explanations.ts';
import { words } from './token.messages.ts';

export interface NewPinQuestion<Vault> {
  readonly answers: Answers;
  readonly policy: Pick<TokenPolicy, 'minPinLength' | 'maxPinLength'>;
  /** COMMITs under the PIN, or refuses it. */
  readonly setPin: (entries: { readonly pin: string; readonly repeated: string }) => Promise<OpenedUnder<Vault> | Refused>;
}

export interface OpenedUnder<Vault> {
  readonly kind: 'open';
  readonly vault: Vault;
}

/** A new PIN, twice, until it is taken or given up. A refused one changes nothing. */
export async function askNewPin<Vault>(
  { answers, policy, setPin }: NewPinQuestion<Vault>,
  { err }: Surroundings,
): Promise<OpenedUnder<Vault> | { readonly kind: 'over'; readonly exit: ExitCode }> {
  say(err, words('new-pin-rules', { min: policy.minPinLength, max: policy.maxPinLength }));
  for (;;) {
    const pin = await answers.hidden(words('ask-new-pin'));
    const repeated = pin && (await answers.hidden(words('ask-new-pin-again')));
    if (pin === undefined || repeated === undefined) {
      say(err, words('stopped'));
      return { kind: 'over', exit: EXIT.failed };
    }
    const outcome = await setPin({ pin: pin.reveal(), repeated: repeated.reveal() });
    if (outcome.kind === 'open') return outcome;
    const { error } = outcome;
    if (error.code !== 'PIN_POLICY') {
      say(err, explainDeviceError(error));
      return { kind: 'over', exit: EXIT.failed };
    }
    say(err, explainPinRefusal(error.reason, policy));
    if (!answers.mayAskAgain) return { kind: 'over', exit: EXIT.usage };
  }
}

import type { PinLengths, PinRefusal } from '@sallyport/protocol';

/** The rules of a new PIN as the person types it: each one open, kept or broken. The protocol judges once more when it is set. */
export type RuleState = 'open' | 'kept' | 'broken';

export interface NewPinRules {
  readonly length: RuleState;
  readonly guessable: RuleState;
  readonly same: RuleState;
  /** Why it is easily guessed. */
  readonly weakness: PinRefusal | undefined;
  /** The first rule that keeps this PIN from being set, as the protocol would say it; undefined when it may be tried. */
  readonly refusal: PinRefusal | undefined;
}

/** What is known against a PIN. The list of those that everybody guesses lies in the engine, so that the answer comes a moment later. */
export interface JudgedPin {
  readonly pin: string;
  readonly weakness: PinRefusal | undefined;
}

export function judgeAsTyped(
  entries: { readonly pin: string; readonly repeated: string },
  { lengths, judged }: { readonly lengths: PinLengths; readonly judged: JudgedPin | undefined },
): NewPinRules {
  const { pin, repeated } = entries;
  const misfit = misfitOf(pin, lengths);
  const isJudged = misfit === undefined && judged?.pin === pin;
  const weakness = isJudged ? judged.weakness : undefined;
  const same = judgeSame(pin, repeated);
  return {
    // Too short is not wrong yet: one is still typing.
    length: misfit === undefined ? 'kept' : misfit === 'too-short' ? 'open' : 'broken',
    guessable: !isJudged ? 'open' : weakness === undefined ? 'kept' : 'broken',
    same,
    weakness,
    refusal: misfit ?? weakness ?? (same === 'kept' ? undefined : 'entries-differ'),
  };
}

/** Why it cannot be a PIN under this policy, whatever its digits. */
export function misfitOf(pin: string, { minPinLength, maxPinLength }: PinLengths): PinRefusal | undefined {
  // Digits of any script: the protocol reads them all.
  if (!/^\p{Nd}*$/u.test(pin)) return 'not-digits';
  const { length } = Array.from(pin);
  if (length > maxPinLength) return 'too-long';
  return length < minPinLength ? 'too-short' : undefined;
}

function judgeSame(pin: string, repeated: string): RuleState {
  if (repeated === '') return 'open';
  if (pin === repeated) return 'kept';
  return pin.startsWith(repeated) ? 'open' : 'broken';
}

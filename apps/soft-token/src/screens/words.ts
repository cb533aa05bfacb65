import type { DeviceError, PinRefusal, TokenPolicy } from '@sallyport/protocol';
import { formatDuration } from '@sallyport/ui';
import type { ActivationFailure } from '../engine/engine-messages.ts';
import type { ClosedNote, LinkProblem } from '../app/model.ts';
import { say } from '../messages/english.ts';

/** What happened, in the words of the catalogue. Every switch is whole: a new refusal without words does not compile. */

export function sayLinkProblem(problem: LinkProblem): string {
  return say(`problem-${problem}`);
}

export function sayActivationFailure(failure: ActivationFailure): string {
  switch (failure.code) {
    case 'link-of-another-app':
      return say('activation-link-of-another-app', { origin: failure.origin });
    case 'rate-limited':
      return say('activation-rate-limited', { time: formatDuration(failure.waitSeconds, 'en') });
    case 'already-here':
      return say('activation-already-here', { serial: failure.serial });
    default:
      return say(`activation-${failure.code}`);
  }
}

export function sayPinRefusal(reason: PinRefusal, policy: TokenPolicy): string {
  switch (reason) {
    case 'too-short':
      return say('pin-too-short', { min: policy.minPinLength });
    case 'too-long':
      return say('pin-too-long', { max: policy.maxPinLength });
    default:
      return say(`pin-${reason}`);
  }
}

/** Under the PIN field, when what was typed did not open the token. */
export function sayClosedProblem(note: ClosedNote | undefined, policy: TokenPolicy): string | undefined {
  if (note?.kind === 'wrong-pin') return say('wrong-pin-title');
  if (note?.kind !== 'refused') return undefined;
  switch (note.error.code) {
    case 'PIN_POLICY':
      return say('pin-shape', { min: policy.minPinLength, max: policy.maxPinLength });
    case 'LOCK_BUSY':
      return say('lock-busy');
    default:
      return say('slot-damaged');
  }
}

/** Under the unlock code, when it could not be used. */
export function sayUnlockRefusal(error: DeviceError): string {
  switch (error.code) {
    case 'CODE_LENGTH':
      return say('code-length', { expected: error.expected, typed: error.typed });
    case 'CODE_TYPO':
      return say('code-typo', { count: error.groups.length, groups: new Intl.ListFormat('en').format(error.groups.map(String)) });
    case 'CODE_WRONG_KIND':
      return error.kind === 'unlock' ? say('code-length', { expected: 20, typed: 0 }) : say(`code-wrong-kind-${error.kind}`);
    case 'LOCK_BUSY':
      return say('lock-busy');
    default:
      return say('unreadable-text');
  }
}

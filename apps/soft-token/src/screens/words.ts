import type { CodeRefusal, DeviceError, PinLengths, PinRefusal, TokenPolicy } from '@sallyport/protocol';
import type { ActivationFailure } from '@sallyport/token-client';
import { formatDuration } from '@sallyport/ui';
import type { ClosedNote, LinkProblem } from '../app/model.ts';
import { say } from '../messages/english.ts';

/** What happened, in the words of the catalogue. A refusal without words does not compile: keys are made of its code. */

export function sayLinkProblem(problem: LinkProblem): string {
  return say(`problem-${problem}`);
}

export function sayActivationFailure(failure: ActivationFailure): string {
  if (failure.code === 'link-of-another-app') return say('activation-link-of-another-app', { origin: failure.origin });
  if (failure.code === 'rate-limited') return say('activation-rate-limited', { time: formatDuration(failure.waitSeconds, 'en') });
  if (failure.code === 'code-malformed') return sayActivationCodeRefusal(failure.because);
  if (failure.code === 'already-here') return say('activation-already-here', { serial: failure.serial });
  return say(`activation-${failure.code}`);
}

function sayActivationCodeRefusal(refusal: CodeRefusal): string {
  if (refusal.code === 'CODE_LENGTH') return say('activation-code-length', { expected: refusal.expected, typed: refusal.typed });
  if (refusal.code === 'CODE_WRONG_KIND') return say('activation-code-wrong-kind');
  return say('activation-code-typo', {
    count: refusal.groups.length,
    groups: new Intl.ListFormat('en').format(refusal.groups.map(String)),
  });
}

export function sayPinRefusal(reason: PinRefusal, policy: PinLengths): string {
  if (reason === 'too-short') return say('pin-too-short', { min: policy.minPinLength });
  if (reason === 'too-long') return say('pin-too-long', { max: policy.maxPinLength });
  return say(`pin-${reason}`);
}

/** Under the PIN field, when what was typed did not open the token. */
export function sayClosedProblem(note: ClosedNote | undefined, policy: TokenPolicy): string | undefined {
  if (note?.kind === 'wrong-pin') return say('wrong-pin');
  if (note?.kind !== 'refused') return undefined;
  const { code } = note.error;
  if (code === 'PIN_POLICY') return say('pin-shape', { min: policy.minPinLength, max: policy.maxPinLength });
  if (code === 'LOCK_BUSY') return say('lock-busy');
  if (sayDeviceProblem(note) !== undefined) return undefined;
  // A slot that is damaged, or whose parameters are outside every bound: `staysClosed` lets nothing else through.
  return say('slot-damaged');
}

/** What the authenticator of this device had to do with it; undefined when nothing. */
export function sayDeviceProblem(note: ClosedNote | undefined): string | undefined {
  if (note?.kind === 'pin-needed') return say('pin-needed');
  if (note?.kind !== 'refused') return undefined;
  const { code } = note.error;
  if (code === 'PRF_CANCELLED') return say('device-cancelled');
  if (code === 'PRF_UNAVAILABLE') return say('device-unavailable');
  // The PIN says `wrong-pin`: only the authenticator alone brings a wrong secret.
  return code === 'WRONG_SECRET' ? say('device-wrong') : undefined;
}

/** Under the unlock code, when it could not be used. */
export function sayUnlockRefusal(error: DeviceError): string {
  if (error.code === 'CODE_LENGTH') return say('code-length', { expected: error.expected, typed: error.typed });
  if (error.code === 'CODE_TYPO') {
    return say('code-typo', { count: error.groups.length, groups: new Intl.ListFormat('en').format(error.groups.map(String)) });
  }
  if (error.code === 'CODE_WRONG_KIND') return say(`code-wrong-kind-${error.kind}`);
  if (error.code === 'LOCK_BUSY') return say('lock-busy');
  // What is stored is damaged or of another version: no code typed here can change that.
  return say('unreadable-text');
}

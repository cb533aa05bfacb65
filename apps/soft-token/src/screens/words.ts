import type { DeviceError, PinLengths, PinRefusal, TokenPolicy } from '@sallyport/protocol';
import type { ClosedNote } from '../app/model.ts';
import { say } from '../messages/english.ts';

/** What happened, in the words of the catalogue. A refusal without words does not compile: keys are made of its code. */

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
  if (isDeviceProblem(note)) return undefined;
  // A slot that is damaged, or whose parameters are outside every bound: `staysClosed` lets nothing else through.
  return say('slot-damaged');
}

/** Whether it is the authenticator of this device that had to do with it. */
export function isDeviceProblem(note: ClosedNote | undefined): boolean {
  // The PIN says `wrong-pin`: only the authenticator alone brings a wrong secret.
  const codes = ['PRF_CANCELLED', 'PRF_UNAVAILABLE', 'WRONG_SECRET'];
  return note?.kind === 'pin-needed' || (note?.kind === 'refused' && codes.includes(note.error.code));
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

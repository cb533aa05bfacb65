import type { DeviceError, PinRefusal, TokenPolicy } from '@sallyport/protocol';
import type { ActivationFailure } from '@sallyport/token-client';
import { formatDuration } from '@sallyport/ui/messages';
import { words } from '../token.messages.ts';
import type { Trouble } from '../trouble.ts';

/** What happened, in the words of the catalogue. A refusal without words does not compile: keys are made of its code. */

export function explainTrouble(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'not-private':
    case 'unreadable':
    case 'home-not-absolute':
    case 'no-locks':
      return words(`trouble-${trouble.kind}`, { path: trouble.path });
    case 'disk-failed':
      return words('trouble-disk-failed', { code: trouble.code });
    case 'busy':
      return words('lock-busy');
    case 'disk-full':
    case 'not-writable':
    case 'keychain-unreachable':
    case 'no-terminal':
      return words(`trouble-${trouble.kind}`);
  }
}

export function explainPinRefusal(reason: PinRefusal, policy: Pick<TokenPolicy, 'minPinLength' | 'maxPinLength'>): string {
  if (reason === 'too-short') return words('pin-too-short', { min: policy.minPinLength });
  if (reason === 'too-long') return words('pin-too-long', { max: policy.maxPinLength });
  return words(`pin-${reason}`);
}

/** Of an unlock code as typed: nothing was spent. Undefined for any other refusal. */
export function explainCodeRefusal(error: DeviceError): string | undefined {
  if (error.code === 'CODE_LENGTH') return words('code-length', { expected: error.expected, typed: error.typed });
  if (error.code === 'CODE_TYPO') {
    return words('code-typo', { count: error.groups.length, groups: new Intl.ListFormat('en').format(error.groups.map(String)) });
  }
  return error.code === 'CODE_WRONG_KIND' ? words(`code-wrong-kind-${error.kind}`) : undefined;
}

const DEVICE_WORDS = {
  LOCK_BUSY: 'lock-busy',
  STORAGE_EVICTED: 'device-key-gone',
  VAULT_CLOSED: 'moved-on',
  SLOT_DAMAGED: 'slot-damaged',
} as const;

/** Everything that is neither a PIN nor a code: what is stored, and who else is using it. */
export function explainDeviceError({ code }: DeviceError): string {
  return code in DEVICE_WORDS ? words(DEVICE_WORDS[code as keyof typeof DEVICE_WORDS]) : words('unreadable-token', { code });
}

export function explainActivationFailure(failure: ActivationFailure): string {
  if (failure.code === 'link-of-another-app') return words('activation-link-of-another-app', { origin: failure.origin });
  if (failure.code === 'rate-limited') return words('activation-rate-limited', { time: formatDuration(failure.waitSeconds, 'en') });
  if (failure.code === 'already-here') return words('activation-already-here', { serial: failure.serial });
  return words(`activation-${failure.code}`);
}

import type { Secret } from '@sallyport/platform';
import { type PinResetCode, type PinResetCodeRefusal, parsePinResetCode } from '@sallyport/protocol';
import { codeFault } from '../code-fault.ts';
import { type Refusal, refuse } from '../refusals.ts';

export interface ReadPinResetCode {
  readonly kind: 'read';
  readonly code: PinResetCode;
}

/** What the check digits alone tell about a PIN Reset Code as typed; looking costs nothing and needs nobody signed in. */
export function readPinResetCode(typed: Secret<string>): ReadPinResetCode | Refusal<'prc-typo' | 'prc-version'> {
  const parsed = parsePinResetCode(typed.reveal());
  return parsed.ok ? { kind: 'read', code: parsed.value } : typingError(parsed.error);
}

function typingError(error: PinResetCodeRefusal): Refusal<'prc-typo' | 'prc-version'> {
  if (error.code === 'PRC_VERSION') return refuse('prc-version', error.code);
  return refuse('prc-typo', error.because.code, codeFault(error.because));
}

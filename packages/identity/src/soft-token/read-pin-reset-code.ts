import type { Secret } from '@sallyport/platform';
import { type PinResetCode, type PinResetCodeRefusal, parsePinResetCode } from '@sallyport/protocol';
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
  const { because } = error;
  switch (because.code) {
    case 'CODE_TYPO':
      return refuse('prc-typo', because.code, { groups: because.groups });
    case 'CODE_WRONG_KIND':
      return refuse('prc-typo', because.code, { wrongKind: because.kind });
    case 'CODE_LENGTH':
      return refuse('prc-typo', because.code, { digits: { expected: because.expected, found: because.typed } });
  }
}

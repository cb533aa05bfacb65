import type { Holding, RehearsedFactor } from '@sallyport/identity';
import { PATHS } from '../paths.ts';
import type { RehearsedWay } from './rehearsal.messages.ts';

export const REHEARSED_WAYS = [
  'password',
  'soft-token-otp',
  'passkey-verified',
  'questions',
  'recovery-code',
  'mailed-code',
  'recovery-contact',
] as const satisfies readonly RehearsedWay[];

/** Where each thing is given in a rehearsal. */
export const REHEARSED_AT: Readonly<Record<RehearsedWay, string>> = {
  password: PATHS.rehearsePassword,
  'soft-token-otp': PATHS.rehearseOtp,
  'passkey-verified': PATHS.rehearsePasskey,
  questions: PATHS.rehearseQuestions,
  'recovery-code': PATHS.rehearseRecoveryCode,
  'mailed-code': PATHS.rehearseMailedCode,
  'recovery-contact': PATHS.rehearseContact,
};

/** Where it is mended when it did not work. */
export const MENDED_AT: Readonly<Record<RehearsedWay, string>> = {
  password: PATHS.changePassword,
  'soft-token-otp': PATHS.softTokens,
  'passkey-verified': PATHS.passkeys,
  questions: PATHS.questions,
  'recovery-code': PATHS.recoveryCodes,
  'mailed-code': PATHS.addresses,
  'recovery-contact': PATHS.contacts,
};

export function isRehearsed(holding: Holding): holding is RehearsedWay {
  return holding !== 'temporary-access-code';
}

export function wayOf(factor: RehearsedFactor): RehearsedWay {
  return factor === 'passkey' ? 'passkey-verified' : factor;
}

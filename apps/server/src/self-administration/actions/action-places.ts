import type { RepairAction } from '@sallyport/identity';
import { PATHS } from '../paths.ts';

/** Where each action begins. */
export const ACTION_PLACES = {
  'unlock-soft-token': PATHS.unlock,
  'reactivate-soft-token': PATHS.reactivate,
  'report-misplaced': PATHS.misplaced,
  'revoke-soft-token': PATHS.softTokens,
  'another-soft-token': PATHS.anotherToken,
  'check-clock': PATHS.clock,
  'finish-set-up': PATHS.setUp,
  'say-not-me': PATHS.activity,
  'end-sessions': PATHS.sessions,
  'change-password': PATHS.changePassword,
  'change-questions': PATHS.questions,
  'change-addresses': PATHS.addresses,
  'recovery-codes': PATHS.recoveryCodes,
  passkeys: PATHS.passkeys,
  'recovery-contacts': PATHS.contacts,
  'ways-back': PATHS.waysBack,
} as const satisfies Readonly<Record<RepairAction, string>>;

import type { AuditAction } from '../audit.ts';

/**
 * Which acts change a credential or how it may be recovered: every address of the account is told of each, with a way to say that it was not them. Closed, so that a
 * new kind of act is not added without this being decided.
 */
export const TOLD_ACTS = {
  'organisation.create': 'changes-nothing',
  'account.create': 'changes-nothing',
  'invitation.create': 'changes-nothing',
  'invitation.accept': 'told',
  'password.sign-in': 'changes-nothing',
  'password.change': 'told',
  'password.reset-request': 'changes-nothing',
  'password.reset': 'told',
  'questions.register': 'told',
  'questions.answer': 'changes-nothing',
  'recovery-codes.make': 'told',
  'recovery-codes.spend': 'told',
  'mailed-code.send': 'changes-nothing',
  'mailed-code.answer': 'changes-nothing',
  'soft-token.start-activation': 'changes-nothing',
  'soft-token.answer-activation': 'changes-nothing',
  'soft-token.start-typed-activation': 'changes-nothing',
  'soft-token.answer-typed-activation': 'changes-nothing',
  'soft-token.register-offline': 'changes-nothing',
  'soft-token.confirm-activation': 'told',
  'soft-token.otp': 'changes-nothing',
  'soft-token.check-clock': 'changes-nothing',
  'soft-token.unlock': 'told',
  'soft-token.view-unlock-code': 'changes-nothing',
  'soft-token.confirm-unlock': 'told',
  'soft-token.expire-unlock': 'told',
  'soft-token.reactivate': 'told',
  'soft-token.receipt': 'told',
  'soft-token.contact': 'changes-nothing',
  'soft-token.promise-keys': 'changes-nothing',
  'soft-token.renew-keys': 'told',
  'soft-token.revoke': 'told',
  'soft-token.remove': 'told',
  'address.request': 'changes-nothing',
  'address.confirm': 'told',
  'address.remove': 'told',
  'address.make-primary': 'told',
  'account.freeze': 'told',
  'account.thaw': 'told',
  'delay.start': 'told',
  'delay.cancel': 'told',
  'delay.execute': 'told',
} as const satisfies Readonly<Record<AuditAction, 'told' | 'changes-nothing'>>;

export type ToldAction = { [Action in AuditAction]: (typeof TOLD_ACTS)[Action] extends 'told' ? Action : never }[AuditAction];

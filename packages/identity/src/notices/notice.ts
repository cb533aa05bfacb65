/** What its owner is told about an account. */
export type NoticeSubject =
  | 'account-set-up'
  | 'password-changed'
  | 'password-reset'
  | 'questions-registered'
  | 'questions-replaced'
  | 'recovery-codes-made'
  | 'recovery-codes-replaced'
  | 'recovery-code-used'
  | 'token-activated'
  | 'unlock-code-issued'
  | 'unlock-confirmed'
  | 'unlock-not-confirmed'
  | 'token-copied'
  | 'token-reactivated'
  | 'token-revoked'
  | 'token-removed'
  | 'token-keys-renewed';

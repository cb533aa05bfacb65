/** Why a new password is not accepted. */
export type PasswordRefusalCode = 'password-too-short' | 'password-too-long' | 'password-too-easy';

/** A way to give a second proof. The soft token raises the level; the questions do not, and are offered by Self-Administration only. */
export type SecondFactorWay = 'soft-token-otp' | 'questions';
/** `sign-in`: the Federation's step-up. `repair`: the sign-in of Self-Administration. */
export type SignInPurpose = 'sign-in' | 'repair';

/** What the actions page of Self-Administration may offer. */
export type RepairAction = 'unlock-soft-token' | 'reactivate-soft-token' | 'finish-set-up' | 'change-password';

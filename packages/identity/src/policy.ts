import type { BudgetPolicy } from '@sallyport/platform';
import type { OtpAlgorithm, TokenPolicy } from '@sallyport/protocol';

/** Everything an operator may decide about identities. `defaultPolicy` is what the security page says. */
export interface IdentityPolicy {
  /** The name mails and tokens carry. */
  readonly issuerName: string;
  readonly support: SupportContact;
  readonly password: { readonly minLength: number; readonly maxLength: number };
  readonly questions: { readonly registered: number; readonly asked: number; readonly minAnswerLength: number };
  /** Profile of the tokens issued from now on. */
  readonly token: TokenPolicy;
  readonly otp: { readonly algorithm: OtpAlgorithm; readonly digits: 6 | 8; readonly periodSeconds: number; readonly driftSteps: number };
  readonly lifetimes: {
    readonly invitationMs: number;
    readonly passwordResetMs: number;
    readonly activationMs: number;
    /** How long an issued unlock code may wait for its confirmation. */
    readonly confirmationMs: number;
    /** How old the proofs may be that unlock a token. */
    readonly freshProofMs: number;
  };
  readonly tries: { readonly activation: number; readonly confirmation: number; readonly reissue: number };
  readonly otpBudget: { readonly allowed: number; readonly windowMs: number };
  /** Each kind has one or more windows which all must have room: the longer ones make the delay grow. */
  readonly budgets: Readonly<Record<BudgetKind, readonly BudgetPolicy[]>>;
}

export type BudgetKind =
  | 'password'
  | 'password-known-device'
  | 'sign-in-network'
  | 'password-reset'
  | 'password-reset-network'
  | 'invitation-network'
  | 'questions'
  | 'pin-reset-code'
  | 'token-api-network';

/** Whom to tell "that was not me": shown in every notice. */
export interface SupportContact {
  readonly name: string;
  readonly telephone: string | undefined;
  readonly mail: string | undefined;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function defaultPolicy(own: { readonly issuerName: string; readonly support: SupportContact }): IdentityPolicy {
  return {
    ...own,
    password: { minLength: 12, maxLength: 256 },
    questions: { registered: 5, asked: 2, minAnswerLength: 3 },
    token: { maxAttempts: 5, minPinLength: 6, maxPinLength: 12, unlockDigits: 16 },
    otp: { algorithm: 'SHA256', digits: 6, periodSeconds: 30, driftSteps: 1 },
    lifetimes: {
      invitationMs: 7 * DAY,
      passwordResetMs: 30 * MINUTE,
      activationMs: DAY,
      confirmationMs: DAY,
      freshProofMs: 10 * MINUTE,
    },
    tries: { activation: 5, confirmation: 3, reissue: 3 },
    otpBudget: { allowed: 5, windowMs: 5 * MINUTE },
    budgets: {
      password: [
        { allowed: 10, windowMs: 15 * MINUTE },
        { allowed: 20, windowMs: HOUR },
        { allowed: 40, windowMs: DAY },
      ],
      'password-known-device': [
        { allowed: 10, windowMs: 15 * MINUTE },
        { allowed: 40, windowMs: DAY },
      ],
      'sign-in-network': [{ allowed: 100, windowMs: 15 * MINUTE }],
      'password-reset': [{ allowed: 3, windowMs: HOUR }],
      'password-reset-network': [{ allowed: 30, windowMs: HOUR }],
      'invitation-network': [{ allowed: 60, windowMs: 15 * MINUTE }],
      questions: [{ allowed: 3, windowMs: DAY }],
      'pin-reset-code': [
        { allowed: 5, windowMs: 15 * MINUTE },
        { allowed: 20, windowMs: DAY },
      ],
      'token-api-network': [{ allowed: 120, windowMs: 15 * MINUTE }],
    },
  };
}

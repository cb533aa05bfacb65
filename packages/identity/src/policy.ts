import type { RecoveryPreset } from './recovery/rules.ts';
import { type Attempt, defaultPasswordPolicy, type EmailAddress, type PasswordPolicy } from '@sallyport/platform';
import { type OtpAlgorithm, REKEY_COMMIT_MS, type TokenPolicy, UNLOCK_POLICY, type UnlockPolicy } from '@sallyport/protocol';
import type { QuestionsPolicy } from './questions/rules.ts';

/** Everything an operator may decide about identities. `defaultPolicy` is what the security page says. */
export interface IdentityPolicy {
  /** The name mails and tokens carry. */
  readonly issuerName: string;
  readonly support: SupportContact;
  readonly password: PasswordPolicy;
  readonly recovery: RecoveryPreset;
  readonly questions: QuestionsPolicy;
  /** Profile of the tokens issued from now on. */
  readonly token: TokenPolicy;
  readonly otp: { readonly algorithm: OtpAlgorithm; readonly digits: 6 | 8; readonly periodSeconds: number; readonly driftSteps: number };
  readonly lifetimes: {
    readonly invitationMs: number;
    readonly passwordResetMs: number;
    readonly activationMs: number;
    /** How long a browser stays known after its last sign-in; its cookie lives as long. */
    readonly knownDeviceMs: number;
    /** How old the proofs may be that unlock a token. */
    readonly freshProofMs: number;
    /** How long new recovery codes stay on the page that shows them. */
    readonly recoveryCodesShownMs: number;
    readonly mailedCodeMs: number;
    /** How long a notice can be answered with "this was not me". */
    readonly noticeLinkMs: number;
    readonly addressLinkMs: number;
    /** How long what was waited for can be finished, once it is ready. */
    readonly ripeDelayMs: number;
    /** How long a recovery contact may take to answer, and how long the answer can be used. */
    readonly vouchingMs: number;
    readonly temporaryAccessMs: number;
    /** How long somebody has to make or use a passkey once they were asked for it. */
    readonly passkeyCeremonyMs: number;
    /** How long a rehearsal can be gone on with. */
    readonly rehearsalMs: number;
  };
  readonly recoveryCodes: { readonly count: number; readonly memoryKiB: number; readonly passes: number };
  readonly mailedCode: { readonly digits: number; readonly tries: number };
  /** How many sign-ins a temporary access code is good for. */
  readonly temporaryAccess: { readonly uses: number };
  readonly unlock: UnlockPolicy;
  readonly rekey: {
    /** Keys older than this are renewed at the next contact; those of an unlocked token at once. */
    readonly afterMs: number;
    /** How long the one-time key of a re-key is good, and for how many requests. */
    readonly offerMs: number;
    readonly tries: number;
    /** How long keys that were promised are kept before others may be; at least five times `REKEY_COMMIT_MS`. */
    readonly promiseMs: number;
  };
  /** How often one activation link may be answered, and then again how often the answer may be confirmed. */
  readonly activationTries: number;
  /** The most addresses of one account. */
  readonly mostAddresses: number;
  /** The most passkeys of one account. */
  readonly mostPasskeys: number;
  /** The most recovery contacts of one account, named or confirmed; the code a contact must hear by voice, and how often it may be mistyped. */
  readonly recoveryContacts: { readonly most: number; readonly codeDigits: number; readonly codeTries: number };
  readonly otpBudget: { readonly allowed: number; readonly windowMs: number };
  /** Each kind has one or more windows, which must all have room. */
  readonly budgets: Readonly<Record<BudgetKind, readonly Budget[]>>;
}

export type Budget = Pick<Attempt, 'allowed' | 'windowSeconds' | 'delay'>;

export type BudgetKind =
  | 'password'
  | 'password-known-device'
  | 'sign-in-network'
  | 'password-reset'
  | 'password-reset-network'
  | 'invitation-network'
  | 'questions'
  | 'question-edits'
  | 'pin-reset-code'
  | 'unlock-confirmation'
  | 'activation-start'
  | 'token-api-network'
  | 'rekey-offer'
  | 'recovery-code'
  | 'mailed-code-sending'
  | 'notice-link-network'
  | 'address-confirmation'
  | 'temporary-access-code'
  | 'passkey'
  | 'recovery-contact-naming'
  | 'recovery-contact-asking'
  /** Of a rehearsal, beside the budget of the real thing, which pays as well. */
  | 'rehearsed-answers'
  | 'rehearsed-code';

/** Whom to tell "that was not me": shown in every notice. */
export interface SupportContact {
  readonly name: string;
  readonly telephone: string | undefined;
  readonly mail: EmailAddress | undefined;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function defaultPolicy(own: { readonly issuerName: string; readonly support: SupportContact }): IdentityPolicy {
  return {
    ...own,
    recovery: 'classic',
    password: defaultPasswordPolicy,
    questions: { registered: 5, most: 10, asked: 2, minAnswerLength: 3 },
    token: { maxAttempts: 5, minPinLength: 6, maxPinLength: 12, unlockDigits: 16, prfOnlyAllowed: false },
    otp: { algorithm: 'SHA256', digits: 6, periodSeconds: 30, driftSteps: 1 },
    lifetimes: {
      invitationMs: 7 * DAY,
      passwordResetMs: 30 * MINUTE,
      activationMs: DAY,
      knownDeviceMs: 365 * DAY,
      freshProofMs: 10 * MINUTE,
      recoveryCodesShownMs: 15 * MINUTE,
      mailedCodeMs: 10 * MINUTE,
      noticeLinkMs: 30 * DAY,
      addressLinkMs: DAY,
      ripeDelayMs: 3 * DAY,
      vouchingMs: DAY,
      temporaryAccessMs: DAY,
      passkeyCeremonyMs: 10 * MINUTE,
      rehearsalMs: HOUR,
    },
    // As costly as a password: a recovery code has 66 bits, and below 112 a hash must be slow (NIST SP 800-63B-4 §3.1.2.2).
    recoveryCodes: { count: 10, memoryKiB: 19 * 1024, passes: 2 },
    mailedCode: { digits: 8, tries: 5 },
    temporaryAccess: { uses: 10 },
    unlock: UNLOCK_POLICY,
    rekey: { afterMs: 365 * DAY, offerMs: 10 * MINUTE, tries: 3, promiseMs: 5 * REKEY_COMMIT_MS },
    activationTries: 5,
    mostAddresses: 5,
    mostPasskeys: 10,
    recoveryContacts: { most: 3, codeDigits: 6, codeTries: 3 },
    otpBudget: { allowed: 5, windowMs: 5 * MINUTE },
    budgets: {
      password: [{ allowed: 10, windowSeconds: 15 * 60, delay: { freeAttempts: 4, firstSeconds: 2, mostSeconds: 60 } }],
      'password-known-device': [{ allowed: 10, windowSeconds: 15 * 60 }],
      'sign-in-network': [{ allowed: 100, windowSeconds: 15 * 60 }],
      'password-reset': [{ allowed: 3, windowSeconds: 60 * 60 }],
      'password-reset-network': [{ allowed: 30, windowSeconds: 60 * 60 }],
      'invitation-network': [{ allowed: 60, windowSeconds: 15 * 60 }],
      questions: [{ allowed: 3, windowSeconds: 24 * 60 * 60 }],
      'question-edits': [{ allowed: 12, windowSeconds: 24 * 60 * 60 }],
      'pin-reset-code': [
        { allowed: 5, windowSeconds: 15 * 60 },
        { allowed: 20, windowSeconds: 24 * 60 * 60 },
      ],
      'unlock-confirmation': [{ allowed: 3, windowSeconds: 24 * 60 * 60 }],
      // Each one costs a slow hash, and leaves a serial that nobody else gets.
      'activation-start': [
        { allowed: 5, windowSeconds: 15 * 60 },
        { allowed: 20, windowSeconds: 24 * 60 * 60 },
      ],
      'token-api-network': [{ allowed: 120, windowSeconds: 15 * 60 }],
      'rekey-offer': [{ allowed: 12, windowSeconds: 24 * 60 * 60 }],
      'recovery-code': [
        { allowed: 5, windowSeconds: 15 * 60 },
        { allowed: 20, windowSeconds: 24 * 60 * 60 },
      ],
      'mailed-code-sending': [
        { allowed: 3, windowSeconds: 15 * 60 },
        { allowed: 10, windowSeconds: 24 * 60 * 60 },
      ],
      'notice-link-network': [{ allowed: 60, windowSeconds: 15 * 60 }],
      'address-confirmation': [{ allowed: 5, windowSeconds: 60 * 60 }],
      'temporary-access-code': [
        { allowed: 5, windowSeconds: 15 * 60 },
        { allowed: 20, windowSeconds: 24 * 60 * 60 },
      ],
      // Nobody guesses a signature; this keeps a stranger from making us verify them without end.
      passkey: [{ allowed: 10, windowSeconds: 15 * 60 }],
      'recovery-contact-naming': [{ allowed: 10, windowSeconds: 24 * 60 * 60 }],
      'recovery-contact-asking': [{ allowed: 5, windowSeconds: 24 * 60 * 60 }],
      // So few that whoever rehearses badly has tries left on the day they need them.
      'rehearsed-answers': [{ allowed: 1, windowSeconds: 24 * 60 * 60 }],
      'rehearsed-code': [{ allowed: 2, windowSeconds: 24 * 60 * 60 }],
    },
  };
}

import type { AccountState } from './accounts/account.ts';
import type { Instant } from '@sallyport/platform';
import type { AccountId, ActivationId, DelayId, FederationSessionRef, OrganisationId, Serial, TokenId } from './identifiers.ts';
import type { DelayKind, DelayState } from './delays/rules.ts';
import type { NoticeSubject } from './notices/notice.ts';
import type { ContactState, VouchingEnd } from './recovery-contacts/rules.ts';
import type { RehearsalEnd, RehearsedFactor, RehearsedOutcome } from './rehearsal/rules.ts';
import type { Situation } from './repair/situations.ts';
import type { QuestionLanguage } from './questions/catalogue.ts';
import type { QuestionRef } from './questions/question.ts';
import type { OtpAlgorithm, TokenPolicy } from '@sallyport/protocol';

/** The tables of this room. Instants are Unix milliseconds; unions are text; octets are BLOB or BYTEA. */
export interface IdentitySchema {
  organisation: OrganisationTable;
  account: AccountTable;
  account_address: AccountAddressTable;
  known_device: KnownDeviceTable;
  invitation: OneTimeLinkTable;
  password_reset: OneTimeLinkTable;
  notice_link: NoticeLinkTable;
  pending_address: PendingAddressTable;
  delayed_act: DelayedActTable;
  delay_link: DelayLinkTable;
  answer: AnswerTable;
  question_challenge: QuestionChallengeTable;
  soft_token: SoftTokenTable;
  unlock_issue: UnlockIssueTable;
  activation: ActivationTable;
  rekey_offer: RekeyOfferTable;
  typed_run: TypedRunTable;
  recovery_code_set: RecoveryCodeSetTable;
  recovery_code: RecoveryCodeTable;
  mailed_code: MailedCodeTable;
  passkey: PasskeyTable;
  passkey_challenge: PasskeyChallengeTable;
  temporary_access: TemporaryAccessTable;
  recovery_contact: RecoveryContactTable;
  recovery_voucher: RecoveryVoucherTable;
  rehearsal: RehearsalTable;
  rehearsal_proof: RehearsalProofTable;
}

export interface OrganisationTable {
  organisation_id: OrganisationId;
  name: string;
  created_at: Instant;
}

export interface AccountTable {
  account_id: AccountId;
  organisation_id: OrganisationId;
  user_name: string;
  /** The folded user name: what is unique and what is looked up. */
  user_name_key: string;
  display_name: string;
  state: AccountState;
  epoch: number;
  password_hash: string | null;
  created_at: Instant;
}

export interface AccountAddressTable {
  account_id: AccountId;
  position: number;
  address: string;
}

export interface KnownDeviceTable {
  account_id: AccountId;
  device_hash: string;
  first_at: Instant;
  last_at: Instant;
}

/** A code that was mailed, kept as a hash, spent once: an invitation, a password reset, and those below that hold more. */
export interface OneTimeLinkTable {
  code_hash: string;
  account_id: AccountId;
  created_at: Instant;
  expires_at: Instant;
  spent_at: Instant | null;
}

/** "This was not me": one for each notice and each address it went to. Once spent it is the evidence of a freeze, until that is settled. */
export interface NoticeLinkTable extends OneTimeLinkTable {
  address: string;
  about: NoticeSubject;
  /** The serial, the address or the name of what it was about; empty when none. */
  detail: string;
  happened_at: Instant;
  /** From where it was done; null when the machine did it. */
  network: string | null;
  settled_at: Instant | null;
}

/** An address that its owner has not confirmed yet: nothing is sent to it but this link. */
export interface PendingAddressTable extends OneTimeLinkTable {
  address: string;
}

export interface DelayedActTable {
  delay_id: DelayId;
  account_id: AccountId;
  kind: DelayKind;
  sealed_payload: Uint8Array;
  state: DelayState;
  begun_at: Instant;
  ripe_at: Instant;
  settled_at: Instant | null;
  /** When its owner was told that it is ripe. */
  told_at: Instant | null;
}

/** Cancels the act it belongs to: one for each address. */
export interface DelayLinkTable extends OneTimeLinkTable {
  delay_id: DelayId;
  address: string;
}

export interface AnswerTable {
  account_id: AccountId;
  position: number;
  question: QuestionRef;
  language: QuestionLanguage;
  /** Of a question in the owner's words; null for one of the catalogue. */
  sealed_words: Uint8Array | null;
  answer_hash: string;
}

/** The open challenge of an account: kept until it is answered. `questions` are the refs, separated by spaces. */
export interface QuestionChallengeTable {
  account_id: AccountId;
  questions: string;
  asked_at: Instant;
}

export interface SoftTokenTable {
  token_id: TokenId;
  account_id: AccountId;
  /** The account's nth token, from 1. The first one carries the one-time-password budget of them all. */
  ordinal: number;
  serial: Serial;
  state: 'PENDING' | 'ACTIVE' | 'UNLOCK_PENDING' | 'SUSPENDED' | 'REVOKED';
  suspended_because: 'unconfirmed' | 'fork' | 'administrator' | null;
  /** Null until the app has answered the activation. */
  sealed_seed: Uint8Array | null;
  sealed_recovery_key: Uint8Array | null;
  sealed_server_key: Uint8Array | null;
  otp_algorithm: OtpAlgorithm;
  otp_digits: number;
  otp_period_seconds: number;
  /** The last time step accepted: it and everything before it is spent, for ever. */
  otp_last_step: number;
  otp_used: number;
  /** When the window is over and all tries come back, and when it was before the last try, for its refund. */
  otp_ends_at: Instant;
  otp_previous_ends_at: Instant;
  unlock_digits: TokenPolicy['unlockDigits'];
  /** `E_conf` of the protocol. */
  lowest_epoch: number;
  /** The unlock that waits for confirmation, or waited in vain. */
  unlock_epoch: number | null;
  unlock_session: FederationSessionRef | null;
  unlock_at: Instant | null;
  old_code_at: Instant | null;
  device_key: string | null;
  device_name: string;
  /** `offline`: its keys were made without contact, out of a code that people saw; they are due to be made anew at the first. */
  provisioned: TokenProvisioning;
  created_at: Instant;
  activated_at: Instant | null;
  /** When the present keys were made; null: at the activation. */
  keyed_at: Instant | null;
  /** The answer to a re-key has gone out: these are taken beside the present ones, and instead of them from the first word under them. */
  sealed_promised_seed: Uint8Array | null;
  sealed_promised_recovery_key: Uint8Array | null;
  sealed_promised_server_key: Uint8Array | null;
  /** The public half of K_dev that came with the promise: for a token that has none yet. */
  promised_device_key: string | null;
  promised_at: Instant | null;
  /** The last contact by our clock, and the time it named. */
  contact_at: Instant | null;
  contact_time: Instant | null;
  /** REVOKED because its owner removed it from the device. */
  removed_at: Instant | null;
  /** Its owner misplaced it: its next valid one-time password says that it is found. */
  misplaced_at: Instant | null;
}

/** The one-time key of a re-key under way: at most one for each token. */
export interface RekeyOfferTable {
  token_id: TokenId;
  state: 'OPEN' | 'ANSWERED';
  /** Null once answered. */
  sealed_receiver_key: Uint8Array | null;
  receiver_public_key: Uint8Array;
  tries_used: number;
  /** SHA-256 of the request that was answered, and the answer, so that the same request gets the same answer. */
  request_hash: string | null;
  reply: string | null;
  offered_at: Instant;
}

/** Never removed: a fork shows in this list. */
export interface UnlockIssueTable {
  token_id: TokenId;
  epoch: number;
  r: number;
  issued_at: Instant;
  session: FederationSessionRef;
  actor: string;
  /** Of which keys the unlock code was: the `keyed_at` or `promised_at` of its token then; null for the first keys. */
  keyed_at: Instant | null;
}

export type TokenProvisioning = 'online' | 'offline';

export interface ActivationTable {
  activation_id: ActivationId;
  token_id: TokenId;
  state: 'OPEN' | 'ANSWERED' | 'CONFIRMED' | 'REPLACED';
  /** Null once the token is confirmed or the link replaced: nothing can be opened with it any more. */
  sealed_psk: Uint8Array | null;
  sealed_receiver_key: Uint8Array | null;
  receiver_public_key: Uint8Array;
  /** Of the link and of the registration code together. */
  tries_used: number;
  /** The activation code's digits, to be shown again, and `w` of the protocol. Null as the keys above; null in one that an older server made. */
  sealed_code: Uint8Array | null;
  sealed_code_scalar: Uint8Array | null;
  /** Of the activation code alone: whoever knows a serial can use these up, and not the link's. */
  code_tries_used: number;
  /** SHA-256 of the message that was answered, and the answer, so that the same message gets the same answer. */
  request_hash: string | null;
  reply: string | null;
  created_at: Instant;
  expires_at: Instant;
}

/** One run of SPAKE2 that a device has begun and may finish, once. The messages of that device go on under its name. */
export interface TypedRunTable {
  run_id: ActivationId;
  /** Null for a run that leads nowhere: no such serial, or no try left. It looks like any other. */
  activation_id: ActivationId | null;
  /** Null once nobody needs it: neither we nor whoever may read this table one day. */
  sealed_run: Uint8Array | null;
  started_at: Instant;
  spent_at: Instant | null;
}

export interface RecoveryCodeSetTable {
  account_id: AccountId;
  salt: Uint8Array;
  made_at: Instant;
  /** The codes, until the session that made them has saved them. */
  sealed_codes: Uint8Array | null;
  shown_in: string | null;
  shown_until: Instant | null;
}

export interface RecoveryCodeTable {
  account_id: AccountId;
  position: number;
  code_hash: string;
  spent_at: Instant | null;
}

/** At most one for each session at the Federation: a new one replaces it. */
export interface MailedCodeTable {
  account_id: AccountId;
  session: FederationSessionRef;
  code_hash: string;
  tries_used: number;
  sent_at: Instant;
  expires_at: Instant;
  spent_at: Instant | null;
}

export interface PasskeyTable {
  /** As base64url. */
  credential_id: string;
  account_id: AccountId;
  /** COSE key. */
  public_key: Uint8Array;
  sign_count: number;
  name: string;
  /** As the browser told them, separated by spaces. */
  transports: string;
  /** `multi-device`: its maker may copy it to the owner's other devices. */
  device_type: 'single-device' | 'multi-device';
  created_at: Instant;
  last_used_at: Instant | null;
  /** When it last verified its user, by PIN or biometrics; null when it never did. */
  verified_at: Instant | null;
  /** Its counter went back, so there may be a copy; or it is not older than what was repudiated. */
  suspended_at: Instant | null;
}

/** Deleted by the answer to it: so each is answered once. Of one session and purpose the last counts. */
export interface PasskeyChallengeTable {
  challenge_hash: string;
  purpose: 'register' | 'prove' | 'sign-in' | 'rehearse';
  /** Null where the passkey itself says who comes. */
  account_id: AccountId | null;
  session: string;
  /** Of the passkey that is about to be made; null for one that is used. */
  name: string | null;
  expires_at: Instant;
}

export interface TemporaryAccessTable {
  access_id: string;
  account_id: AccountId;
  code_hash: string;
  issued_by: string;
  uses_allowed: number;
  uses_spent: number;
  issued_at: Instant;
  expires_at: Instant;
  ended_at: Instant | null;
  ended_because: 'token-found' | 'replaced' | 'ended-by-owner' | 'frozen' | null;
}

export interface RecoveryContactTable {
  contact_id: string;
  account_id: AccountId;
  contact_account_id: AccountId;
  state: ContactState;
  named_at: Instant;
  answered_at: Instant | null;
  removed_at: Instant | null;
}

export interface RecoveryVoucherTable {
  voucher_id: string;
  account_id: AccountId;
  contact_id: string;
  asked_at: Instant;
  /** From where it was asked, as `networkOf` writes it. */
  network: string | null;
  /** Of the browser that asked: nobody else can use the answer. */
  claim_hash: string | null;
  /** What the person tells the contact by voice. */
  sealed_code: Uint8Array | null;
  tries_used: number | null;
  vouched_at: Instant | null;
  expires_at: Instant;
  ended_at: Instant | null;
  ended_because: VouchingEnd | null;
}

/** The newest of a session is the one under way there. Once it has come to an end it is what was last rehearsed of its situation. */
export interface RehearsalTable {
  rehearsal_id: string;
  account_id: AccountId;
  session: FederationSessionRef;
  situation: Situation;
  /** What could be given when it began, separated by spaces. */
  holds: string;
  begun_at: Instant;
  outcome: RehearsalEnd | null;
  ended_at: Instant | null;
}

/** What was given in it. Nothing but the pages of the rehearsal and of the ways back reads this. */
export interface RehearsalProofTable {
  rehearsal_id: string;
  factor: RehearsedFactor;
  outcome: RehearsedOutcome;
  tried_at: Instant;
}

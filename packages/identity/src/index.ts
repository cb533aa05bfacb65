/** The public face of the identity room. A verb is `verb(ports, { named input })` and answers its result or a `Refusal`. */

export * from './identifiers.ts';
export { type IdentityOrigins, type IdentityPorts, type OtpMacOf } from './ports.ts';
export { type Budget, type BudgetKind, type IdentityPolicy, type SupportContact, defaultPolicy } from './policy.ts';
export { REFUSALS, type Refusal, type RefusalCode, type RefusalDetails, type RefusalMessageKey, isRefusal } from './refusals.ts';
export type { IdentitySchema } from './schema.ts';
export { identityMigrations } from './migrations/index.ts';
export type { Visit } from './visit.ts';
export { networkOf, wideNetworkOf } from './network.ts';

export {
  type Amr,
  type Assurance,
  type AssuranceLevel,
  type Factor,
  type Proof,
  acrOfLevel,
  assuranceOf,
  isFresh,
  levelOfAcr,
} from './assurance/rules.ts';

export {
  PRESET_STANDINGS,
  type PresetStanding,
  RECOVERY_ACTS,
  RECOVERY_PRESETS,
  type RecoveryAct,
  type RecoveryPreset,
  type RecoveryRequest,
  type RecoveryVerdict,
  independentWays,
  isAcceptedFactor,
  judgeRecovery,
} from './recovery/rules.ts';

export { HOLDINGS, type Holding, type Remedy, SITUATIONS, type Situation } from './repair/situations.ts';
export { type Predicament, type Step, type WayBack, wayBack } from './repair/ways-back.ts';
export { type WaysBackRow, waysBackTable } from './repair/ways-back-table.ts';
export { type Readiness, readinessOf } from './repair/readiness.ts';
export { type AccountReadiness, findReadiness } from './repair/find-readiness.ts';
export type { ActionProof, AskedThere } from './repair/action-proof.ts';
export { findActionProof, findRepairActions, findWaysOnward, type OfferedAction } from './repair/find-action-proofs.ts';
export { foreseePasskeyRemoval, type PasskeyRemoval } from './repair/foresee-removal.ts';

export type { RehearsalEnd, RehearsedFactor, RehearsedOutcome, RehearsedProof, RehearsedStep } from './rehearsal/rules.ts';
export { beginRehearsal } from './rehearsal/begin-rehearsal.ts';
export { type RehearsalView, viewRehearsal } from './rehearsal/view-rehearsal.ts';
export type { LastRehearsal } from './rehearsal/store.ts';
export { rehearsePassword } from './rehearsal/rehearse-password.ts';
export { rehearseQuestions } from './rehearsal/rehearse-questions.ts';
export { rehearseOtp } from './rehearsal/rehearse-otp.ts';
export { rehearseRecoveryCode } from './rehearsal/rehearse-recovery-code.ts';
export { sendRehearsalCode } from './rehearsal/send-rehearsal-code.ts';
export { rehearseMailedCode } from './rehearsal/rehearse-mailed-code.ts';
export { offerPasskeyRehearsal, rehearsePasskey } from './rehearsal/rehearse-passkey.ts';
export { noteRehearsed, type RehearsalNote } from './rehearsal/note-rehearsed.ts';

export { createOrganisation } from './organisations/create-organisation.ts';
export { findOrganisation } from './organisations/find-organisation.ts';
export type { Account, AccountState } from './accounts/account.ts';
export { type NewAccount, createAccount } from './accounts/create-account.ts';
export { findAccount } from './accounts/find-account.ts';
export { findEpoch } from './accounts/find-epoch.ts';

export { type Invitation, createInvitation } from './invitations/create-invitation.ts';
export { type OpenInvitation, openInvitation } from './invitations/open-invitation.ts';
export { acceptInvitation } from './invitations/accept-invitation.ts';
export { findSetUpStep } from './invitations/find-set-up-step.ts';
export type { SetUpStep } from './invitations/rules.ts';

export type { PasswordRefusalCode } from './password/rules.ts';
export { type PasswordAccepted, submitPassword } from './password/submit-password.ts';
export { changePassword } from './password/change-password.ts';
export { requestPasswordReset } from './password/request-password-reset.ts';
export { type PasswordReset, type PasswordResetOutcome, resetPassword } from './password/reset-password.ts';
export { PROOFS_BESIDE_MAIL, type ProofBesideMail } from './password/prove-beside.ts';
export { finishPasswordResets } from './password/finish-password-resets.ts';

export { type AddressList, listAddresses } from './addresses/list-addresses.ts';
export { addAddress } from './addresses/add-address.ts';
export { confirmAddress } from './addresses/confirm-address.ts';
export { removeAddress } from './addresses/remove-address.ts';
export { makePrimary } from './addresses/make-primary.ts';

export type { AuditAction } from './audit.ts';
export { type ActivityEntry, listActivity } from './activity/list-activity.ts';
export { endEverySession, recordSessionEnd } from './sessions/end-sessions.ts';
export { freezeAccount, freezeBySession } from './freeze/freeze-account.ts';
export { thawAccount } from './freeze/thaw-account.ts';
export { thawByHelpDesk } from './freeze/thaw-by-help-desk.ts';
export { removeOldLinks } from './notices/remove-old-links.ts';

export { DELAYED_ACTS, DELAY_KINDS, type DelayKind, type DelayStanding } from './delays/rules.ts';
export { type BegunDelay, startDelay } from './delays/start-delay.ts';
export { cancelDelay, cancelDelayByLink, cancelDelaysAtLevelTwo } from './delays/cancel-delay.ts';
export { sweepDelays } from './delays/sweep-delays.ts';
export { type DelayView, listDelays } from './delays/list-delays.ts';

export { nameContact } from './recovery-contacts/name-contact.ts';
export { answerNaming } from './recovery-contacts/answer-naming.ts';
export { removeContact } from './recovery-contacts/remove-contact.ts';
export { type ContactLists, type ContactView, listContacts } from './recovery-contacts/list-contacts.ts';
export { askContact } from './recovery-contacts/ask-contact.ts';
export { askContactByLink, listContactsByLink } from './recovery-contacts/ask-by-link.ts';
export { type VouchingView, viewVouching } from './recovery-contacts/view-vouching.ts';
export { type VouchingAsked, listVouchings } from './recovery-contacts/list-vouchings.ts';
export { answerVouching } from './recovery-contacts/answer-vouching.ts';
export { acceptVouching } from './recovery-contacts/accept-vouching.ts';
export type { ContactStanding } from './recovery-contacts/find-contact-standing.ts';

export {
  QUESTION_KEYS,
  QUESTION_LANGUAGES,
  type QuestionKey,
  type QuestionLanguage,
  parseQuestionKey,
  parseQuestionLanguage,
} from './questions/catalogue.ts';
export { QUESTION_WORDS } from './questions/catalogue-words.ts';
export { type Question, type QuestionRef, type RegisteredQuestion, ownQuestion } from './questions/question.ts';
export { type EditingStanding, editingStanding } from './questions/rules.ts';
export { listQuestions } from './questions/list-questions.ts';
export { type QuestionEdit, editQuestions } from './questions/edit-questions.ts';
export { type RegisteredAnswer, registerQuestions } from './questions/register-questions.ts';
export { type QuestionChallenge, askQuestions } from './questions/ask-questions.ts';
export { answerQuestions } from './questions/answer-questions.ts';

export { type RecoveryCodeRequest, makeRecoveryCodes } from './recovery-codes/make-recovery-codes.ts';
export { viewRecoveryCodes } from './recovery-codes/view-recovery-codes.ts';
export { forgetShownRecoveryCodes, keepRecoveryCodes } from './recovery-codes/keep-recovery-codes.ts';
export { countRecoveryCodes } from './recovery-codes/count-recovery-codes.ts';
export type { RecoveryCodeCount } from './recovery-codes/store.ts';
export { type RecoveryCodeAccepted, spendRecoveryCode } from './recovery-codes/spend-recovery-code.ts';
export { type MisplacedReport, reportMisplaced } from './temporary-access/report-misplaced.ts';
export { issueTemporaryAccess } from './temporary-access/issue-temporary-access.ts';
export { type TemporaryAccessAccepted, spendTemporaryAccessCode } from './temporary-access/spend-temporary-access-code.ts';
export type { TemporaryAccess } from './temporary-access/new-access.ts';
export { sendMailedCode } from './mailed-codes/send-mailed-code.ts';
export { answerMailedCode } from './mailed-codes/answer-mailed-code.ts';
export type { PasskeyView } from './passkeys/store.ts';
export { MOST_PASSKEY_NAME_CHARACTERS } from './passkeys/rules.ts';
export { startPasskeyRegistration } from './passkeys/start-registration.ts';
export { offerPasskeyRegistration, type PasskeyCreationOptions } from './passkeys/offer-registration.ts';
export { registerPasskey } from './passkeys/register-passkey.ts';
export { askForPasskey, type PasskeyQuestion, type PasskeyRequestOptions } from './passkeys/ask-for-passkey.ts';
export { signInWithPasskey } from './passkeys/sign-in-with-passkey.ts';
export { proveWithPasskey } from './passkeys/prove-with-passkey.ts';
export { listPasskeys } from './passkeys/list-passkeys.ts';
export { renamePasskey } from './passkeys/rename-passkey.ts';
export { removePasskey } from './passkeys/remove-passkey.ts';
export { removePasskeyChallenges } from './passkeys/remove-challenges.ts';
export { findPasswordByMail } from './recovery/find-password-by-mail.ts';
export { type RecoveryQuestion, findRecoveryVerdict } from './recovery/find-recovery-verdict.ts';

export type { SoftTokenView, SuspensionReason, TokenState } from './soft-token/token.ts';
export { type ActivationActor, startActivation } from './soft-token/start-activation.ts';
export type { ActivationOffer } from './soft-token/activation-offer.ts';
export { type ActivationProgress, viewActivation } from './soft-token/view-activation.ts';
export { answerActivation } from './soft-token/answer-activation.ts';
export { startTypedRun } from './soft-token/start-typed-run.ts';
export { answerTypedActivation } from './soft-token/answer-typed-activation.ts';
export { removeTypedRuns } from './soft-token/remove-typed-runs.ts';
export { type RegistrationRefusal, registerOfflineActivation } from './soft-token/register-offline-activation.ts';
export { confirmActivation, confirmActivationByOtp } from './soft-token/confirm-activation.ts';
export type { OtpAccepted, OtpSubmission } from './soft-token/otp-submission.ts';
export { submitOtp } from './soft-token/submit-otp.ts';
export { type ClockCheck, checkClock } from './soft-token/check-clock.ts';
export { type IssuedUnlockCode, type UnlockRefusalCode, requestUnlock } from './soft-token/request-unlock.ts';
export { readPinResetCode } from './soft-token/read-pin-reset-code.ts';
export { viewUnlockCode } from './soft-token/view-unlock-code.ts';
export { confirmUnlock } from './soft-token/confirm-unlock.ts';
export { reactivateToken } from './soft-token/reactivate-token.ts';
export { receiveReceipt } from './soft-token/receive-receipt.ts';
export { answerContact } from './soft-token/answer-contact.ts';
export { answerRekey } from './soft-token/answer-rekey.ts';
export { receiveRemoval } from './soft-token/receive-removal.ts';
export { revokeSoftToken } from './soft-token/revoke-soft-token.ts';
export { expireUnlocks } from './soft-token/expire-unlocks.ts';
export { listSoftTokens } from './soft-token/list-soft-tokens.ts';

export { type ProofWay, REPAIR_ACTIONS, type RepairAction, type SecondFactorWay } from './sign-in/rules.ts';
export { findSecondFactorWays } from './sign-in/find-second-factor-ways.ts';
export { findWaysToProve } from './sign-in/find-ways-to-prove.ts';

/** The public face of the protocol room. What is not listed here is nobody else's business. */

// Shared stones.
export * from './bytes.ts';
export * from './activation-keys.ts';
export * from './key-schedule.ts';
export type * from './ports.ts';
export { type Result, ok, refuse } from './result.ts';
export * from './token-api.ts';

// Accounts of other services.
export { type Base32Refusal, decodeBase32, encodeBase32 } from './base32.ts';
export {
  type AccountClaim,
  type AccountOtp,
  type AccountRefusal,
  type OtpAccount,
  MAX_ACCOUNT_TEXT,
  readAccount,
  tidyText,
} from './otp-account.ts';
export { type OtpauthParts, type OtpauthReading, type OtpauthRefusal, formatOtpauth, parseOtpauth, takeOtpauthApart } from './otpauth.ts';

// The device's half: formats, vault, lock, unlock.
export { type DeviceError, type PinRefusal, type Refused, refused } from './device-errors.ts';
export type * from './soft-token/face.ts';
export type { ChallengeResponse, OneTimePassword, OpenVault, Receipt, RevocationNotice } from './soft-token/open-vault.ts';
export type { AuthenticatorProtection, Protection } from './soft-token/protection.ts';
export { softToken } from './soft-token/soft-token.ts';
export { openRegistrationNote, sealRegistrationCode } from './registration-note.ts';
export { revocationMessage } from './soft-token/revocation.ts';
export { type DeviceMoment, REKEY_COMMIT_MS, momentOf } from './soft-token/device-moment.ts';
export { type RekeyMaterial, deriveRenewedKeys, wipeMaterial } from './rekey-keys.ts';
export { removalMessage } from './removal.ts';
export { type ContactAnswer, type ContactFacts, closedContactMessage, contactMessage, contactReplyMessage } from './contact.ts';
export { encodeContact, parseContactReply } from './contact.ts';
export {
  type AppEffect,
  type AppEvent,
  type AppState,
  type Step,
  APP_TRANSITIONS,
  appStateOf,
  eventOf,
  nextAppState,
} from './app-states.ts';
export { type PinLengths, weaknessOf } from './pin-policy.ts';
export { type Header, type HeaderExtension, EXTENSION, PROFILE, encodeHeader, extensionText, headerHashOf, parseHeader } from './header.ts';
export type { OtpParameters, VaultClock } from './vault-body.ts';
export { type SubtlePort, webCryptoAead, webCryptoDeviceFactor, webCryptoOtpKeys } from './webcrypto.ts';

// The server's half: codes, one-time passwords, activation, portal.
export type { ActivationCode, CodeInspection, CodeKind, CodeRefusal, GroupState, PinResetCode, PinResetCodeRefusal } from './codes.ts';
export type { RecoveryCode, RegistrationCode, TemporaryAccessCode, UnlockCode } from './codes.ts';
export { formatActivationCode, formatPinResetCode, formatRegistrationCode, formatUnlockCode, inspectCode } from './codes.ts';
export { asRecoveryCode, asTemporaryAccessCode, formatRecoveryCode, formatTemporaryAccessCode } from './codes.ts';
export { parseRecoveryCode, parseTemporaryAccessCode } from './codes.ts';
export { asActivationCode, parseActivationCode, parsePinResetCode, parseRegistrationCode, parseUnlockCode } from './codes.ts';
export { type PinResetClaim, type PinResetMacInput, pinResetClaim, pinResetCode, pinResetMac } from './pin-reset-code.ts';
export { type UnlockCodeInput, unlockCodeDigits } from './unlock-code.ts';
export type { AsyncOtpMac, HotpCheck, OtpCode, OtpMac, OtpRefusal, TotpCheck, TotpClock } from './otp.ts';
export { hotp, hotpAsync, matchHotp, matchTotp, parseOtpCode, softwareOtpMac, totpStep, totpWindow } from './otp.ts';
export { type ChallengeForm, type OcraSuite, parseOcraSuite, tokenSuite } from './ocra-suite.ts';
export { type OcraCheck, type OcraInput, type OcraJudgement, type OcraRefusal, confirmationChallenge, ocra, verifyOcra } from './ocra.ts';
export { type ReceiptFacts, type ReceivedReceipt, RECEIPT_KIND, parseReceipt, receiptHolds, receiptMac } from './receipt.ts';
export type { PortalEffect, SuspensionReason, TokenRecord, TokenState, Transition, UnlockIssue, UnlockPolicy } from './token-record.ts';
export { UNLOCK_POLICY, activateRecord, expireUnlock, pendingRecord, revokeRecord, suspendRecord } from './token-record.ts';
export { type UnlockCandidate, type UnlockJudgement, type UnlockRefusal, type UnlockRequest, judgeUnlockRequest } from './portal.ts';
export type { ConfirmationAttempt, ConfirmationJudgement, ConfirmationRefusal, Moment, OtpPurpose } from './portal-confirmation.ts';
export { type ReceiptJudgement, judgeConfirmation, judgeReactivation, judgeReceipt, otpPurpose } from './portal-confirmation.ts';
export { type LinkRefusal, isOrigin } from './fragment.ts';
export { type ActivationLink, formatActivationLink, parseActivationLink } from './activation-link.ts';
export { type FoldedSerial, foldSerial } from './serial.ts';
export { formatPinResetLink, formatUnlockLink, parsePinResetLink, parseUnlockLink } from './code-link.ts';
export { type Malformed, type ReceivedConfirmation, activationConfirmationHolds } from './activation-confirmation.ts';
export { activationConfirmationMessage, parseActivationConfirmation } from './activation-confirmation.ts';
export { type ReceivedContact, contactHolds, encodeClosedContactReply, encodeContactReply, parseContact } from './contact.ts';
export { type DevicePublicKey, decodeDevicePublicKey, encodeDevicePublicKey } from './device-public-key.ts';
export { deviceSignatureHolds } from './device-signature.ts';
export { parseRemoval } from './removal.ts';

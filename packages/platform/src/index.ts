// Database
export * from './database/index.ts';
export { platformMigrations } from './migrations/index.ts';
export type { PlatformSchema } from './schema.ts';

// Audit log and attempt budgets
export * from './audit/index.ts';
export * from './budgets/index.ts';

// Time, chance, names
export { type Clock, type Instant, systemClock } from './clock.ts';
export { newId } from './identifiers.ts';
export { type Randomness, systemRandomness } from './randomness.ts';

// Signing
export { createEd25519Signer, type Ed25519Signer } from './signing/ed25519-signer.ts';
export { formatWebhookSecret, signWebhook, type WebhookMessage } from './signing/sign-webhook.ts';

// Secrets and sealing
export { Secret } from './secret.ts';
export { createSealer, type Place, SealBroken, type Sealer, type SealFault } from './sealing/sealer.ts';
export { type Keyring, KeyringRefused, newKeyLine, parseKeyring, type SealingKey } from './sealing/keyring.ts';
export { addKeyToFile, openKeyringFile } from './sealing/keyring-file.ts';
export { createNamedSecrets, type NamedSecrets } from './sealing/named-secrets.ts';

// Mail
export { type EmailAddress, type Mail, type Mailer, parseEmailAddress } from './mail/mail.ts';
export { composeMail, type LetterLink } from './mail/compose-mail.ts';
export { createMailer } from './mail/outbox.ts';
export { createMailDelivery, type DeliveryRound, type MailDelivery, readUndeliveredMail, type UndeliveredMail } from './mail/delivery.ts';
export type { Delivery, MailTransport } from './mail/transport.ts';
export { createSmtpTransport } from './mail/smtp.ts';
export { parseSmtpUrl, type SmtpPeer } from './mail/smtp-url.ts';
export { createOutboxFolder, type OutboxMail, readOutbox, readOutboxMail } from './mail/outbox-folder.ts';

// Outbound: what is asked of others' machines
export * from './outbound/index.ts';

// Configuration: the kinds of setting read best as `setting.origin({ … })`, `setting.port({ … })`
export * as setting from './configuration/settings.ts';
export type { Parsed, Setting, SettingKind } from './configuration/settings.ts';
export { formatProblems } from './configuration/format-problems.ts';
export {
  type ConfigurationOf,
  type Loaded,
  loadConfiguration,
  type Problem,
  type Rule,
  type Settings,
  type Sources,
} from './configuration/load-configuration.ts';
export { referenceTable } from './configuration/reference-table.ts';

// Passwords
export type { Asker } from './passwords/fair-line.ts';
export { letHashingGiveWay } from './passwords/hashing-priority.ts';
export { createKeyHasher, type KeyHasher, type KeyHashing } from './passwords/key-hasher.ts';
export { createPasswordHasher, type PasswordHash, type PasswordHasher } from './passwords/password-hasher.ts';
export {
  defaultPasswordPolicy,
  judgePassword,
  normalisePassword,
  type PasswordFault,
  type PasswordPolicy,
} from './passwords/judge-password.ts';

// Passkeys
export {
  MOST_PASSKEY_CHARACTERS,
  parsePasskeyAssertion,
  parsePasskeyCreation,
  type PasskeyAssertion,
  type PasskeyAssertionFields,
  type PasskeyCreation,
  type PasskeyCreationFields,
  type PasskeyTransport,
} from './passkeys/passkey-answer.ts';
export {
  createPasskeyVerifier,
  PASSKEY_ALGORITHMS,
  type PasskeyNotVerified,
  type PasskeyVerifier,
  type VerifiedAssertion,
  type VerifiedCreation,
} from './passkeys/passkey-verifier.ts';

// Log
export { createLog, type Log, type LogLevel, newOperationId } from './logging/log.ts';

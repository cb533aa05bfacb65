/** The personal vault (section 12). A face of its own, so that what few people need is loaded on demand. */
export { type ExportHead, type ExportRefusal, EXPORT_FORMAT, MAX_EXPORT_CHARACTERS, openExport, readExportHead } from './export-file.ts';
export type * from './face.ts';
export type { AccountFacts, AccountPassword, OpenPersonalVault, PersonalFacts } from './open-personal-vault.ts';
export { type AccountId, type ListView, type PersonalAccount, type PersonalContents } from './personal-contents.ts';
export { ACCOUNT_ID_OCTETS, MAX_ACCOUNTS, parseAccountId, wipeAccounts } from './personal-contents.ts';
export { personalVault } from './personal-vault.ts';
export {
  type KeyGroupState,
  type RecoveryKeyInspection,
  type TypedGroups,
  RECOVERY_KEY_GROUPS,
  inspectRecoveryKey,
} from './recovery-key.ts';

export { appendAudit } from './append-audit.ts';
export type { AuditFault } from './audit-walk.ts';
export {
  type AuditCheckpoint,
  type CheckpointSigner,
  createCheckpointSigner,
  formatCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts';
export type { AuditDetails, AuditEvent, AuditParty } from './event.ts';
export { eventsAbout } from './events-about.ts';
export { type AuditEvidence, type AuditVerdict, verifyAudit } from './verify-audit.ts';

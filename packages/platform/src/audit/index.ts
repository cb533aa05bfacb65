export { appendAudit } from './append-audit.ts';
export type { AuditDetails, AuditEvent, AuditParty } from './event.ts';

import type { Instant } from '../clock.ts';

export interface AuditTables {
  audit_event: AuditEventRow;
  audit_head: AuditHeadRow;
}

export interface AuditEventRow {
  readonly sequence: number;
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly network: string | null;
  readonly details: string | null;
}

export interface AuditHeadRow {
  readonly sequence: number;
}

import type { Instant } from '../clock.ts';

export interface AuditTables {
  audit_event: AuditEventRow;
  audit_head: { id: number; sequence: number; link: Uint8Array };
  audit_checkpoint: { sequence: number; at: Instant; link: Uint8Array; key_id: string; signature: Uint8Array };
}

/** An event as it is kept. `details` is canonical JSON (see canonical.ts); `link` is the hash that chains it to all before it. */
export interface AuditEventRow {
  sequence: number;
  at: Instant;
  actor: string;
  action: string;
  subject: string;
  outcome: string;
  reason: string | null;
  network: string | null;
  details: string | null;
  link: Uint8Array;
}

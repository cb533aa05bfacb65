import { sql } from 'kysely';
import { type Baton, type NoParameters, statement } from '../database/index.ts';
import type { AuditEventRow, AuditTables } from './tables.ts';

export const readHead = statement<AuditTables, NoParameters>('read-audit-head')((query) =>
  query.selectFrom('audit_head').select(['sequence', 'link']).where('id', '=', 1),
);

/** Where the chain ends: the number and the link of the last event. Who has it has the right to extend the chain. */
export const chainEnd: Baton<Pick<AuditEventRow, 'sequence' | 'link'>> = {
  take: statement<AuditTables, NoParameters>('take-audit-head')((query) =>
    query.updateTable('audit_head').set({ sequence: sql`sequence` }).where('id', '=', 1).returning(['sequence', 'link']),
  ),
  read: readHead,
  put: statement<AuditTables, Pick<AuditEventRow, 'sequence' | 'link'>>('put-audit-head')((query, given) =>
    query.updateTable('audit_head').set({ sequence: given.sequence, link: given.link }).where('id', '=', 1),
  ),
};

export const insertEvent = statement<AuditTables, AuditEventRow>('insert-audit-event')((query, given) =>
  query.insertInto('audit_event').values({
    sequence: given.sequence,
    at: given.at,
    actor: given.actor,
    action: given.action,
    subject: given.subject,
    outcome: given.outcome,
    reason: given.reason,
    network: given.network,
    details: given.details,
    link: given.link,
  }),
);

export const readEvents = statement<AuditTables, { after: number; most: number }>('read-audit-events')((query, given) =>
  query
    .selectFrom('audit_event')
    .select(['sequence', 'at', 'actor', 'action', 'subject', 'outcome', 'reason', 'network', 'details', 'link'])
    .where('sequence', '>', given.after)
    .orderBy('sequence')
    .limit(given.most),
);

export const readEventsAbout = statement<AuditTables, { subject: string; skip: number; most: number }>('read-audit-events-about')(
  (query, given) =>
    query
      .selectFrom('audit_event')
      .select(['at', 'action', 'outcome', 'network'])
      .where('subject', '=', given.subject)
      .orderBy('sequence', 'desc')
      .limit(given.most)
      .offset(given.skip),
);

export const insertCheckpoint = statement<AuditTables, AuditTables['audit_checkpoint']>('insert-audit-checkpoint')((query, given) =>
  query
    .insertInto('audit_checkpoint')
    .values({ sequence: given.sequence, at: given.at, link: given.link, key_id: given.key_id, signature: given.signature })
    .onConflict((conflict) => conflict.column('sequence').doNothing()),
);

export const readCheckpoints = statement<AuditTables, NoParameters>('read-audit-checkpoints')((query) =>
  query.selectFrom('audit_checkpoint').select(['sequence', 'at', 'link', 'key_id', 'signature']).orderBy('sequence'),
);

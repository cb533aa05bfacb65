import type { AuditTables } from './audit/tables.ts';
import type { BudgetTables } from './budgets/tables.ts';
import type { MailTables } from './mail/tables.ts';
import type { SealingTables } from './sealing/tables.ts';

/** The tables of this room. Whoever opens the database opens it as `PlatformSchema & TheirOwnSchema`. */
export interface PlatformSchema extends AuditTables, BudgetTables, SealingTables, MailTables {}

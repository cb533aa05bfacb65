import type { AuditTables } from './audit/tables.ts';
import type { BudgetTables } from './budgets/tables.ts';

/** The tables of this room. Whoever opens the database opens it as `PlatformSchema & TheirOwnSchema`. */
export interface PlatformSchema extends AuditTables, BudgetTables {}

import type { MigrationSet } from '../database/index.ts';
import { auditLog } from './001-audit-log.ts';
import { attemptBudgets } from './002-attempt-budgets.ts';
import { namedSecrets } from './003-named-secrets.ts';
import { outbox } from './004-outbox.ts';

/** Everything this room keeps in the database, oldest first. A new migration is a new file and a new line; none is ever changed. */
export const platformMigrations: MigrationSet = { room: 'platform', migrations: [auditLog, attemptBudgets, namedSecrets, outbox] };

import type { Command } from '../usage.ts';
import { ca } from './ca.ts';
import { demo } from './demo.ts';
import { fillDemonstrationCommand } from './fill-demonstration.ts';
import { grantRole } from './grant-role.ts';
import { invite } from './invite.ts';
import { migrate } from './migrate.ts';
import { serve } from './serve.ts';
import { temporaryAccess } from './temporary-access.ts';
import { thaw } from './thaw.ts';
import { token } from './token.ts';
import { verifyAuditLog } from './verify-audit.ts';

/** Every command, in the order in which `sallyport help` names them. */
export const commands: readonly Command[] = [
  serve,
  demo,
  fillDemonstrationCommand,
  migrate,
  invite,
  grantRole,
  temporaryAccess,
  thaw,
  verifyAuditLog,
  ca,
  token,
];

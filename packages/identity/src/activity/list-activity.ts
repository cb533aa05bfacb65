import { type Instant, eventsAbout } from '@sallyport/platform';
import type { AuditAction } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import { repudiableMoments } from '../notices/store.ts';
import { TOLD_ACTS } from '../notices/told-acts.ts';
import type { IdentityPorts } from '../ports.ts';

/** Something that was done or tried with an account, as its owner may read it. */
export interface ActivityEntry {
  readonly at: Instant;
  /** `other`: written by another part or another release. */
  readonly action: AuditAction | 'other';
  readonly outcome: 'done' | 'refused';
  /** Undefined when the server did it by itself. */
  readonly network: string | undefined;
  /** Whether a notice of it went out that can still be answered with "this was not me". */
  readonly standing: 'repudiable' | 'settled';
}

const ENTRIES_A_PAGE = 25;

/** What the audit log holds about this account, the newest first. Pages count from 1. */
export async function listActivity(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly page: number },
): Promise<{ readonly entries: readonly ActivityEntry[]; readonly next: number | undefined }> {
  const { accountId, page } = input;
  const skip = (page - 1) * ENTRIES_A_PAGE;
  const rows = await eventsAbout(ports.database, { subject: `account:${accountId}`, skip, most: ENTRIES_A_PAGE + 1 });
  const repudiable = await repudiableMoments(ports.database.query, { accountId, now: ports.clock.now() });
  const entries = rows.slice(0, ENTRIES_A_PAGE).map(({ at, action: written, outcome, network }): ActivityEntry => {
    const action = actionOf(written);
    const wasTold = action !== 'other' && TOLD_ACTS[action] === 'told' && outcome === 'done';
    return {
      at,
      action,
      outcome: outcome === 'done' ? 'done' : 'refused',
      network: network ?? undefined,
      standing: wasTold && repudiable.has(at) ? 'repudiable' : 'settled',
    };
  });
  return { entries, next: rows.length > ENTRIES_A_PAGE ? page + 1 : undefined };
}

function actionOf(written: string): AuditAction | 'other' {
  return Object.hasOwn(TOLD_ACTS, written) ? (written as AuditAction) : 'other';
}

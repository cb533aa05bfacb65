import type { Reads } from '../database/index.ts';
import { type AuditFault, AuditWalk } from './audit-walk.ts';
import { type AuditCheckpoint, checkpointKeyId, isSignedBy } from './checkpoint.ts';
import { readCheckpoints, readEvents, readHead } from './statements.ts';

export interface AuditVerdict {
  readonly intact: boolean;
  /** How many events were read. */
  readonly events: number;
  /** How many checkpoints were held against them. */
  readonly checkpoints: number;
  /** The first hundred faults, in order. */
  readonly faults: readonly AuditFault[];
}

export interface AuditEvidence {
  /** Raw public keys of those whose checkpoints are trusted. */
  readonly publicKeys: readonly Uint8Array[];
  /** Checkpoints kept outside. Only they show that the end of the log was cut off and its head set back. */
  readonly kept?: readonly AuditCheckpoint[];
}

const PAGE = 1000;

/**
 * Reads the whole log and holds it against its chain, its head, the checkpoints beside it and those kept elsewhere. It may run while
 * the server does: it reads pages of committed events and follows the log to whatever is its end by then.
 */
export async function verifyAudit(database: Reads, { publicKeys, kept = [] }: AuditEvidence): Promise<AuditVerdict> {
  const stored = await database.all(readCheckpoints, {});
  const checkpoints = [...stored.map(({ key_id: keyId, ...rest }): AuditCheckpoint => ({ ...rest, keyId })), ...kept];
  const vouchers = new Map(publicKeys.map((key) => [checkpointKeyId(key), key]));
  const walk = new AuditWalk();
  for (const checkpoint of checkpoints) {
    const key = vouchers.get(checkpoint.keyId);
    if (key && isSignedBy(checkpoint, key)) walk.expect(checkpoint);
    else walk.note({ kind: 'bad-checkpoint', sequence: checkpoint.sequence });
  }
  await walkToEnd(database, walk);
  return { intact: walk.faults.length === 0, events: walk.events, checkpoints: checkpoints.length, faults: walk.faults };
}

async function walkToEnd(database: Reads, walk: AuditWalk): Promise<void> {
  const nextPage = () => database.all(readEvents, { after: walk.last, most: PAGE });
  for (let rows = await nextPage(); ; rows = await nextPage()) {
    for (const row of rows) walk.step(row);
    if (rows.length > 0) continue;
    const head = await database.first(readHead, {});
    // Events may have been logged since the last page was read; if so they are on the next one.
    if (head && head.sequence > walk.last && (await nextPage()).length > 0) continue;
    walk.end(head);
    return;
  }
}

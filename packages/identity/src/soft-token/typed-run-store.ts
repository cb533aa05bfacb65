import type { Instant, Place, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { ActivationId } from '../identifiers.ts';
import type { IdentitySchema, TypedRunTable } from '../schema.ts';

/**
 * Runs of SPAKE2 (protocol section 14 B). Every start writes one, also a start that leads nowhere, so that from outside one looks like the other.
 *
 *     started ──request, once──▶ spent       unspent, or of nobody ──ten minutes──▶ removed       spent ──the activation's life──▶ removed
 */

type Tx = Transaction<IdentitySchema>;

/** How long a device has for its second message: it comes at once. */
export const RUN_MS = 10 * 60 * 1000;

export function runPlace(runId: ActivationId): Place {
  return { table: 'typed_run', column: 'sealed_run', row: runId };
}

export async function insertRun(tx: Tx, run: Omit<TypedRunTable, 'spent_at'>): Promise<void> {
  await tx.query
    .insertInto('typed_run')
    .values({ ...run, spent_at: null })
    .execute();
}

/** Spends a run: one conditional statement, so that of any number of messages one is looked at. */
export async function spendRun(
  tx: Tx,
  attempt: { readonly runId: ActivationId; readonly now: Instant },
): Promise<Pick<TypedRunTable, 'run_id' | 'activation_id' | 'sealed_run'> | undefined> {
  return tx.query
    .updateTable('typed_run')
    .set({ spent_at: attempt.now })
    .where('run_id', '=', attempt.runId)
    .where('spent_at', 'is', null)
    .where('started_at', '>', attempt.now - RUN_MS)
    .returning(['run_id', 'activation_id', 'sealed_run'])
    .executeTakeFirst();
}

/** The activation that a device calls by the name of its run, once it has gone on under it. */
export async function findActivationOfRun(query: ReadOnlyQuery<IdentitySchema>, runId: ActivationId): Promise<ActivationId | undefined> {
  const row = await query
    .selectFrom('typed_run')
    .select('activation_id')
    .where('run_id', '=', runId)
    .where('spent_at', 'is not', null)
    .executeTakeFirst();
  return row?.activation_id ?? undefined;
}

/** Their activations are answered or given up: no run leads to them any more, and its keys are gone, which would open what was answered. */
export async function forgetRuns(tx: Tx, activationIds: readonly ActivationId[]): Promise<void> {
  if (activationIds.length === 0) return;
  await tx.query
    .updateTable('typed_run')
    .set({ sealed_run: null, activation_id: null })
    .where('activation_id', 'in', activationIds)
    .execute();
}

/** The one run that was answered: its device goes on under its name. */
export async function keepRun(tx: Tx, run: { readonly runId: ActivationId; readonly activationId: ActivationId }): Promise<void> {
  await tx.query.updateTable('typed_run').set({ activation_id: run.activationId }).where('run_id', '=', run.runId).execute();
}

/** Removes what nobody can go on with; answers how many. */
export async function removeRuns(tx: Tx, ended: { readonly unfinishedBefore: Instant; readonly allBefore: Instant }): Promise<number> {
  const removed = await tx.query
    .deleteFrom('typed_run')
    .where('started_at', '<=', ended.unfinishedBefore)
    .where((run) => run.or([run('started_at', '<=', ended.allBefore), run('spent_at', 'is', null), run('activation_id', 'is', null)]))
    .returning('run_id')
    .execute();
  return removed.length;
}

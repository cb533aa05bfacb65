import { type CommitPlan, commit } from './commit.ts';
import type { VaultContext } from './context.ts';
import type { SetPinOutcome } from './face.ts';
import type { VaultTypes } from './vault-kind.ts';

/** COMMIT, then the new vault through its own new slot. Wipes the contents of the plan. */
export async function commitAndOpen<Of extends VaultTypes>(
  context: VaultContext<Of>,
  plan: CommitPlan<Of['contents']>,
): Promise<SetPinOutcome<Of>> {
  const committed = await commit(context, plan).finally(() => {
    context.kind.text.wipe(plan.contents);
  });
  if (committed.kind === 'refused') return committed;
  const opened = await context.kind.open(context, committed.token, committed.masterKey);
  return opened.kind === 'refused' ? opened : { ...opened, committed: true };
}

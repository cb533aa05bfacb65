import { type CommitPlan, commit } from './commit.ts';
import type { VaultContext } from './context.ts';
import type { SetPinOutcome } from './face.ts';
import { NO_PRF } from './slot-prf.ts';
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
  const { token, masterKey } = committed;
  const atHand = token.protection.kind === 'pin' ? { pin: plan.pin, prf: NO_PRF } : undefined;
  const opened = await context.kind.open(context, { token, masterKey, atHand });
  return opened.kind === 'refused' ? opened : { ...opened, committed: true };
}

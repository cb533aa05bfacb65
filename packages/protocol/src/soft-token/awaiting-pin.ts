import { type Refused, refused } from '../device-errors.ts';
import { judgeNewPin, type PinLengths } from '../pin-policy.ts';
import type { CommitPlan } from './commit.ts';
import { commitAndOpen } from './commit-and-open.ts';
import type { VaultContext } from './context.ts';
import { exclusively } from './exclusively.ts';
import type { AwaitingPin, NewPinEntries, SetPinOutcome } from './face.ts';
import type { VaultTypes } from './vault-kind.ts';

export type PlanWithoutPin<Contents> = Omit<CommitPlan<Contents>, 'pin'>;

/** SET_PIN and MUST_SET_PIN: keys in memory, and COMMIT as the only way on. */
export function awaitPin<Of extends VaultTypes>(
  context: VaultContext<Of>,
  waiting: {
    readonly lengths: PinLengths;
    /** The mutex held: checks that the device still is as it was, and gives contents of the plan's own, which COMMIT wipes. */
    readonly prepare: () => Promise<{ readonly kind: 'plan'; readonly plan: PlanWithoutPin<Of['contents']> } | Refused>;
    readonly forget: () => void;
  },
): AwaitingPin<Of> {
  let isOver = false;
  const abandon = (): void => {
    isOver = true;
    waiting.forget();
  };

  async function setPin(entries: NewPinEntries): Promise<SetPinOutcome<Of>> {
    const pin = judgeNewPin(entries, waiting.lengths);
    if (!pin.ok) return refused(pin.error);
    const outcome = await exclusively<SetPinOutcome<Of>>(context, async () => {
      if (isOver) return refused({ code: 'VAULT_CLOSED' });
      const prepared = await waiting.prepare();
      return prepared.kind === 'refused' ? prepared : commitAndOpen(context, { ...prepared.plan, pin: pin.value });
    });
    if (outcome.kind === 'open') abandon();
    return outcome;
  }

  return { setPin, abandon };
}

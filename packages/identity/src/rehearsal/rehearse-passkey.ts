import type { PasskeyAssertionFields } from '@sallyport/platform';
import { refundAll } from '../budgets.ts';
import { type PasskeyRequestOptions, askForPasskey } from '../passkeys/ask-for-passkey.ts';
import { acceptPasskey, checkPasskey } from '../passkeys/check-passkey.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { findRehearsal, takeRehearsal } from './store.ts';
import { type RehearsalStep, type TryOutcome, keepOutcome, keepTry, payForTry, placeOf } from './under-way.ts';

type PasskeyOutcome = TryOutcome<
  'passkey-malformed' | 'passkey-not-expected' | 'too-many-attempts' | 'passkey-refused' | 'passkey-not-verified'
>;

const ACTION = 'rehearsal.passkey';

/** What the page asks a device for. The challenge is for a rehearsal alone: what is signed with it proves nothing anywhere. */
export async function offerPasskeyRehearsal(
  ports: IdentityPorts,
  step: RehearsalStep,
): Promise<{ readonly options: PasskeyRequestOptions } | Refusal<'rehearsal-over'>> {
  const rehearsal = await findRehearsal(ports.database.query, placeOf(ports, step));
  if (!rehearsal) return refuse('rehearsal-over', 'none under way in this session');
  const { accountId, session } = step;
  return { options: await askForPasskey(ports, { purpose: 'rehearse', session, accountId }) };
}

/**
 * A passkey, at the Federation's origin as always. Its counter is noted, and one that went back is put out of use and told of: what a device says of itself is no less true in a
 * rehearsal.
 */
export async function rehearsePasskey(
  ports: IdentityPorts,
  input: RehearsalStep & { readonly fields: PasskeyAssertionFields },
): Promise<PasskeyOutcome> {
  const purse = { step: input, factor: 'passkey', action: ACTION, real: undefined } as const;
  const own = await ports.database.transact((tx) => payForTry(ports, tx, { ...purse, now: ports.clock.now() }));
  if (isRefusal(own)) return own;
  const checked = await checkPasskey(ports, { ...input, purpose: 'rehearse' });
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<PasskeyOutcome> => {
    if (isRefusal(checked)) {
      await refundAll(tx, own.tickets);
      return checked;
    }
    const given = await acceptPasskey(ports, tx, { checked, now });
    if (isRefusal(given)) {
      const rehearsal = await takeRehearsal(tx, placeOf(ports, input));
      if (rehearsal) await keepOutcome(ports, tx, { rehearsal, factor: 'passkey', outcome: 'refused', now });
      return given;
    }
    await refundAll(tx, own.tickets);
    const factor = given.factor === 'passkey' ? 'passkey' : 'passkey-verified';
    return keepTry(ports, tx, { step: input, factor, action: ACTION, now, verdict: 'right' });
  });
}

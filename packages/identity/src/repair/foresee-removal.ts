import type { AccountId } from '../identifiers.ts';
import { passkeysOf, type PasskeyView } from '../passkeys/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { findContactStanding } from '../recovery-contacts/find-contact-standing.ts';
import { loadStanding } from '../sign-in/account-standing.ts';
import { type SecondFactorWay, secondFactorWays } from '../sign-in/rules.ts';
import { holdingsOf } from './find-readiness.ts';
import { readinessOf } from './readiness.ts';
import type { Situation } from './situations.ts';

/** What becomes of an account without one of its passkeys. */
export interface PasskeyRemoval {
  readonly passkey: PasskeyView;
  /** What goes on being a second factor. */
  readonly secondFactorsLeft: readonly SecondFactorWay[];
  /** In which situations only support could help then, where now the owner could. */
  readonly newlyStranded: readonly Situation[];
  /** `lost`: the account counts as ready now, and would not without it. */
  readonly readiness: 'kept' | 'lost';
}

/** Who would be stranded by this removal; undefined for a passkey that is none of theirs. Changes nothing. */
export async function foreseePasskeyRemoval(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly ref: string },
): Promise<PasskeyRemoval | undefined> {
  const { accountId, ref } = input;
  const passkeys = await passkeysOf(ports.database.query, accountId);
  const passkey = passkeys.find((one) => one.ref === ref);
  if (!passkey) return undefined;
  const contacts = await findContactStanding(ports, { accountId });
  const standing = await loadStanding(ports, accountId);
  const without = { ...standing, passkeys: passkeys.filter((one) => one.ref !== ref) };
  const { recovery: preset } = ports.policy;
  const now = readinessOf({ holds: holdingsOf(standing, contacts), preset });
  const then = readinessOf({ holds: holdingsOf(without, contacts), preset });
  const helpless = (readiness: typeof now): readonly Situation[] =>
    readiness.prospects.flatMap(({ situation, way }) => (way.ends === 'support' ? [situation] : []));
  return {
    passkey,
    secondFactorsLeft: secondFactorWays(without),
    newlyStranded: helpless(then).filter((situation) => !helpless(now).includes(situation)),
    readiness: now.isReady && !then.isReady ? 'lost' : 'kept',
  };
}

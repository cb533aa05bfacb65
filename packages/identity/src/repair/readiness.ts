import { type RecoveryPreset, independentWays, isAcceptedFactor } from '../recovery/rules.ts';
import { HOLDINGS, type Holding, SITUATIONS, type Situation } from './situations.ts';
import { type WayBack, wayBack } from './ways-back.ts';

export interface Readiness {
  readonly isReady: boolean;
  /** What becomes of this person in every situation, with all that is set up beside the token in question. */
  readonly prospects: readonly { readonly situation: Situation; readonly way: WayBack }[];
  /** Ways that do not hang on each other; an account is not ready below two. */
  readonly independentWays: number;
  /** What, set up besides, would strand them in fewer situations or bring a further independent way; the best first. */
  readonly wouldHelp: readonly Holding[];
}

/** What cannot be set up ahead by the person alone. */
const ISSUED: ReadonlySet<Holding> = new Set(['password', 'temporary-access-code']);
const ENOUGH_WAYS = 2;

/**
 * Whether somebody with this much set up gets back alone, whatever happens. `holds` is what they have beside their everyday token: a second token counts, the first does not.
 */
export function readinessOf({ holds, preset }: { readonly holds: readonly Holding[]; readonly preset: RecoveryPreset }): Readiness {
  const { prospects, stranded, ways } = outlook(holds, preset);
  const missing = HOLDINGS.filter((holding) => !ISSUED.has(holding) && !holds.includes(holding) && isAcceptedFactor(preset, holding));
  const gains = missing.map((holding) => {
    const after = outlook([...holds, holding], preset);
    return { holding, fewerStranded: stranded - after.stranded, moreWays: after.ways - ways };
  });
  return {
    isReady: stranded === 0 && ways >= ENOUGH_WAYS,
    prospects,
    independentWays: ways,
    wouldHelp: gains
      .filter(({ fewerStranded, moreWays }) => fewerStranded > 0 || moreWays > 0)
      .sort((one, other) => other.fewerStranded - one.fewerStranded || other.moreWays - one.moreWays)
      .map(({ holding }) => holding),
  };
}

interface Outlook {
  readonly prospects: Readiness['prospects'];
  /** In how many situations only support can help. */
  readonly stranded: number;
  readonly ways: number;
}

function outlook(holds: readonly Holding[], preset: RecoveryPreset): Outlook {
  const prospects = SITUATIONS.map((situation) => ({ situation, way: wayBack({ situation, holds: heldIn(situation, holds), preset }) }));
  return {
    prospects,
    stranded: prospects.filter(({ way }) => way.ends === 'support').length,
    ways: independentWays(holds.filter((holding) => isAcceptedFactor(preset, holding))),
  };
}

/** Whoever changes devices has the old one, and its token opens. */
export function heldIn(situation: Situation, holds: readonly Holding[]): readonly Holding[] {
  return situation === 'new-device' && !holds.includes('soft-token-otp') ? [...holds, 'soft-token-otp'] : holds;
}

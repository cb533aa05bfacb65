import { combinations } from '../combinations.ts';
import type { Factor } from '../assurance/rules.ts';
import { type RecoveryAct, type RecoveryPreset, openedBy } from '../recovery/rules.ts';
import { HOLDINGS, type Holding, REMEDIES, type Remedy, type Situation } from './situations.ts';

/** One thing done on the way back, with what proves it and what must be waited for. */
export interface Step {
  readonly remedy: Remedy;
  /** What to give, beside the locked token's own PIN Reset Code; never more than it takes. */
  readonly by: readonly Holding[];
  readonly waitMs: number;
}

/** `ends: 'support'`: what the person has does not suffice (any further), so a human must prove who they are. Every combination leads to one of the two. */
export interface WayBack {
  readonly steps: readonly Step[];
  readonly ends: 'mended' | 'support';
}

export interface Predicament {
  readonly situation: Situation;
  readonly holds: readonly Holding[];
  readonly preset: RecoveryPreset;
}

/** Each remedy as `recovery/rules.ts` judges it. */
const JUDGED: Readonly<Record<Remedy, RecoveryAct>> = {
  'unlock-token': 'unlock-token',
  'temporary-access': 'temporary-access',
  'revoke-token': 'unlock-token',
  'replace-token': 'replace-credential',
  'check-clock': 'unlock-token',
  'reset-password': 'reset-password',
};

/** What only takes something away from a thief, or tells something, waits for nothing. */
const AT_ONCE: ReadonlySet<Remedy> = new Set(['revoke-token', 'check-clock']);

/** No way takes more. */
export const MOST_PROOFS = 3;

/** The least destructive way that this predicament allows, as the pages offer it. Total: whoever has nothing is led to the support page. */
export function wayBack(predicament: Predicament): WayBack {
  const { situation } = predicament;
  const door = situation === 'password-forgotten' ? enterByMail(predicament) : enter(predicament);
  if (!door) return { steps: [], ends: 'support' };
  if (situation === 'password-forgotten') return { steps: door.steps, ends: 'mended' };
  const remedies = REMEDIES[situation];
  const steps = remedies.flatMap((remedy) => stepBy(remedy, door) ?? []);
  // A new password that leads to nothing mends nothing.
  if (steps.length === 0) return { steps: [], ends: 'support' };
  const isMended = steps.at(-1)?.remedy === remedies.at(-1);
  return { steps: [...door.steps, ...steps], ends: isMended ? 'mended' : 'support' };
}

/** How somebody stands inside the door of Self-Administration. */
interface Door {
  readonly holds: readonly Holding[];
  readonly preset: RecoveryPreset;
  /** What getting in took. */
  readonly steps: readonly Step[];
  /** Set by a mail on this very way, the password and a code from that mail are one thing. */
  readonly passwordByMail: boolean;
}

function enter(predicament: Predicament): Door | undefined {
  if (!predicament.holds.some((holding) => isDoor('unlock-token', holding))) return enterByMail(predicament);
  return { ...predicament, steps: [], passwordByMail: false };
}

function enterByMail({ holds, preset }: Predicament): Door | undefined {
  const without = holds.filter((holding) => holding !== 'password');
  const reset = stepBy('reset-password', { holds: without, preset, steps: [], passwordByMail: false });
  return reset && { holds: ['password', ...without], preset, steps: [reset], passwordByMail: true };
}

/** The step with the shortest wait, and of those the one with the fewest proofs; undefined when what is held does not suffice. */
function stepBy(remedy: Remedy, { holds, preset, passwordByMail }: Door): Step | undefined {
  const steps = choices(holds).flatMap((by) => {
    const opening = openingOf({ remedy, by, preset, passwordByMail });
    return opening ? [{ remedy, by, ...opening }] : [];
  });
  return steps.reduce<Step | undefined>((best, step) => (best === undefined || step.waitMs < best.waitMs ? step : best), undefined);
}

/** What begins a remedy: setting a new password a link in a mail, whatever the preset wants beside it; everything else a sign-in. */
export function isDoor(remedy: Remedy, factor: Factor): boolean {
  return remedy === 'reset-password' ? factor === 'mailed-code' : factor === 'password' || factor === 'passkey-verified';
}

/** How long a remedy must be waited for by whoever gives all of these at once; undefined when they do not open it. */
export function openingOf(given: {
  readonly remedy: Remedy;
  readonly by: readonly Factor[];
  readonly preset: RecoveryPreset;
  readonly passwordByMail: boolean;
}): { readonly waitMs: number } | undefined {
  const { remedy, by, preset } = given;
  if (!by.some((factor) => isDoor(remedy, factor))) return undefined;
  const proofs = by.map((factor) => ({ factor, at: NOW, network: '' }));
  const passwordByMailAt = given.passwordByMail ? NOW : undefined;
  const opening = openedBy({ act: JUDGED[remedy], preset, proofs, now: NOW, freshProofMs: 1, passwordByMailAt });
  if (!opening) return undefined;
  return { waitMs: AT_ONCE.has(remedy) || opening.kind === 'allowed' ? 0 : opening.delayMs };
}

/** All proofs are given at the same moment; which one does not matter. */
const NOW = 0;

/** Every choice of at most three of what is held, smaller ones first, easier ones first among equals. */
function choices(holds: readonly Holding[]): readonly (readonly Holding[])[] {
  const ordered = HOLDINGS.filter((holding) => holds.includes(holding));
  return Array.from({ length: MOST_PROOFS }, (_, index) => combinations(ordered, index + 1)).flat();
}

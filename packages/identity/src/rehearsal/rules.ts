import type { Instant } from '@sallyport/platform';
import { combinations } from '../combinations.ts';
import type { Factor } from '../assurance/rules.ts';
import type { RecoveryPreset } from '../recovery/rules.ts';
import { heldIn } from '../repair/readiness.ts';
import { HOLDINGS, type Holding, REMEDIES, type Remedy, type Situation } from '../repair/situations.ts';
import { MOST_PROOFS, isDoor, openingOf } from '../repair/ways-back.ts';

/**
 * A rehearsal: somebody who is well walks a way back as if something were wrong, and really gives what they would give then.
 *
 *   begun ──gives, says or misses one thing after the other──▶ worked · partly · stranded
 *     │                                                              │
 *     └── another is begun, or an hour has passed ──▶ over ◀─────────┘
 *
 * What was given is no proof: it stands in tables that no door asks, as a type that no door takes, and is judged here by the function that judges the real thing.
 */

/** What can be given in a rehearsal; what is issued when it is needed cannot. A passkey that only found somebody present is one factor more, and no door alone. */
export const REHEARSED_FACTORS = [
  'password',
  'soft-token-otp',
  'passkey',
  'passkey-verified',
  'questions',
  'recovery-code',
  'mailed-code',
  'recovery-contact',
] as const satisfies readonly Factor[];

export type RehearsedFactor = (typeof REHEARSED_FACTORS)[number];

export type RehearsedOutcome =
  /** Looked at, and right. */
  | 'worked'
  /** Nothing that can be looked at without bothering somebody: their word for it. */
  | 'said'
  | 'refused'
  /** Not at hand, or not known any more. */
  | 'missing';

/** Something that was given in a rehearsal. It has neither the network nor the name of a proof, so that no door takes it for one. */
export interface RehearsedProof {
  readonly factor: RehearsedFactor;
  readonly outcome: RehearsedOutcome;
  readonly triedAt: Instant;
}

/** `partly`: something on the way could be done, and not the last of it. `stranded`: only support could have helped. */
export type RehearsalEnd = 'worked' | 'partly' | 'stranded';

export interface RehearsedStep {
  readonly remedy: Remedy;
  /** `open`: what was given so far opens it, after this long. */
  readonly standing: { readonly kind: 'open'; readonly waitMs: number } | { readonly kind: 'closed' };
}

export interface RehearsalStanding {
  readonly steps: readonly RehearsedStep[];
  /** What would bring them on and was not tried, the easiest first. */
  readonly next: readonly Holding[];
  /** Once it worked: what would have done as well, and was not tried. */
  readonly besides: readonly Holding[];
  /** Undefined while there is something to try. */
  readonly end: RehearsalEnd | undefined;
}

export interface Rehearsed {
  readonly situation: Situation;
  readonly preset: RecoveryPreset;
  /** What was set up when it began, without what the situation takes away. */
  readonly holds: readonly Holding[];
  readonly proofs: readonly RehearsedProof[];
}

/** How far somebody has come, by the rules that the pages of the real way use. */
export function rehearsalStanding({ situation, preset, holds, proofs }: Rehearsed): RehearsalStanding {
  const given = proofs.filter((proof) => counts(proof) && isHeld(proof.factor, holds)).map(({ factor }) => factor);
  const untried = HOLDINGS.filter((holding) => holds.includes(holding) && !proofs.some(({ factor }) => holdingOf(factor) === holding));
  const remedies = remediesOf(situation);
  const steps = remedies.map((remedy) => ({ remedy, standing: standingOf({ remedy, given, preset }) }));
  const closed = steps.find(({ standing }) => standing.kind === 'closed');
  if (!closed) return { steps, next: [], besides: instead({ remedies, given, untried, preset }), end: 'worked' };
  const next = onward({ remedy: closed.remedy, given, untried, preset });
  if (next.length > 0) return { steps, next, besides: [], end: undefined };
  return { steps, next, besides: [], end: steps.some(({ standing }) => standing.kind === 'open') ? 'partly' : 'stranded' };
}

/** What somebody could give in this situation, out of what they have set up beside the token in question. */
export function holdsIn(situation: Situation, holds: readonly Holding[]): readonly Holding[] {
  return heldIn(situation, holds).filter((holding) => situation !== 'password-forgotten' || holding !== 'password');
}

/** As which of the holdings it counts. */
export function holdingOf(factor: RehearsedFactor): Holding {
  return factor === 'passkey' ? 'passkey-verified' : factor;
}

function counts({ outcome }: RehearsedProof): boolean {
  return outcome === 'worked' || outcome === 'said';
}

function isHeld(factor: RehearsedFactor, holds: readonly Holding[]): boolean {
  return holds.includes(holdingOf(factor));
}

function remediesOf(situation: Situation): readonly Remedy[] {
  return situation === 'password-forgotten' ? ['reset-password'] : REMEDIES[situation];
}

interface Judged {
  readonly remedy: Remedy;
  readonly given: readonly RehearsedFactor[];
  readonly preset: RecoveryPreset;
}

function standingOf({ remedy, given, preset }: Judged): RehearsedStep['standing'] {
  const opening = openingOf({ remedy, by: given, preset, passwordByMail: false });
  return opening ? { kind: 'open', waitMs: opening.waitMs } : { kind: 'closed' };
}

/** What belongs to any smallest choice that would open it besides. The door comes first, as on the pages: whoever is not in is asked for what lets them in. */
function onward({ remedy, given, untried, preset }: Judged & { readonly untried: readonly Holding[] }): readonly Holding[] {
  const opens = (more: readonly Holding[]) => openingOf({ remedy, by: [...given, ...more], preset, passwordByMail: false }) !== undefined;
  const smallest: (readonly Holding[])[] = [];
  for (let size = 0; size <= MOST_PROOFS; size += 1) {
    const larger = combinations(untried, size).filter((more) => !smallest.some((few) => few.every((one) => more.includes(one))));
    smallest.push(...larger.filter(opens));
  }
  const helps = untried.filter((holding) => smallest.some((choice) => choice.includes(holding)));
  return given.some((factor) => isDoor(remedy, factor)) ? helps : helps.filter((holding) => isDoor(remedy, holding));
}

/** What would have done in place of what was given behind the door. */
function instead(all: {
  readonly remedies: readonly Remedy[];
  readonly given: readonly RehearsedFactor[];
  readonly untried: readonly Holding[];
  readonly preset: RecoveryPreset;
}): readonly Holding[] {
  return HOLDINGS.filter((holding) =>
    all.remedies.some((remedy) => {
      const door = all.given.find((factor) => isDoor(remedy, factor));
      return door !== undefined && onward({ ...all, remedy, given: [door] }).includes(holding);
    }),
  );
}

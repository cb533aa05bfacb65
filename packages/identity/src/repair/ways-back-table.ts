import type { RecoveryPreset } from '../recovery/rules.ts';
import { HOLDINGS, type Holding, type Remedy, type Situation } from './situations.ts';
import { type WayBack, wayBack } from './ways-back.ts';

/** A way back, and the smallest holdings that lead to it. */
export interface WaysBackRow {
  readonly remedies: readonly Remedy[];
  readonly waitMs: number;
  readonly ends: WayBack['ends'];
  /** Having all of any one of these suffices. */
  readonly atLeast: readonly (readonly Holding[])[];
}

/**
 * All that `wayBack` says of one situation, for people to read: the first row of which somebody has enough is theirs. The last is for whoever has nothing, so every
 * combination is in it.
 */
export function waysBackTable({
  situation,
  preset,
}: {
  readonly situation: Situation;
  readonly preset: RecoveryPreset;
}): readonly WaysBackRow[] {
  const rows = new Map<string, { readonly row: Omit<WaysBackRow, 'atLeast'>; readonly from: (readonly Holding[])[] }>();
  for (const holds of everyHolding()) {
    const row = rowOf(wayBack({ situation, holds, preset }));
    const key = JSON.stringify(row);
    const known = rows.get(key) ?? { row, from: [] };
    rows.set(key, known);
    known.from.push(holds);
  }
  return [...rows.values()].map(({ row, from }) => ({ ...row, atLeast: from.filter(isSmallest) })).sort(better);
}

/** Everything a person can have, smaller holdings before those that contain them. */
export function everyHolding(): readonly (readonly Holding[])[] {
  const all = Array.from({ length: 2 ** HOLDINGS.length }, (_, mask) => HOLDINGS.filter((_holding, bit) => (mask & (2 ** bit)) !== 0));
  return all.sort((one, other) => one.length - other.length);
}

function rowOf({ steps, ends }: WayBack): Omit<WaysBackRow, 'atLeast'> {
  return { remedies: steps.map((step) => step.remedy), waitMs: steps.reduce((sum, step) => sum + step.waitMs, 0), ends };
}

function isSmallest(holds: readonly Holding[], _index: number, all: readonly (readonly Holding[])[]): boolean {
  return !all.some((other) => other.length < holds.length && other.every((holding) => holds.includes(holding)));
}

/** Mended before support, what can be done before what cannot; then what needs no new password first, then the shorter wait. */
function better(one: WaysBackRow, other: WaysBackRow): number {
  const [left, right] = [orderOf(one), orderOf(other)];
  return left === right ? one.waitMs - other.waitMs : left - right;
}

function orderOf(row: WaysBackRow): number {
  if (row.remedies.length === 0) return 4;
  return (row.ends === 'mended' ? 0 : 2) + startsOver(row);
}

function startsOver({ remedies }: WaysBackRow): number {
  return Number(remedies[0] === 'reset-password');
}

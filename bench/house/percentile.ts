/** The value that `percent` of a hundred do not exceed, by nearest rank. @throws RangeError when there are none. */
export function percentile(numbers: readonly number[], percent: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
  if (value === undefined) throw new RangeError('the percentile of nothing');
  return value;
}

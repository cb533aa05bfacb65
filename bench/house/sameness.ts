/**
 * How unlike two samples are: the two-sample Kolmogorov–Smirnov statistic, the largest difference between their empirical distribution functions. 0: the same; 1: every value of one lies beyond every
 * value of the other. It needs no assumption about the shape, and one slow answer does not move it.
 *
 * @throws RangeError when one of them is empty.
 */
export function unlikeness(left: readonly number[], right: readonly number[]): number {
  if (left.length === 0 || right.length === 0) throw new RangeError('nothing to compare');
  const values = [...new Set([...left, ...right])].sort((a, b) => a - b);
  const shareUpTo = (sample: readonly number[], value: number) => sample.filter((one) => one <= value).length / sample.length;
  return Math.max(...values.map((value) => Math.abs(shareUpTo(left, value) - shareUpTo(right, value))));
}

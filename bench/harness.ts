/**
 * What every benchmark stands on: it measures the subject and its limit in the same process run, round by round in turn, so that a
 * slower minute of the machine falls on both, and compares their medians.
 *
 * A benchmark is a file `bench/NAME.ts` that exports `benchmark`; what several share lies in a folder beside it.
 */

/** Numbers that the command line may set (`--rounds 9`), with what they are when it does not. */
export type Options = Readonly<Record<string, number>>;

export interface Benchmark {
  readonly name: string;
  /** One line for the list: what is measured, against which limit. */
  readonly summary: string;
  readonly options: Options;
  run(options: Options): Promise<Comparison>;
}

/** What a benchmark measured: one number a round for the subject and for its limit, the more the better. */
export interface Comparison {
  readonly unit: string;
  readonly subject: Series;
  readonly limit: Series;
  /** What was measured in the same rounds, for the table. */
  readonly beside?: readonly Series[];
  /** More for the closing line: sizes, engines, versions. */
  readonly more?: Readonly<Record<string, number | string>>;
}

export interface Series {
  readonly name: string;
  readonly rounds: readonly number[];
}

/** The closing line. */
export interface Verdict {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: number;
  /** value / limit. */
  readonly ratio: number;
}

/** Gives `run` the options under their own names. */
export function defineBenchmark<const Given extends Options>(given: {
  readonly name: string;
  readonly summary: string;
  readonly options: Given;
  run(options: { readonly [Name in keyof Given]: number }): Promise<Comparison>;
}): Benchmark {
  return { ...given, run: (options) => given.run({ ...given.options, ...options }) };
}

export interface Contender {
  readonly name: string;
  /** Measures once and answers a rate. */
  readonly measure: () => Promise<number>;
}

/**
 * One round of each as a warm-up, which counts nothing, then `rounds` of both in turn. Who goes first changes with every round:
 * what the first leaves behind (a warm cache, a full disk queue) then falls on both.
 */
export async function alternate({
  rounds,
  subject,
  limit,
  report,
}: {
  rounds: number;
  subject: Contender;
  limit: Contender;
  report?: (line: string) => void;
}) {
  const measured: { subject: number[]; limit: number[] } = { subject: [], limit: [] };
  await limit.measure();
  await subject.measure();
  for (let round = 1; round <= rounds; round += 1) {
    if (round % 2 === 1) measured.subject.push(await subject.measure());
    measured.limit.push(await limit.measure());
    if (round % 2 === 0) measured.subject.push(await subject.measure());
    report?.(`round ${round} of ${rounds}`);
  }
  return { subject: { name: subject.name, rounds: measured.subject }, limit: { name: limit.name, rounds: measured.limit } };
}

/** How many works are done in a second when `callers` share them out, each taking the next one when its last is done. Works are numbered from 0. */
export async function ratePerSecond({
  callers,
  works,
  work,
  now = () => performance.now(),
}: {
  readonly callers: number;
  readonly works: number;
  readonly work: (index: number) => Promise<unknown>;
  /** Milliseconds. */
  readonly now?: () => number;
}): Promise<number> {
  const started = now();
  let next = 0;
  const call = async () => {
    while (next < works) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  return (works * 1000) / (now() - started);
}

/** @throws RangeError when there is nothing to take the median of. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  if (upper === undefined) throw new RangeError('the median of nothing');
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? upper) + upper) / 2 : upper;
}

/** @throws RangeError when the limit was not measured, or measured as nothing. */
export function judge(name: string, { unit, subject, limit, more }: Comparison): Verdict {
  const value = median(subject.rounds);
  const ceiling = median(limit.rounds);
  if (!(ceiling > 0)) throw new RangeError(`the limit of ${name} is ${ceiling}`);
  return { name, value: round(value), unit, limit: round(ceiling), ratio: Number((value / ceiling).toFixed(3)), ...more };
}

/** Four significant digits: more would pretend to a precision that no two runs share. */
export function round(value: number): number {
  return Number(value.toPrecision(4));
}

/** The rounds side by side, and their medians. */
export function drawTable({ unit, subject, limit, beside = [] }: Comparison): string {
  const line = (label: string, valueOf: (series: Series) => number) => [
    label,
    String(round(valueOf(subject))),
    String(round(valueOf(limit))),
    (valueOf(subject) / valueOf(limit)).toFixed(3),
    ...beside.map((series) => String(round(valueOf(series)))),
  ];
  const rows = [
    ['round', `${subject.name} (${unit})`, `${limit.name} (${unit})`, 'ratio', ...beside.map(({ name }) => `${name} (${unit})`)],
    ...subject.rounds.map((_, index) => line(String(index + 1), ({ rounds }) => rounds[index] ?? Number.NaN)),
    line('median', ({ rounds }) => median(rounds)),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')).join('\n');
}

import { type Refusal, isRefusal } from '../index.ts';

/** The outcome, when it is not a refusal. @throws Error naming the refusal, which is then a broken test. */
export function expectDone<Outcome extends object>(outcome: Outcome): Exclude<Outcome, { readonly kind: 'refusal' }> {
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.code} (${outcome.reason})`);
  return outcome as Exclude<Outcome, { readonly kind: 'refusal' }>;
}

/** `done`, or the code of the refusal: for counting the outcomes of many parallel calls. */
export function outcomeOf(outcome: object | Refusal): string {
  return isRefusal(outcome) ? outcome.code : 'done';
}

/** How often each outcome came. */
export function tally(outcomes: readonly (object | Refusal)[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes.map(outcomeOf)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** The same call so many times at the same moment. */
export function inParallel<Outcome>(times: number, call: (index: number) => Promise<Outcome>): Promise<Outcome[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => call(index)));
}

import { type Allowance, createAllowance } from '../http/allowance.ts';

/** How many signatures a network may cost this process. A whole office may be behind one address; a hundred a second are a few hundredths of one processor. */
export function createSigningAllowance(): Allowance {
  return createAllowance({ eachSecond: 100, most: 1000 });
}

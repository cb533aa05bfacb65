/**
 * Damm check digits (section 9). The table is a weakly totally anti-symmetric quasigroup: it finds every single wrong
 * digit and every swap of two neighbours, whatever the interim digit it starts from. Because each column is a permutation,
 * the same digits started from two different interim digits never end alike: that is what finds a group in the wrong place.
 */
const TABLE = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const;

/** The interim digit after these ASCII digits: the interim digit selects the row, the next digit the column. */
export function damm(start: number, digits: string): number {
  let interim = start;
  for (const digit of digits) interim = Number(TABLE[interim]?.charAt(Number(digit)));
  return interim;
}

/**
 * The digit c for which `damm(start, digits + c) = 0`. The diagonal of the table is zero, so it is the interim digit itself.
 */
export function dammCheckDigit(start: number, digits: string): string {
  return String(damm(start, digits));
}

/** Whether a group with its check digit at the end holds together. */
export function dammHolds(start: number, digitsWithCheck: string): boolean {
  return damm(start, digitsWithCheck) === 0;
}

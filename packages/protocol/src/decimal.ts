import { toHex } from './bytes.ts';

/**
 * `DEC(x, n)` of section 1: the octets read as one big-endian integer, modulo 10^n, as n digits with leading zeros.
 * BigInt, because 16 octets are far beyond what a number carries exactly.
 */
export function decimalDigits(octets: Uint8Array, n: number): string {
  const integer = BigInt(`0x${toHex(octets)}`);
  return (integer % 10n ** BigInt(n)).toString().padStart(n, '0');
}

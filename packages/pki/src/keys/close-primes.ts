/** As many steps as Boulder takes: honest keys never come near, and the keys of 2022 (CVE-2022-26320) fell at the first. */
const STEPS = 100;
/** The squares modulo 5040, to save most of the roots. */
const SQUARES = new Set(Array.from({ length: 5040 }, (_, root) => (root * root) % 5040));

/** Fermat's factorisation, given up after a hundred steps: a factor when the two primes of the modulus are close to each other. */
export function closePrimes(modulus: bigint): bigint | undefined {
  if (modulus % 2n === 0n) return undefined;
  let a = squareRoot(modulus);
  if (a * a === modulus) return a;
  for (let step = 0; step < STEPS; step += 1) {
    a += 1n;
    const square = a * a - modulus;
    if (!SQUARES.has(Number(square % 5040n))) continue;
    const b = squareRoot(square);
    if (b * b === square) return a - b;
  }
  return undefined;
}

/** The largest integer whose square is not above the value, by Newton's method from above. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

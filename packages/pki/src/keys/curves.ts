import { toBigInt } from '../octets.ts';

export type CurveName = 'P-256' | 'P-384' | 'P-521';

/** The prime and the constant b of y² = x³ - 3x + b (FIPS 186-5, section 3.2.1 of SP 800-186). The cofactor is 1, so being on it is enough. */
interface Curve {
  readonly octets: number;
  readonly prime: bigint;
  readonly b: bigint;
}

const CURVES: Readonly<Record<CurveName, Curve>> = {
  'P-256': {
    octets: 32,
    prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  'P-384': {
    octets: 48,
    prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
  'P-521': {
    octets: 66,
    prime: 2n ** 521n - 1n,
    b: 0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
  },
};

/** Whether the octets are a point in uncompressed form (SEC 1 section 2.3.3) that lies on the curve: no other form is allowed by our profiles. */
export function isOnCurve(name: CurveName, point: Uint8Array): boolean {
  const { octets, prime, b } = CURVES[name];
  if (point.length !== 1 + 2 * octets || point[0] !== 0x04) return false;
  const x = toBigInt(point.subarray(1, 1 + octets));
  const y = toBigInt(point.subarray(1 + octets));
  return x < prime && y < prime && (x * x * x - 3n * x + b - y * y) % prime === 0n;
}

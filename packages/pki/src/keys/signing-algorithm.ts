import type { SignatureAlgorithm } from '../signature-algorithm.ts';
import type { CurveName } from './curves.ts';
import type { PublicKey } from './public-key.ts';

/** Baseline Requirements 7.1.3.2.2: each curve with the digest of its size. */
const FOR_CURVE: Readonly<Record<CurveName, SignatureAlgorithm>> = {
  'P-256': 'ecdsa-sha256',
  'P-384': 'ecdsa-sha384',
  'P-521': 'ecdsa-sha512',
};

/** The one algorithm a CA with this key signs with. */
export function signingAlgorithmOf(key: PublicKey): SignatureAlgorithm {
  switch (key.kind) {
    case 'ec':
      return FOR_CURVE[key.curve];
    case 'rsa':
      return 'rsa-sha256';
    case 'ed25519':
      return 'ed25519';
  }
}

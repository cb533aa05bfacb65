import { p256 } from '@noble/curves/nist.js';
import { type Bytes, concat, u8 } from './bytes.ts';
import type { DevicePublicKey } from './device-public-key.ts';

/**
 * Whether K_dev signed this: ECDSA P-256 with SHA-256, `r || s` (section 2). WebCrypto does not choose the lower s, so both count.
 * False for a key that is no point of the curve and for what is no signature at all.
 */
export function deviceSignatureHolds(input: {
  readonly publicKey: DevicePublicKey;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}): boolean {
  try {
    return p256.verify(input.signature, input.message, uncompressed(input.publicKey), { prehash: true, lowS: false });
  } catch {
    return false;
  }
}

function uncompressed({ x, y }: DevicePublicKey): Bytes {
  return concat(u8(4), x, y);
}

import { p256 } from '@noble/curves/nist.js';
import { type Bytes, concat, u8 } from './bytes.ts';

/** K_dev's public half, coordinates of a P-256 point, 32 octets each. */
export interface DevicePublicKey {
  readonly x: Uint8Array;
  readonly y: Uint8Array;
}

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

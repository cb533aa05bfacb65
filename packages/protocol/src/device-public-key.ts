import { type Bytes, toBase64url } from './bytes.ts';
import { exactFields, octetsOf } from './json.ts';

/** K_dev's public half, coordinates of a P-256 point, 32 octets each. */
export interface DevicePublicKey {
  readonly x: Uint8Array;
  readonly y: Uint8Array;
}

export interface DevicePublicKeyJson {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** As it travels in `kdev` (sections 14 and 15), a JWK of RFC 7518 section 6.2 and nothing more. */
export function encodeDevicePublicKey({ x, y }: DevicePublicKey): DevicePublicKeyJson {
  return { kty: 'EC', crv: 'P-256', x: toBase64url(x), y: toBase64url(y) };
}

/** Undefined for anything that is not exactly such an object. Whether it is a point of the curve, the first signature will say. */
export function decodeDevicePublicKey(json: unknown): { readonly x: Bytes; readonly y: Bytes } | undefined {
  const jwk = exactFields(json, ['kty', 'crv', 'x', 'y']);
  const x = octetsOf(jwk?.x, 32);
  const y = octetsOf(jwk?.y, 32);
  return jwk?.kty === 'EC' && jwk.crv === 'P-256' && x !== undefined && y !== undefined ? { x, y } : undefined;
}

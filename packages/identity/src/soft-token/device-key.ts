import { type DevicePublicKey, encodeDevicePublicKey, fromBase64url } from '@sallyport/protocol';
import type { StoredToken } from './store.ts';

/** The public half of K_dev as it was stored; undefined for a token that has none. */
export function deviceKeyOf({ deviceKey }: StoredToken): DevicePublicKey | undefined {
  if (deviceKey === undefined) return undefined;
  const { x, y } = JSON.parse(deviceKey) as { readonly x: string; readonly y: string };
  return { x: fromBase64url(x), y: fromBase64url(y) };
}

/** As it is stored: a JWK. */
export function storedDeviceKey(publicKey: DevicePublicKey): string {
  return JSON.stringify(encodeDevicePublicKey(publicKey));
}

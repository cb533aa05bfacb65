import { type DevicePublicKey, fromBase64url } from '@sallyport/protocol';
import type { StoredToken } from './store.ts';

/** The public half of K_dev as the activation stored it; undefined for a token that has none. */
export function deviceKeyOf({ deviceKey }: StoredToken): DevicePublicKey | undefined {
  if (deviceKey === undefined) return undefined;
  const { x, y } = JSON.parse(deviceKey) as { readonly x: string; readonly y: string };
  return { x: fromBase64url(x), y: fromBase64url(y) };
}

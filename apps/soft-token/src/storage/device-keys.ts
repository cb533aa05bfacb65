import { fromBase64url } from '@sallyport/protocol';
import type { DeviceDescription } from '@sallyport/protocol/activation';
import type { DeviceKeys } from './core-database.ts';

/** D and K_dev (section 2): born in the browser's key store, never extractable, made once for each activation. */
export async function makeDeviceKeys(): Promise<DeviceKeys> {
  const [deviceFactor, deviceKey] = await Promise.all([
    crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']),
    crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']),
  ]);
  return { deviceFactor, deviceKey };
}

/** What the activation request says of this device: the public half of K_dev, what it can keep, and a name for its owner. */
export async function describeDevice(keys: DeviceKeys, profile: number): Promise<DeviceDescription> {
  return { publicKey: await publicKeyOf(keys.deviceKey), profile, name: deviceName(navigator.userAgent) };
}

/** Of K_dev. */
export async function publicKeyOf({ publicKey }: CryptoKeyPair): Promise<DeviceDescription['publicKey']> {
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  return { x: fromBase64url(x), y: fromBase64url(y) };
}

// In this order: each browser also names those it descends from.
const BROWSERS = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['CriOS', 'Chrome'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;

const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['CrOS', 'ChromeOS'],
  ['Windows', 'Windows'],
  ['Mac OS', 'Mac'],
  ['Linux', 'Linux'],
] as const;

/** "Firefox on Windows": enough for the owner to tell one device from another, nothing that tells more. */
export function deviceName(userAgent: string): string {
  const named = (names: readonly (readonly [string, string])[]): string | undefined =>
    names.find(([mark]) => userAgent.includes(mark))?.[1];
  return [named(BROWSERS) ?? 'Browser', named(SYSTEMS)].filter((part) => part !== undefined).join(' on ');
}

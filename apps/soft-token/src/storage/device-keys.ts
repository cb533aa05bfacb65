import type { DeviceKeys } from './core-database.ts';

/** D and K_dev (section 2): born in the browser's key store, never extractable, made once for each activation. */
export async function makeDeviceKeys(): Promise<DeviceKeys> {
  const [deviceFactor, deviceKey] = await Promise.all([
    crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']),
    crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']),
  ]);
  return { deviceFactor, deviceKey };
}

/** The public half for the activation request. */
export async function publicDeviceKey(keys: DeviceKeys): Promise<JsonWebKey> {
  return crypto.subtle.exportKey('jwk', keys.deviceKey.publicKey);
}

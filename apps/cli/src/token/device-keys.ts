import { fromBase64url, PROFILE } from '@sallyport/protocol';
import type { DeviceDescription } from '@sallyport/protocol/activation';
import type { Machine } from './device-token.ts';
import type { NewDevice } from './storage/file-token-storage.ts';
import { FACTOR_OCTETS } from './storage/device-file.ts';

/** D and K_dev (section 2), made once for each activation, and what the request says of this device. */
export async function makeDevice(
  origin: string,
  { randomness }: Pick<Machine, 'randomness'>,
  platform: NodeJS.Platform,
): Promise<{ readonly newDevice: NewDevice; readonly description: DeviceDescription }> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  const octets = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey));
  return {
    newDevice: { factor: randomness.bytes(FACTOR_OCTETS), privateKey: octets, origin },
    description: {
      publicKey: { x: fromBase64url(x), y: fromBase64url(y) },
      profile: PROFILE.device | PROFILE.erasable,
      name: deviceName(platform),
    },
  };
}

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'Mac', linux: 'Linux', win32: 'Windows', freebsd: 'FreeBSD' };

/** Enough for the owner to tell one device from another, nothing that tells more. */
export function deviceName(platform: NodeJS.Platform): string {
  const system = SYSTEMS[platform];
  return system === undefined ? 'Terminal' : `Terminal on ${system}`;
}

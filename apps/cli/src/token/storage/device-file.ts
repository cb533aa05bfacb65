import { type Bytes, concat, fromUtf8, u8, utf8 } from '@sallyport/protocol';
import { part, readParts } from './vault-file.ts';

/** Where D is: in this file, or in the keychain of the operating system. */
export type DeviceFactorPlace = 'file' | 'secret-service' | 'macos-keychain';

/**
 * `device.key`: what this machine keeps of a token besides the vault, from its activation to its removal. `"STDK" ‖ u8(version) ‖ u8(place)`
 * and three parts: D, empty when it is in a keychain; K_dev as PKCS #8; the origin of the token API.
 */
export interface DeviceFile {
  readonly place: DeviceFactorPlace;
  /** D, 32 octets; empty when it is elsewhere. */
  readonly factor: Bytes;
  /** The private half of K_dev (ECDSA P-256), PKCS #8. */
  readonly privateKey: Bytes;
  /** Where receipts go. Authentic when its hash is the header's `issuerId`. */
  readonly origin: string;
}

const MAGIC = utf8('STDK');
const VERSION = 1;
const PLACE_CODE = { file: 1, 'secret-service': 2, 'macos-keychain': 3 } as const satisfies Record<DeviceFactorPlace, number>;
const PLACES: readonly DeviceFactorPlace[] = ['file', 'secret-service', 'macos-keychain'];
export const FACTOR_OCTETS = 32;
/** A P-256 key as PKCS #8 has 138 octets, an origin at most 267. */
export const MAX_DEVICE_FILE_OCTETS = 1024;

export function encodeDeviceFile({ place, factor, privateKey, origin }: DeviceFile): Bytes {
  return concat(MAGIC, u8(VERSION), u8(PLACE_CODE[place]), part(factor), part(privateKey), part(utf8(origin)));
}

/** Undefined for whatever is not exactly such a file. */
export function parseDeviceFile(octets: Bytes): DeviceFile | undefined {
  const parts = readParts(octets, { magic: MAGIC, version: VERSION, mostOctets: MAX_DEVICE_FILE_OCTETS });
  const place = PLACES.find((candidate) => PLACE_CODE[candidate] === octets[MAGIC.length + 1]);
  const [factor, privateKey, origin, ...more] = parts ?? [];
  if (place === undefined || factor === undefined || privateKey === undefined || origin === undefined || more.length > 0) return undefined;
  if (factor.length !== (place === 'file' ? FACTOR_OCTETS : 0)) return undefined;
  try {
    return { place, factor, privateKey, origin: fromUtf8(origin) };
  } catch {
    return undefined;
  }
}

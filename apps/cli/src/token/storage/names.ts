import { join } from 'node:path';
import { fromHex, toHex, type Bytes } from '@sallyport/protocol';

/** Section 6, terminal client: what everything of one token is called in its folder. */

/** The token id as text, 32 hexadecimal digits: the name of the token's folder. */
export type TokenKey = string & { readonly brand: 'TokenKey' };

export function tokenKeyOf(tokenId: Uint8Array): TokenKey {
  if (tokenId.length !== 16) throw new RangeError('a token id has 16 octets');
  return toHex(tokenId) as TokenKey;
}

/** The folder of the personal vault (section 12), of which a home has one: no token is called so. */
export const PERSONAL = 'personal' as TokenKey;

export function tokenIdOf(token: TokenKey): Bytes {
  return fromHex(token);
}

/** A folder that is not called so is none of ours. */
export function parseTokenKey(name: string): TokenKey | undefined {
  return /^[0-9a-f]{32}$/.test(name) ? (name as TokenKey) : undefined;
}

export interface TokenPaths {
  readonly folder: string;
  readonly vault: string;
  readonly device: string;
  readonly news: string;
  readonly removal: string;
  pinSlot(epoch: number): string;
  erasable(epoch: number): string;
}

export function pathsOf(home: string, token: TokenKey): TokenPaths {
  const folder = join(home, token);
  return {
    folder,
    vault: join(folder, 'vault.bin'),
    device: join(folder, 'device.key'),
    news: join(folder, 'news.json'),
    removal: join(folder, 'removal.json'),
    pinSlot: (epoch) => join(folder, `pin-${String(epoch)}.slot`),
    erasable: (epoch) => join(folder, `e-${String(epoch)}.key`),
  };
}

/** The epoch of which this file is a PIN slot or an erasable factor. */
export function epochOf(name: string): number | undefined {
  const [, slot, factor] = /^(?:pin-(\d{1,16})\.slot|e-(\d{1,16})\.key)$/.exec(name) ?? [];
  const epoch = Number(slot ?? factor);
  return Number.isSafeInteger(epoch) ? epoch : undefined;
}

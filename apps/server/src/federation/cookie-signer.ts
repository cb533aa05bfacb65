import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

/**
 * Signs the cookies of the OpenID Connect library, as its setting `cookies.keys` allows. The signer it brings (keygrip) imports its key from text for
 * each of the three HMACs that it makes to check one cookie, in SHA-1 for the signature; this one imports its keys once and makes one, in SHA-256.
 */
export interface CookieSigner {
  sign(cookie: string): string;
  verify(cookie: string, signature: string): boolean;
  /** Which of the keys signed it, -1 for none: the library signs anew what an older key signed. */
  index(cookie: string, signature: string): number;
}

/** The first key signs; the others, older, still open what they signed. */
export function createCookieSigner(keys: readonly [Uint8Array, ...Uint8Array[]]): CookieSigner {
  const [newest, ...older] = keys.map((key) => createSecretKey(key));
  if (!newest) throw new RangeError('there is no key to sign cookies with');
  const all = [newest, ...older];
  const macOf = (cookie: string, key: typeof newest) => createHmac('sha256', key).update(cookie).digest();
  const index = (cookie: string, signature: string): number => {
    const given = Buffer.from(signature, 'base64url');
    // Its text must be the one `sign` writes: base64url has other spellings of the same octets.
    if (given.length !== MAC_OCTETS || given.toString('base64url') !== signature) return -1;
    return all.findIndex((key) => timingSafeEqual(macOf(cookie, key), given));
  };
  return {
    sign: (cookie) => macOf(cookie, newest).toString('base64url'),
    verify: (cookie, signature) => index(cookie, signature) >= 0,
    index,
  };
}

const MAC_OCTETS = 32;

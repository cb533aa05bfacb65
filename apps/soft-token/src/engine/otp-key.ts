import type { OtpKeyHolder } from '@sallyport/protocol';

const HASH = { SHA1: 'SHA-1', SHA256: 'SHA-256', SHA512: 'SHA-512' } as const;

/** The seed as a non-extractable HMAC key inside this worker (section 5). The copy handed to the browser is zeroed at once. */
export const otpKeys: OtpKeyHolder = {
  hold: async ({ seed, algorithm }) => {
    const copy = new Uint8Array(seed);
    let key: CryptoKey | undefined;
    try {
      key = await crypto.subtle.importKey('raw', copy, { name: 'HMAC', hash: HASH[algorithm] }, false, ['sign']);
    } finally {
      copy.fill(0);
    }
    return {
      mac: async (message) => {
        if (!key) throw new Error('The one-time-password key was dropped.');
        return new Uint8Array(await crypto.subtle.sign('HMAC', key, new Uint8Array(message)));
      },
      drop: () => {
        key = undefined;
      },
    };
  },
};

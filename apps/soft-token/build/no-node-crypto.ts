/**
 * Stands for Node's `crypto` in the bundle. The HPKE library asks for it only where `globalThis.crypto` is missing, which no browser is that can
 * activate a token.
 */
export const webcrypto = undefined;

/**
 * The whole of the outside world that this room may see: two codecs that every JavaScript platform has, and the names
 * of WebCrypto's opaque keys, in which `@hpke/core` speaks. The room is compiled with
 * neither the types of Node nor those of the DOM, so whatever is not named here or in ECMAScript does not exist in it.
 */

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: 'utf-8', options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  /** @throws TypeError when `fatal` and the octets are not well-formed. */
  decode(octets?: Uint8Array): string;
}

/** Nothing in this room looks inside one. */
interface CryptoKey {
  readonly extractable: boolean;
}

interface CryptoKeyPair {
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

import type { Bytes } from '@sallyport/protocol';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => Math.max(ALPHABET.indexOf(String.fromCharCode(code)), 0));

/** Base64 of RFC 4648 section 4, padded or not, as exports carry megabytes of octets in JSON. Undefined for anything else. */
export function fromBase64(value: unknown): Bytes | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) return undefined;
  const characters = value.endsWith('=') ? value.indexOf('=') : value.length;
  if (characters % 4 === 1) return undefined;
  const octets = new Uint8Array(Math.floor((characters * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let offset = 0;
  for (let index = 0; index < characters; index += 1) {
    buffer = ((buffer << 6) | (VALUES[value.charCodeAt(index)] ?? 0)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    octets[offset++] = (buffer >> bits) & 0xff;
  }
  return octets;
}

/** Undefined for what is not hexadecimal of exactly so many octets. */
export function fromHexOf(value: unknown, octets: number): Bytes | undefined {
  if (typeof value !== 'string' || value.length !== octets * 2 || !/^[0-9a-fA-F]*$/.test(value)) return undefined;
  return Uint8Array.from({ length: octets }, (_, index) => Number.parseInt(value.slice(index * 2, index * 2 + 2), 16));
}

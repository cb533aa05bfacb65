/** Octet strings: the conventions of the protocol page, section 1. All integers are big-endian. */

export type Bytes = Uint8Array<ArrayBuffer>;

// Every platform has these two, but no ECMAScript library declares them, and this room sees neither Node's types nor the DOM's.
declare const TextEncoder: new () => { encode(text: string): Bytes };
declare const TextDecoder: new (label: 'utf-8', options: { readonly fatal: true }) => { decode(octets: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** @throws TypeError when the octets are not well-formed UTF-8. */
export function fromUtf8(octets: Uint8Array): string {
  return decoder.decode(octets);
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

export function u8(value: number): Bytes {
  return unsigned(value, 1);
}

export function u16(value: number): Bytes {
  return unsigned(value, 2);
}

export function u32(value: number): Bytes {
  return unsigned(value, 4);
}

/** Epochs and times stay below 2^53, so a number carries them exactly. */
export function u64(value: number): Bytes {
  return unsigned(value, 8);
}

/** @throws RangeError when the value is not an integer that fits. */
function unsigned(value: number, size: 1 | 2 | 4 | 8): Bytes {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** size) {
    throw new RangeError(`${String(value)} is not an unsigned integer of ${String(size)} octets`);
  }
  const octets = new Uint8Array(size);
  let rest = value;
  for (let index = size - 1; index >= 0; index -= 1) {
    octets[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return octets;
}

/** The unsigned integer held in these octets. @throws RangeError above 2^53 - 1. */
export function readUnsigned(octets: Uint8Array): number {
  let value = 0;
  for (const octet of octets) value = value * 256 + octet;
  if (!Number.isSafeInteger(value)) throw new RangeError('integer above 2^53 - 1');
  return value;
}

/** `LV(x) = u16(len x) || x`. */
export function lv(value: Uint8Array): Bytes {
  return concat(u16(value.length), value);
}

/** Domain separation: `DS(label) = "softtoken-v1/" || label || 0x00`. */
export function domain(label: string): Bytes {
  return concat(utf8(`softtoken-v1/${label}`), u8(0));
}

/** Equal in constant time for equal lengths; the length itself is public. */
export function constantTimeEqual(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  return difference === 0;
}

/** Overwrites a secret that is no longer needed. */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}

export function toHex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}

/** @throws SyntaxError when the text is not an even number of hexadecimal digits. */
export function fromHex(text: string): Bytes {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw new SyntaxError('not hexadecimal');
  return Uint8Array.from({ length: text.length / 2 }, (_, index) => Number.parseInt(text.slice(index * 2, index * 2 + 2), 16));
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** base64url without padding (RFC 4648 section 5). */
export function toBase64url(octets: Uint8Array): string {
  let text = '';
  for (let index = 0; index < octets.length; index += 3) {
    const [first = 0, second = 0, third = 0] = octets.subarray(index, index + 3);
    const group = (first << 16) | (second << 8) | third;
    const characters = Math.min(octets.length - index, 3) + 1;
    for (let position = 0; position < characters; position += 1) text += BASE64URL.charAt((group >> (18 - 6 * position)) & 63);
  }
  return text;
}

/** @throws SyntaxError when the text is not canonical base64url without padding. */
export function fromBase64url(text: string): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new SyntaxError('not base64url');
  const octets = new Uint8Array(Math.floor((text.length * 3) / 4));
  let offset = 0;
  for (let index = 0; index < text.length; index += 4) {
    const characters = Array.from(text.slice(index, index + 4));
    const group = characters.reduce((sum, character, position) => sum | (BASE64URL.indexOf(character) << (18 - 6 * position)), 0);
    for (let position = 0; position < characters.length - 1; position += 1) octets[offset++] = (group >> (16 - 8 * position)) & 255;
  }
  if (toBase64url(octets) !== text) throw new SyntaxError('not canonical base64url');
  return octets;
}

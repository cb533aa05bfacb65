/** Octet strings, the currency of this room. */
export type Bytes = Uint8Array<ArrayBuffer>;

// Every platform has these two, but no ECMAScript library declares them, and this room sees neither Node's types nor the DOM's.
declare const TextEncoder: new () => { encode(text: string): Bytes };
declare const TextDecoder: new (label: 'utf-8', options: { readonly fatal: true }) => { decode(octets: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** Undefined for octets that are not well-formed UTF-8. */
export function fromUtf8(octets: Uint8Array): string | undefined {
  try {
    return decoder.decode(octets);
  } catch {
    return undefined;
  }
}

/** No more arguments than any platform takes. */
const AT_ONCE = 1024;

/** Each octet as the character of that number: what an IA5String is, once it is known to hold nothing above 0x7f. */
export function latin1(octets: Uint8Array): string {
  let text = '';
  for (let start = 0; start < octets.length; start += AT_ONCE) {
    // Applied, not spread: an iterator over octets takes ten times as long, and a CRL has a hundred thousand serials.
    text += String.fromCharCode.apply(undefined, octets.subarray(start, start + AT_ONCE) as unknown as number[]);
  }
  return text;
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** For public values only: it stops at the first difference. */
export function equalOctets(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((octet, index) => octet === right[index]);
}

const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

export function toHex(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += HEX[octet] ?? '';
  return text;
}

/** @throws SyntaxError when the text is not an even number of hexadecimal digits. */
export function fromHex(text: string): Bytes {
  if (text.length % 2 !== 0) throw new SyntaxError('not hexadecimal');
  const octets = new Uint8Array(text.length / 2);
  for (let index = 0; index < octets.length; index += 1) {
    const octet = (digitAt(text, 2 * index) << 4) | digitAt(text, 2 * index + 1);
    if (octet > 0xff) throw new SyntaxError('not hexadecimal');
    octets[index] = octet;
  }
  return octets;
}

const NO_DIGIT = 0x100;

/** A list of a hundred thousand serials has four million of them. */
function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : NO_DIGIT;
}

/** The unsigned big-endian integer in these octets. */
export function toBigInt(octets: Uint8Array): bigint {
  return octets.length === 0 ? 0n : BigInt(`0x${toHex(octets)}`);
}

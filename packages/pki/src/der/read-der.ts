import type { Bytes } from '../octets.ts';
import { type Result, ok, refuse } from '../result.ts';

/**
 * The door of this room: every octet string from outside passes through here before anything else looks at it. It accepts the
 * distinguished encoding rules (X.690 sections 8, 10 and 11) and nothing looser, and it gives up at a size, a depth or a number of elements.
 * Lint and signer read with it alone, so that what the library wrote is read by something else than the library.
 */

export interface DerLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly elements: number;
}

/** One element. `octets` is all of it with tag and length; `children` is empty for a primitive one. */
export interface DerElement {
  /** The identifier octet: class, whether constructed, number. */
  readonly tag: number;
  readonly octets: Bytes;
  readonly content: Bytes;
  readonly children: readonly DerElement[];
}

export type DerRefusal = { readonly code: 'der-too-large' } | { readonly code: 'der-too-deep' } | { readonly code: 'der-malformed' };

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

const CONSTRUCTED = 0x20;
/** A certificate has no use for tag numbers above 30, and a parser that knows them has one more way to be wrong. */
const HIGH_TAG_NUMBER = 0x1f;

class Reader {
  readonly #bytes: Bytes;
  readonly #limits: DerLimits;
  #elements = 0;

  constructor(bytes: Bytes, limits: DerLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  /** The element that begins at `start` and ends at or before `end`. */
  read({ start, end, depth }: { readonly start: number; readonly end: number; readonly depth: number }): Result<DerElement, DerRefusal> {
    if (depth > this.#limits.depth) return refuse({ code: 'der-too-deep' });
    this.#elements += 1;
    if (this.#elements > this.#limits.elements) return refuse({ code: 'der-too-large' });
    const tag = this.#bytes[start];
    const length = this.#lengthAt(start + 1, end);
    if (tag === undefined || (tag & HIGH_TAG_NUMBER) === HIGH_TAG_NUMBER || length === undefined) return refuse({ code: 'der-malformed' });
    const octets = this.#bytes.subarray(start, length.after + length.value);
    const content = octets.subarray(length.after - start);
    if ((tag & CONSTRUCTED) === 0) {
      return isWellFormed(tag, content) ? ok({ tag, octets, content, children: [] }) : refuse({ code: 'der-malformed' });
    }
    if (tag < 0x40 && tag !== TAG.sequence && tag !== TAG.set) return refuse({ code: 'der-malformed' });
    const children: DerElement[] = [];
    let next = length.after;
    const stop = length.after + length.value;
    while (next < stop) {
      const child = this.read({ start: next, end: stop, depth: depth + 1 });
      if (!child.ok) return child;
      children.push(child.value);
      next += child.value.octets.length;
    }
    return ok({ tag, octets, content, children });
  }

  /** Definite and minimal, at most four octets of it, and not past the end. */
  #lengthAt(start: number, end: number): { readonly value: number; readonly after: number } | undefined {
    const first = this.#bytes[start];
    if (first === undefined || start >= end) return undefined;
    if (first < 0x80) return start + 1 + first <= end ? { value: first, after: start + 1 } : undefined;
    const count = first & 0x7f;
    if (count === 0 || count > 4 || start + 1 + count > end) return undefined;
    let value = 0;
    for (let index = 1; index <= count; index += 1) value = value * 256 + (this.#bytes[start + index] ?? 0);
    const isMinimal = value >= 0x80 && value >= 256 ** (count - 1);
    const after = start + 1 + count;
    return isMinimal && after + value <= end ? { value, after } : undefined;
  }
}

/** Refuses with `der-too-large` before it reads anything, and whatever follows the element. */
export function readDer(bytes: Uint8Array, limits: DerLimits): Result<DerElement, DerRefusal> {
  if (bytes.length > limits.bytes) return refuse({ code: 'der-too-large' });
  // A copy: what was checked cannot change afterwards, and it is no view into something larger.
  const own = new Uint8Array(bytes);
  const element = new Reader(own, limits).read({ start: 0, end: own.length, depth: 1 });
  return element.ok && element.value.octets.length !== own.length ? refuse({ code: 'der-malformed' }) : element;
}

/** The primitive types whose content has a form of its own. */
function isWellFormed(tag: number, content: Uint8Array): boolean {
  const [first, second = 0] = content;
  switch (tag) {
    case TAG.boolean:
      return content.length === 1 && (first === 0x00 || first === 0xff);
    case TAG.integer:
    case TAG.enumerated:
      if (first === undefined) return false;
      return content.length === 1 || !((first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80));
    case TAG.bitString: {
      if (first === undefined || first > 7 || (content.length === 1 && first !== 0)) return false;
      const last = content.at(-1) ?? 0;
      return content.length === 1 || (last & ((1 << first) - 1)) === 0;
    }
    case TAG.null:
      return content.length === 0;
    case TAG.objectIdentifier:
      return isObjectIdentifier(content);
    case TAG.sequence & ~CONSTRUCTED:
    case TAG.set & ~CONSTRUCTED:
      return false;
    default:
      return true;
  }
}

function isObjectIdentifier(content: Uint8Array): boolean {
  const last = content.at(-1);
  if (last === undefined || last >= 0x80 || content.length > 32) return false;
  // A sub-identifier that begins with 0x80 has a leading zero.
  return content.every((octet, index) => octet !== 0x80 || (content[index - 1] ?? 0) >= 0x80);
}

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

/** Views are made when somebody looks: most elements are only passed by, and a view costs more than reading a header. */
class Element implements DerElement {
  readonly tag: number;
  children: readonly DerElement[] = NO_CHILDREN;
  readonly #bytes: Bytes;
  readonly #start: number;
  readonly #contentStart: number;
  readonly #end: number;

  /** Where the cursor stands. */
  constructor(bytes: Bytes, { tag, start, contentStart, end }: DerCursor) {
    this.tag = tag;
    this.#bytes = bytes;
    this.#start = start;
    this.#contentStart = contentStart;
    this.#end = end;
  }

  get octets(): Bytes {
    return this.#bytes.subarray(this.#start, this.#end);
  }

  get content(): Bytes {
    return this.#bytes.subarray(this.#contentStart, this.#end);
  }
}

const NO_CHILDREN: readonly DerElement[] = [];

class Reader {
  /** Why there is no element. */
  refusal: DerRefusal = { code: 'der-malformed' };
  readonly #bytes: Bytes;
  readonly #limits: DerLimits;
  readonly #cursor: DerCursor;
  #depth = 0;
  #elements = 0;

  constructor(bytes: Bytes, limits: DerLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
    this.#cursor = new DerCursor(bytes);
  }

  /** The one element that these octets are; undefined, and the refusal is set, where they are something else. */
  readWhole(): DerElement | undefined {
    const element = this.#read(0, this.#bytes.length);
    if (element === undefined || this.#cursor.end === this.#bytes.length) return element;
    this.refusal = { code: 'der-malformed' };
    return undefined;
  }

  /** The element that begins at `start` and ends at or before `limit`. The cursor's end is where it ends. */
  #read(start: number, limit: number): Element | undefined {
    this.#elements += 1;
    const isTooDeep = this.#depth >= this.#limits.depth;
    if (isTooDeep || this.#elements > this.#limits.elements) {
      this.refusal = { code: isTooDeep ? 'der-too-deep' : 'der-too-large' };
      return undefined;
    }
    const tag = this.#cursor.moveTo(start, limit);
    if (tag === undefined) return undefined;
    const element = new Element(this.#bytes, this.#cursor);
    return (tag & CONSTRUCTED) === 0 || this.#readInto(element) ? element : undefined;
  }

  #readInto(parent: Element): boolean {
    const { contentStart, end } = this.#cursor;
    const children: Element[] = [];
    this.#depth += 1;
    for (let next = contentStart; next < end; next = this.#cursor.end) {
      const child = this.#read(next, end);
      if (child === undefined) return false;
      children.push(child);
    }
    this.#depth -= 1;
    this.#cursor.end = end;
    parent.children = children;
    return true;
  }
}

/** An element that was not looked into. */
export type DerPiece = Omit<DerElement, 'children'>;

/** The element at `start`, its header checked, and its content too where it is primitive. */
function pieceAt(bytes: Bytes, start: number, end: number): DerPiece | undefined {
  const cursor = new DerCursor(bytes);
  const tag = cursor.moveTo(start, end);
  if (tag === undefined) return undefined;
  return { tag, octets: bytes.subarray(start, cursor.end), content: bytes.subarray(cursor.contentStart, cursor.end) };
}

/**
 * Where an element lies, for lists too long to be taken apart as a tree: a CRL of a hundred thousand entries has eight hundred thousand
 * elements, and a view of each costs more than reading it.
 */
export class DerCursor {
  tag = 0;
  start = 0;
  contentStart = 0;
  /** Where the element ends and its neighbour begins. */
  end = 0;
  readonly #bytes: Bytes;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  /** To the element that begins at `start` and ends at or before `end`. Answers its tag; undefined where none is well-formed. */
  moveTo(start: number, end: number): number | undefined {
    const tag = this.#bytes[start];
    if (tag === undefined || start >= end || (tag & HIGH_TAG_NUMBER) === HIGH_TAG_NUMBER) return undefined;
    this.tag = tag;
    this.start = start;
    return this.#readLength(start + 1, end) && this.#isRight(tag) ? tag : undefined;
  }

  #isRight(tag: number): boolean {
    if ((tag & CONSTRUCTED) !== 0) return tag >= 0x40 || tag === TAG.sequence || tag === TAG.set;
    return this.#isWellFormed(tag);
  }

  /** The primitive types whose content has a form of its own, looked at where it stands. */
  #isWellFormed(tag: number): boolean {
    const length = this.end - this.contentStart;
    const first = length === 0 ? undefined : this.#bytes[this.contentStart];
    switch (tag) {
      case TAG.boolean:
        return length === 1 && (first === 0x00 || first === 0xff);
      case TAG.integer:
      case TAG.enumerated: {
        if (first === undefined) return false;
        const second = this.#bytes[this.contentStart + 1] ?? 0;
        return length === 1 || !((first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80));
      }
      case TAG.bitString: {
        if (first === undefined || first > 7 || (length === 1 && first !== 0)) return false;
        const last = this.#bytes[this.end - 1] ?? 0;
        return length === 1 || (last & ((1 << first) - 1)) === 0;
      }
      case TAG.null:
        return length === 0;
      case TAG.objectIdentifier:
        return this.#isObjectIdentifier();
      case TAG.sequence & ~CONSTRUCTED:
      case TAG.set & ~CONSTRUCTED:
        return false;
      default:
        return true;
    }
  }

  #isObjectIdentifier(): boolean {
    if (this.end === this.contentStart || this.end - this.contentStart > 32 || (this.#bytes[this.end - 1] ?? 0x80) >= 0x80) return false;
    let before = 0;
    for (let index = this.contentStart; index < this.end; index += 1) {
      const octet = this.#bytes[index] ?? 0;
      // A sub-identifier that begins with 0x80 has a leading zero.
      if (octet === 0x80 && before < 0x80) return false;
      before = octet;
    }
    return true;
  }

  /** Definite and minimal, at most four octets of it, and not past the end. */
  #readLength(start: number, end: number): boolean {
    const first = this.#bytes[start];
    if (first === undefined || start >= end) return false;
    const count = first < 0x80 ? 0 : first & 0x7f;
    if (count > 4 || first === 0x80 || start + 1 + count > end) return false;
    let value = count === 0 ? first : 0;
    for (let index = 1; index <= count; index += 1) value = value * 256 + (this.#bytes[start + index] ?? 0);
    this.contentStart = start + 1 + count;
    this.end = this.contentStart + value;
    const isMinimal = count === 0 || (value >= 0x80 && value >= 256 ** (count - 1));
    return isMinimal && this.end <= end;
  }
}

/** The elements that stand one after the other in these octets, none of them looked into. Undefined for another form, and for more than `maximum`. */
export function piecesOf(octets: Bytes, maximum: number): readonly DerPiece[] | undefined {
  const pieces: DerPiece[] = [];
  for (let start = 0; start < octets.length; ) {
    const piece = pieces.length < maximum ? pieceAt(octets, start, octets.length) : undefined;
    if (piece === undefined) return undefined;
    pieces.push(piece);
    start += piece.octets.length;
  }
  return pieces;
}

/** Refuses with `der-too-large` before it reads anything, and whatever follows the element. */
export function readDer(bytes: Uint8Array, limits: DerLimits): Result<DerElement, DerRefusal> {
  if (bytes.length > limits.bytes) return refuse({ code: 'der-too-large' });
  // A copy: what was checked cannot change afterwards, and it is no view into something larger.
  const own = new Uint8Array(bytes);
  return readOwned(own, limits);
}

/** The same where nobody else has these octets: what stands inside an element that was read. */
export function readInside(content: Bytes, limits: DerLimits): Result<DerElement, DerRefusal> {
  return content.length > limits.bytes ? refuse({ code: 'der-too-large' }) : readOwned(content, limits);
}

function readOwned(bytes: Bytes, limits: DerLimits): Result<DerElement, DerRefusal> {
  const reader = new Reader(bytes, limits);
  const element = reader.readWhole();
  return element === undefined ? refuse(reader.refusal) : ok(element);
}

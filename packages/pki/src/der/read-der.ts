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
    const piece = pieceAt(this.#bytes, start, end);
    if (piece === undefined) return refuse({ code: 'der-malformed' });
    if ((piece.tag & CONSTRUCTED) === 0) return ok({ ...piece, children: [] });
    const children: DerElement[] = [];
    const stop = start + piece.octets.length;
    let next = stop - piece.content.length;
    while (next < stop) {
      const child = this.read({ start: next, end: stop, depth: depth + 1 });
      if (!child.ok) return child;
      children.push(child.value);
      next += child.value.octets.length;
    }
    return ok({ ...piece, children });
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
    return this.#readLength(start + 1, end) && this.#isRight(tag) ? tag : undefined;
  }

  #isRight(tag: number): boolean {
    if ((tag & CONSTRUCTED) !== 0) return tag >= 0x40 || tag === TAG.sequence || tag === TAG.set;
    // Most primitive types have no form of their own, and need no view.
    return !HAS_A_FORM.has(tag) || isWellFormed(tag, this.#bytes.subarray(this.contentStart, this.end));
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
  const element = new Reader(own, limits).read({ start: 0, end: own.length, depth: 1 });
  return element.ok && element.value.octets.length !== own.length ? refuse({ code: 'der-malformed' }) : element;
}

const HAS_A_FORM: ReadonlySet<number> = new Set([
  TAG.boolean,
  TAG.integer,
  TAG.enumerated,
  TAG.bitString,
  TAG.null,
  TAG.objectIdentifier,
  TAG.sequence & ~CONSTRUCTED,
  TAG.set & ~CONSTRUCTED,
]);

/** The primitive types whose content has a form of its own. */
function isWellFormed(tag: number, content: Uint8Array): boolean {
  const first = content[0];
  const second = content[1] ?? 0;
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

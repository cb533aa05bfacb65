import { type DerElement, type DerLimits, type DerPiece, DerCursor, TAG, piecesOf, readDer } from '../der/read-der.ts';
import { instantAt, instantIn, isUtcTimeYear, smallInteger } from '../der/values.ts';
import { type Instant, civilTimeOf } from '../instant.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, toBigInt } from '../octets.ts';
import { type NameAttribute, readDistinguishedName } from '../structures/distinguished-name.ts';
import { type RawExtension, extensionElement, extensionOf, readExtensions } from '../structures/extensions.ts';
import { readAuthorityKeyIdentifier, readDistributionPointName } from '../structures/pointers.ts';
import { type ListedReason, reasonIn } from './revocation-reason.ts';

/** A TBSCertList (RFC 5280 section 5.1) taken apart; it says nothing of whether its parts are good. */
export interface CrlToBeSigned {
  readonly octets: Bytes;
  /** 1 for version 2; undefined for version 1, which is not written. */
  readonly version: number | undefined;
  readonly signature: DerElement;
  readonly issuer: Bytes;
  readonly issuerName: readonly NameAttribute[];
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant | undefined;
  /** Whether every date is UTCTime through 2049 and GeneralizedTime from 2050 on. */
  readonly times: 'as-profiled' | 'otherwise';
  /** Undefined when the field is not there, which is how a list of nothing is written. */
  readonly entries: readonly ListedEntry[] | undefined;
  readonly extensions: readonly RawExtension[];
  /** Undefined where the extension is not there. */
  readonly number: bigint | undefined;
  readonly authorityKeyIdentifier: Bytes | undefined;
  readonly distributionPoint: IssuingDistributionPoint | undefined;
}

export interface ListedEntry {
  /** The content of the INTEGER. */
  readonly serial: Bytes;
  readonly revokedAt: Instant;
  /** Undefined when nothing is said of it. */
  readonly reason: ListedReason | undefined;
  readonly invalidSince: Instant | undefined;
  /** Extensions besides those two, in dotted form. */
  readonly others: readonly string[];
}

/** RFC 5280 section 5.2.5: for which certificates the list speaks. */
export interface IssuingDistributionPoint {
  readonly urls: readonly string[];
  readonly only: readonly ('user-certificates' | 'ca-certificates' | 'some-reasons' | 'indirect' | 'attribute-certificates')[];
}

/** Room for half a million entries of ours; everything but the entries has to be small. */
export const CRL_MAX_OCTETS = 33_554_432;
export const MAX_ENTRIES = 500_000;
const PART_LIMITS: DerLimits = { bytes: 16_384, depth: 12, elements: 1000 };
const ENTRY_LIMITS: DerLimits = { bytes: 1024, depth: 10, elements: 64 };
const MAX_FIELDS = 7;
const EXTENSIONS_TAG = 0xa0;

/** Undefined for what does not have the form, or is larger than its limits. */
export function readCrlToBeSigned(octets: Uint8Array): CrlToBeSigned | undefined {
  if (octets.length > CRL_MAX_OCTETS) return undefined;
  // A copy: what was checked cannot change afterwards.
  const [whole, ...rest] = piecesOf(new Uint8Array(octets), 1) ?? [];
  return whole === undefined || rest.length > 0 ? undefined : readCrlPiece(whole);
}

/** The same for a piece of something that was copied already. */
export function readCrlPiece(whole: DerPiece): CrlToBeSigned | undefined {
  const fields = whole.tag === TAG.sequence ? piecesOf(whole.content, MAX_FIELDS) : undefined;
  const isVersioned = fields?.[0]?.tag === TAG.integer;
  const [signature, issuer, thisUpdate, ...tail] = fields?.slice(isVersioned ? 1 : 0) ?? [];
  const algorithm = elementOf(signature);
  const name = elementOf(issuer);
  const issuerName = readDistinguishedName(name);
  const updatedAt = instantIn(thisUpdate);
  const rest = readTail(tail);
  if (algorithm?.tag !== TAG.sequence || name === undefined || issuerName === undefined || updatedAt === undefined) return undefined;
  if (rest === undefined) return undefined;
  const version = isVersioned ? smallInteger(elementOf(fields[0])) : undefined;
  if (isVersioned && version === undefined) return undefined;
  const times = isAsProfiled(thisUpdate?.tag, updatedAt) ? rest.times : 'otherwise';
  return { octets: whole.octets, version, signature: algorithm, issuer: name.octets, issuerName, thisUpdate: updatedAt, ...rest, times };
}

function elementOf(piece: DerPiece | undefined): DerElement | undefined {
  const read = piece === undefined ? undefined : readDer(piece.octets, PART_LIMITS);
  return read?.ok === true ? read.value : undefined;
}

function isAsProfiled(tag: number | undefined, instant: Instant): boolean {
  return tag === (isUtcTimeYear(civilTimeOf(instant).year) ? TAG.utcTime : TAG.generalizedTime);
}

const isTime = (piece: DerPiece | undefined) => piece?.tag === TAG.utcTime || piece?.tag === TAG.generalizedTime;

type Tail = Pick<
  CrlToBeSigned,
  'nextUpdate' | 'times' | 'entries' | 'extensions' | 'number' | 'authorityKeyIdentifier' | 'distributionPoint'
>;

/** What may be left out: the next update, the list, the extensions. */
function readTail(pieces: readonly DerPiece[]): Tail | undefined {
  const left = [...pieces];
  const take = (isWanted: (piece: DerPiece | undefined) => boolean) => (isWanted(left[0]) ? left.shift() : undefined);
  const [next, list, field] = [take(isTime), take((piece) => piece?.tag === TAG.sequence), take((piece) => piece?.tag === EXTENSIONS_TAG)];
  const nextUpdate = instantIn(next);
  const read = list === undefined ? undefined : readEntries(list);
  const wrapped = elementOf(field);
  const extensions = field === undefined ? [] : wrapped?.children.length === 1 ? readExtensions(wrapped.children[0]) : undefined;
  const known = extensions && readKnown(extensions);
  if (left.length > 0 || known === undefined || extensions === undefined) return undefined;
  if ((next !== undefined && nextUpdate === undefined) || (list !== undefined && read === undefined)) return undefined;
  const isRight = nextUpdate === undefined || isAsProfiled(next?.tag, nextUpdate);
  return { nextUpdate, entries: read?.entries, times: isRight ? (read?.times ?? 'as-profiled') : 'otherwise', extensions, ...known };
}

interface Entries extends Pick<CrlToBeSigned, 'times'> {
  readonly entries: readonly ListedEntry[];
}

function readEntries({ content }: DerPiece): Entries | undefined {
  const readExtensionsAt = entryExtensionsReader(content);
  const cursor = new DerCursor(content);
  const entries: ListedEntry[] = [];
  let times: Entries['times'] = 'as-profiled';
  for (let start = 0; start < content.length; ) {
    if (entries.length >= MAX_ENTRIES || cursor.moveTo(start, content.length) !== TAG.sequence) return undefined;
    const end = cursor.end;
    if (cursor.moveTo(cursor.contentStart, end) !== TAG.integer) return undefined;
    const serial = content.subarray(cursor.contentStart, cursor.end);
    const tag = cursor.moveTo(cursor.end, end);
    const revokedAt = instantAt(content, { tag, contentStart: cursor.contentStart, end: cursor.end });
    if (revokedAt === undefined) return undefined;
    if (!isAsProfiled(tag, revokedAt)) times = 'otherwise';
    const said = cursor.end === end ? SAYS_NOTHING : readExtensionsAt(cursor.end, end);
    if (said === undefined) return undefined;
    entries.push({ serial, revokedAt, reason: said.reason, invalidSince: said.invalidSince, others: said.others });
    start = end;
  }
  return { entries, times };
}

type Said = Pick<ListedEntry, 'reason' | 'invalidSince' | 'others'>;

const SAYS_NOTHING: Said = { reason: undefined, invalidSince: undefined, others: [] };
const MOST_REMEMBERED = 16;

/** Most entries of a list say one of a few things, in the same octets: those are read once. */
function entryExtensionsReader(content: Bytes): (start: number, end: number) => Said | undefined {
  const remembered: { readonly octets: Bytes; readonly said: Said }[] = [];
  return (start, end) => {
    const known = remembered.find(({ octets }) => standsAt(octets, content, { start, end }));
    if (known !== undefined) return known.said;
    const octets = content.slice(start, end);
    const said = readEntryExtensions(octets);
    // A date of its own comes once.
    if (said !== undefined && said.invalidSince === undefined && remembered.length < MOST_REMEMBERED) remembered.push({ octets, said });
    return said;
  };
}

function standsAt(octets: Bytes, content: Bytes, { start, end }: { readonly start: number; readonly end: number }): boolean {
  if (octets.length !== end - start) return false;
  for (let index = octets.length - 1; index >= 0; index -= 1) if (octets[index] !== content[start + index]) return false;
  return true;
}

function readEntryExtensions(octets: Bytes): Said | undefined {
  const root = readDer(octets, ENTRY_LIMITS);
  const extensions = root.ok ? readExtensions(root.value) : undefined;
  if (extensions === undefined || extensions.length === 0) return undefined;
  const [reasonField, dateField] = [OID.cRLReason, OID.invalidityDate].map((oid) => extensionOf(extensions, oid));
  const reasonElement = extensionElement(reasonField, ENTRY_LIMITS);
  const reason = reasonElement?.tag === TAG.enumerated ? reasonIn(reasonElement.content) : undefined;
  const dateElement = extensionElement(dateField, ENTRY_LIMITS);
  const invalidSince = dateElement?.tag === TAG.generalizedTime ? instantIn(dateElement) : undefined;
  if ((reasonField !== undefined && reason === undefined) || (dateField !== undefined && invalidSince === undefined)) return undefined;
  const others = extensions.map(({ oid }) => oid).filter((oid) => oid !== OID.cRLReason && oid !== OID.invalidityDate);
  return { reason, invalidSince, others };
}

type Known = Pick<CrlToBeSigned, 'number' | 'authorityKeyIdentifier' | 'distributionPoint'>;

/** Undefined when one of them is there and cannot be read. */
function readKnown(extensions: readonly RawExtension[]): Known | undefined {
  const [numberField, keyField, pointField] = [OID.cRLNumber, OID.authorityKeyIdentifier, OID.issuingDistributionPoint].map((oid) =>
    extensionOf(extensions, oid),
  );
  const numberElement = extensionElement(numberField, PART_LIMITS);
  const number = numberElement?.tag === TAG.integer && (numberElement.content[0] ?? 0) < 0x80 ? toBigInt(numberElement.content) : undefined;
  const authorityKeyIdentifier = readAuthorityKeyIdentifier(extensionElement(keyField, PART_LIMITS));
  const distributionPoint = readIssuingDistributionPoint(extensionElement(pointField, PART_LIMITS));
  const isRead =
    (numberField === undefined || number !== undefined) &&
    (keyField === undefined || authorityKeyIdentifier !== undefined) &&
    (pointField === undefined || distributionPoint !== undefined);
  return isRead ? { number, authorityKeyIdentifier, distributionPoint } : undefined;
}

const ONLY: readonly (readonly [number, IssuingDistributionPoint['only'][number]])[] = [
  [0x81, 'user-certificates'],
  [0x82, 'ca-certificates'],
  [0x83, 'some-reasons'],
  [0x84, 'indirect'],
  [0x85, 'attribute-certificates'],
];

function readIssuingDistributionPoint(element: DerElement | undefined): IssuingDistributionPoint | undefined {
  if (element?.tag !== TAG.sequence) return undefined;
  const [first, ...others] = element.children;
  const isNamed = first?.tag === 0xa0;
  const urls = isNamed ? readDistributionPointName(first) : [];
  const only: IssuingDistributionPoint['only'][number][] = [];
  for (const field of isNamed ? others : element.children) {
    const meaning = ONLY.find(([tag]) => tag === field.tag)?.[1];
    // The booleans default to FALSE, which DER does not write out; the reasons are a list of bits.
    const isTrue = meaning === 'some-reasons' || (field.content.length === 1 && field.content[0] === 0xff);
    if (meaning === undefined || !isTrue || only.includes(meaning)) return undefined;
    only.push(meaning);
  }
  return urls === undefined ? undefined : { urls, only };
}

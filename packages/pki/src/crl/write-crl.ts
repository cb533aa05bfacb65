import { AsnConvert } from '@peculiar/asn1-schema';
import { DistributionPointName, GeneralName, IssuingDistributionPoint } from '@peculiar/asn1-x509';
import type { Issuer } from '../certificates/issuer.ts';
import { mistakeInSerial } from '../certificates/serial.ts';
import { writeExtensions } from '../certificates/to-be-signed.ts';
import { authorityKeyIdentifier } from '../certificates/write-extensions.ts';
import { TAG } from '../der/read-der.ts';
import { writeTimeAt } from '../der/values.ts';
import { element, generalizedTime, sequence, time } from '../der/write-der.ts';
import { type Instant, SECOND_MS } from '../instant.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, concat, fromHex, latin1, toHex } from '../octets.ts';
import { type Result, ok, refuse } from '../result.ts';
import { algorithmIdentifier } from '../signature-algorithm.ts';
import type { RawExtension } from '../structures/extensions.ts';
import { MAX_ENTRIES } from './read-crl.ts';
import { REVOCATION_REASONS, type RevocationReason, reasonCode } from './revocation-reason.ts';

/** One certificate that is no longer good (RFC 5280 section 5.1.2.6). */
export interface RevokedEntry {
  /** As in its certificate: the content of the INTEGER. */
  readonly serial: Bytes;
  readonly revokedAt: Instant;
  readonly reason: RevocationReason;
  /** Since when the key is known or suspected to be somebody else's too (RFC 5280 section 5.3.2). Left out unless somebody said it. */
  readonly invalidSince?: Instant;
}

/** All certificates of a CA, or those whose own distribution point is one of these URLs (RFC 5280 section 5.2.5). */
export type CrlScope = { readonly kind: 'full' } | { readonly kind: 'shard'; readonly urls: readonly string[] };

export interface CrlRequest {
  readonly issuer: Issuer;
  /**
   * Higher with every list of the same scope (RFC 5280 section 5.2.3), whichever process makes it: the caller counts, durably. Lint and
   * signer look at its form; lint also at what came before.
   */
  readonly number: bigint;
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant;
  readonly scope: CrlScope;
  /** In any order, each serial once. One leaves the list only after it stood in a list made after its certificate expired (section 3.3). */
  readonly entries: readonly RevokedEntry[];
}

export type CrlRefusal =
  /** Zero or less, or longer than twenty octets (RFC 5280 section 5.2.3). */
  | { readonly code: 'crl-number-malformed' }
  | { readonly code: 'crl-dates-reversed' }
  /** More than half a million entries: no reader of ours takes it, and few of others. Spread the certificates over shards. */
  | { readonly code: 'crl-too-large' }
  /** A shard that nobody could be sent to. */
  | { readonly code: 'crl-shard-without-url' }
  | { readonly code: 'crl-serial-malformed'; readonly serialHex: string }
  /** Two records of one revocation, and perhaps two dates and reasons. */
  | { readonly code: 'crl-serial-twice'; readonly serialHex: string };

const VERSION_2 = Uint8Array.of(TAG.integer, 1, 1);
const EXTENSIONS_TAG = 0xa0;

/** The octets of a complete CRL that lint looks at and the signer signs. The list itself is written by hand: the library takes seconds for it. */
export function writeCrl(request: CrlRequest): Result<Bytes, CrlRefusal> {
  const mistake = mistakeInRequest(request);
  if (mistake !== undefined) return refuse(mistake);
  const { issuer, entries, thisUpdate, nextUpdate } = request;
  const parts = [VERSION_2, algorithmIdentifier(issuer.algorithm), issuer.name, time(thisUpdate), time(nextUpdate)];
  // An empty list is no list (RFC 5280 section 5.1.2.6).
  if (entries.length > 0) parts.push(sequence(writeEntries(entries)));
  parts.push(element(EXTENSIONS_TAG, writeExtensions(extensionsOf(request))));
  return ok(sequence(...parts));
}

function mistakeInRequest({ number, thisUpdate, nextUpdate, scope, entries }: CrlRequest): CrlRefusal | undefined {
  if (number <= 0n || crlNumberOctets(number).length > MAX_NUMBER_OCTETS) return { code: 'crl-number-malformed' };
  if (nextUpdate - thisUpdate < SECOND_MS) return { code: 'crl-dates-reversed' };
  if (scope.kind === 'shard' && scope.urls.length === 0) return { code: 'crl-shard-without-url' };
  if (entries.length > MAX_ENTRIES) return { code: 'crl-too-large' };
  const seen = new Set<string>();
  for (const { serial } of entries) {
    if (mistakeInSerial(serial) !== undefined) return { code: 'crl-serial-malformed', serialHex: toHex(serial) };
    const key = latin1(serial);
    if (seen.has(key)) return { code: 'crl-serial-twice', serialHex: toHex(serial) };
    seen.add(key);
  }
  return undefined;
}

/** RFC 5280 section 5.2.3. */
export const MAX_NUMBER_OCTETS = 20;

/** The content of the INTEGER of a positive number. */
function crlNumberOctets(number: bigint): Bytes {
  const hex = number.toString(16);
  const octets = (hex.length + (hex.length % 2)) / 2;
  const digits = hex.padStart(octets * 2, '0');
  const bytes = Uint8Array.from({ length: octets }, (_, index) => Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16));
  return (bytes[0] ?? 0) >= 0x80 ? concat(Uint8Array.of(0), bytes) : bytes;
}

function extensionsOf({ issuer, number, scope }: CrlRequest): readonly RawExtension[] {
  return [
    authorityKeyIdentifier(issuer.keyIdentifier),
    { oid: OID.cRLNumber, critical: false, value: element(TAG.integer, crlNumberOctets(number)) },
    ...(scope.kind === 'shard' ? [issuingDistributionPoint(scope.urls)] : []),
  ];
}

/** Critical (RFC 5280 section 5.2.5): whoever does not understand it would take a part for the whole. */
function issuingDistributionPoint(urls: readonly string[]): RawExtension {
  const fullName = urls.map((uniformResourceIdentifier) => new GeneralName({ uniformResourceIdentifier }));
  const point = new IssuingDistributionPoint({ distributionPoint: new DistributionPointName({ fullName }) });
  return { oid: OID.issuingDistributionPoint, critical: true, value: new Uint8Array(AsnConvert.serialize(point)) };
}

const REASON_OID = element(TAG.objectIdentifier, fromHex('551d15'));
const INVALIDITY_DATE_OID = element(TAG.objectIdentifier, fromHex('551d18'));
const NOTHING = new Uint8Array();

/** Neither of the extensions of an entry is ever critical (RFC 5280 section 5.3). */
function entryExtension(oid: Bytes, value: Bytes): Bytes {
  return sequence(oid, element(TAG.octetString, value));
}

const WRITTEN_REASONS = new Map(
  REVOCATION_REASONS.map((reason) => {
    const code = reasonCode(reason);
    return [reason, code === undefined ? NOTHING : entryExtension(REASON_OID, Uint8Array.of(TAG.enumerated, 1, code))] as const;
  }),
);

/** A serial of twenty octets, a date of fifteen and both extensions: so that every length inside an entry is one octet. */
const MAX_ENTRY_OCTETS = 81;

/** All entries into octets that are there: a hundred thousand small ones would be more work for the collector than the list itself. */
function writeEntries(entries: readonly RevokedEntry[]): Bytes {
  const into = new Uint8Array(entries.length * MAX_ENTRY_OCTETS);
  let end = 0;
  for (const entry of entries) end = writeEntryAt(into, end, entry);
  return into.subarray(0, end);
}

function writeEntryAt(into: Uint8Array, start: number, { serial, revokedAt, reason, invalidSince }: RevokedEntry): number {
  const reasonField = WRITTEN_REASONS.get(reason) ?? NOTHING;
  const dateField = invalidSince === undefined ? NOTHING : entryExtension(INVALIDITY_DATE_OID, generalizedTime(invalidSince));
  into[start] = TAG.sequence;
  into[start + 2] = TAG.integer;
  into[start + 3] = serial.length;
  into.set(serial, start + 4);
  let at = writeTimeAt(into, start + 4 + serial.length, revokedAt);
  const said = reasonField.length + dateField.length;
  if (said > 0) {
    into[at] = TAG.sequence;
    into[at + 1] = said;
    into.set(reasonField, at + 2);
    into.set(dateField, at + 2 + reasonField.length);
    at += 2 + said;
  }
  into[start + 1] = at - start - 2;
  return at;
}

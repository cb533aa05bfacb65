import { type Bytes, fromUtf8 } from '@sallyport/protocol';
import { fromBase64 } from './base64.ts';
import { type EntryReading, leaveOut, takeEntry } from './entries.ts';
import type { ImageBatch } from './import-file.ts';
import { type ProtobufField, readProtobuf } from './protobuf.ts';

/**
 * `otpauth-migration://offline?data=…`: what Google Authenticator shows as QR codes, ten accounts each. The message is not published by
 * its author; its fields stand alike in `google_auth.proto` of github.com/beemdevelopment/Aegis and `googleauth.proto` of github.com/ente-io/ente.
 */

/** A QR code holds at most 2953 octets, each written as up to three characters. */
const MAX_URI_CHARACTERS = 16_384;
const MAX_IMAGES = 1000;

/** One image. `damaged` when it is no such URI, or its message is broken. */
export interface MigrationImage {
  /** The same for all images of one export; undefined where the writer gave none. */
  readonly batch: string;
  readonly images: number;
  /** From 0. */
  readonly index: number;
  readonly entries: readonly EntryReading[];
}

export function isMigration(line: string): boolean {
  return /^\s*otpauth-migration:/i.test(line);
}

export function readMigration(line: string): MigrationImage | 'damaged' {
  const data =
    line.length > MAX_URI_CHARACTERS ? undefined : /^otpauth-migration:\/\/offline\/?\?(?:[^#]*&)?data=([^&#]*)/i.exec(line.trim())?.[1];
  const octets = data === undefined ? undefined : fromBase64(percentDecoded(data));
  const fields = octets && readProtobuf(octets);
  if (fields === undefined) return 'damaged';
  const [images, index] = [Number(lastVarint(fields, 3) ?? 1n), Number(lastVarint(fields, 4) ?? 0n)];
  const isNumbered = images >= 1 && images <= MAX_IMAGES && index >= 0 && index < images;
  const entries = fields
    .filter((field) => field.number === 1)
    .map((field) => (field.kind === 'octets' ? readEntry(field.value) : leaveOut('malformed')));
  if (!isNumbered || entries.length === 0) return 'damaged';
  return { batch: `${String(images)}/${String(lastVarint(fields, 5) ?? 0n)}`, images, index, entries };
}

/** Which images of each export are still to be scanned. */
export function batchesOf(images: readonly MigrationImage[]): readonly ImageBatch[] {
  const batches = Map.groupBy(images, (image) => image.batch);
  return [...batches.values()].map((seen) => {
    const count = seen[0]?.images ?? 0;
    const numbers = Array.from({ length: count }, (_, index) => index);
    return { images: count, missing: numbers.filter((number) => !seen.some(({ index }) => index === number)).map((number) => number + 1) };
  });
}

const ALGORITHMS: ReadonlyMap<bigint, string> = new Map([
  [0n, 'SHA1'],
  [1n, 'SHA1'],
  [2n, 'SHA256'],
  [3n, 'SHA512'],
  [4n, 'MD5'],
]);
const DIGITS: ReadonlyMap<bigint, number> = new Map([
  [0n, 6],
  [1n, 6],
  [2n, 8],
]);
const TYPES: ReadonlyMap<bigint, string> = new Map([
  [1n, 'hotp'],
  [2n, 'totp'],
]);

function readEntry(message: Bytes): EntryReading {
  const fields = readProtobuf(message);
  if (fields === undefined) return leaveOut('malformed');
  const [name, issuer] = [lastText(fields, 2), lastText(fields, 3)];
  if (name === undefined || issuer === undefined) return leaveOut('malformed');
  const number = (field: number) => lastVarint(fields, field) ?? 0n;
  return takeEntry(
    {
      ...namesOf(name, issuer),
      type: TYPES.get(number(6)),
      algorithm: ALGORITHMS.get(number(4)) ?? '',
      digits: DIGITS.get(number(5)) ?? 0,
      period: 30,
      counter: Number(number(7)),
      secret: lastOctets(fields, 1),
    },
    [],
  );
}

/** The name may begin with the issuer, as labels of the Key URI format do. */
function namesOf(name: string, issuer: string): { readonly issuer: string; readonly label: string } {
  const colon = name.indexOf(':');
  if (colon < 0) return { issuer, label: name };
  const [prefix, label] = [name.slice(0, colon), name.slice(colon + 1)];
  if (issuer === '') return { issuer: prefix, label };
  return { issuer, label: prefix.trim().toLowerCase() === issuer.trim().toLowerCase() ? label : name };
}

/** Of a field that stands there twice the last one counts, as the encoding says. */
function lastVarint(fields: readonly ProtobufField[], number: number): bigint | undefined {
  const field = fields.findLast((each) => each.number === number);
  return field?.kind === 'varint' ? field.value : undefined;
}

function lastOctets(fields: readonly ProtobufField[], number: number): Bytes | undefined {
  const field = fields.findLast((each) => each.number === number);
  return field?.kind === 'octets' ? field.value : undefined;
}

function lastText(fields: readonly ProtobufField[], number: number): string | undefined {
  try {
    return fromUtf8(lastOctets(fields, number) ?? new Uint8Array(0));
  } catch {
    return undefined;
  }
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

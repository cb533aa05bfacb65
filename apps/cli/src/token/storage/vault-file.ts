import { type Bytes, concat, type CoreRecords, type Gravestone, readUnsigned, u32, u8, utf8 } from '@sallyport/protocol';

/**
 * `vault.bin`: everything of one token that changes together, in one file, so that one rename is the commit point of section 7.
 *
 * The state record is in it too. The protocol's first draft gave it a file of its own, `state.bin`; but then COMMIT would be two renames with a
 * crash between them, and a file that merely overrides the state in here would be a counter of wrong PINs that is reset by deleting
 * it. Writing 5 kB instead of 52 octets for every attempt costs the same two flushes.
 *
 * `"STVF" ‖ u8(version) ‖ u8(kind) ‖ parts`, each part `u32(length) ‖ octets`: kind 1 a vault with header, recovery slot, body, state; kind 2 a gravestone with the header.
 */
export type VaultFile = { readonly kind: 'vault'; readonly records: CoreRecords } | ({ readonly kind: 'gravestone' } & Gravestone);

const MAGIC = utf8('STVF');
const VERSION = 1;
const KIND = { vault: 1, gravestone: 2 } as const;
const PARTS_START = MAGIC.length + 2;
const LENGTH_OCTETS = 4;
/** A header has at most 1,024 octets, a slot 124, the body of a token 4,148 and that of a personal vault 52 more than a mebibyte, a state 52. */
export const MAX_VAULT_FILE_OCTETS = 1024 * 1024 + 4096;

export function encodeVaultFile(file: VaultFile): Bytes {
  const parts =
    file.kind === 'gravestone' ? [file.header] : [file.records.header, file.records.recoverySlot, file.records.body, file.records.state];
  return concat(MAGIC, u8(VERSION), u8(KIND[file.kind]), ...parts.map(part));
}

/** Undefined for whatever is not exactly such a file. What stands in the parts is for the protocol to judge. */
export function parseVaultFile(octets: Bytes): VaultFile | undefined {
  const parts = readParts(octets, { magic: MAGIC, version: VERSION, mostOctets: MAX_VAULT_FILE_OCTETS });
  const kind = octets[MAGIC.length + 1];
  const [header, recoverySlot, body, state, ...more] = parts ?? [];
  if (header === undefined || more.length > 0) return undefined;
  if (kind === KIND.gravestone) return recoverySlot === undefined ? { kind: 'gravestone', header } : undefined;
  const isVault = kind === KIND.vault && recoverySlot !== undefined && body !== undefined && state !== undefined;
  return isVault ? { kind: 'vault', records: { header, recoverySlot, body, state } } : undefined;
}

export function part(octets: Uint8Array): Bytes {
  return concat(u32(octets.length), octets);
}

/** `magic ‖ u8(version) ‖ u8 ‖ parts` to the last octet, or undefined. */
export function readParts(
  octets: Bytes,
  form: { readonly magic: Uint8Array; readonly version: number; readonly mostOctets: number },
): readonly Bytes[] | undefined {
  const isOurs = form.magic.every((octet, index) => octets[index] === octet) && octets[form.magic.length] === form.version;
  if (!isOurs || octets.length > form.mostOctets) return undefined;
  const parts: Bytes[] = [];
  for (let offset = PARTS_START; offset < octets.length; ) {
    const start = offset + LENGTH_OCTETS;
    const end = start + readUnsigned(octets.subarray(offset, start));
    if (start > octets.length || end > octets.length) return undefined;
    parts.push(octets.slice(start, end));
    offset = end;
  }
  return parts;
}

import { type Bytes, concat, domain, fromUtf8, readUnsigned, u32, u8, utf8, wipe } from './bytes.ts';
import type { DeviceError } from './device-errors.ts';
import type { MasterKey } from './master-key.ts';
import type { Aead } from './ports.ts';
import { type Result, ok, refuse } from './result.ts';

/**
 * Section 5: the sealed body of a vault, whatever it says. Opening it takes a `MasterKey`, which only a slot gives.
 */

/** What a body says, as JSON: one for a token's vault, one for a personal vault (section 12). Neither reads the other's. */
export interface BodyText<Contents> {
  /** The longest plaintext, padding included: a multiple of 256. */
  readonly maxOctets: number;
  /** Equal contents give equal text. */
  toJson(contents: Contents): string;
  /** Undefined for whatever `toJson` would not have written. */
  fromJson(json: unknown): Contents | undefined;
  /** Overwrites the secrets in it. */
  wipe(contents: Contents): void;
}

const BODY_VERSION = 1;
const HEAD_OCTETS = 36;
const BLOCK_OCTETS = 256;
const TAG_OCTETS = 16;

export function maxBodyOctets({ maxOctets }: Pick<BodyText<never>, 'maxOctets'>): number {
  return HEAD_OCTETS + maxOctets + TAG_OCTETS;
}

interface BodyParts {
  /** `body[0..19]`: version, zeros and salt, authenticated with the text. */
  readonly head: Bytes;
  readonly salt: Bytes;
  readonly nonce: Bytes;
  readonly sealed: Bytes;
}

/** Every write takes a fresh salt and nonce. Refuses with `PARAM_RANGE` contents that the parser would not take back, and with `VAULT_CLOSED` once the master key is wiped. */
export async function sealBody<Contents>(
  input: {
    readonly text: BodyText<Contents>;
    readonly contents: Contents;
    readonly masterKey: MasterKey;
    readonly headerHash: Uint8Array;
    readonly salt: Uint8Array;
    readonly nonce: Uint8Array;
  },
  aead: Aead,
): Promise<Result<Bytes, DeviceError>> {
  const plaintext = encodeContents(input.text, input.contents);
  if (plaintext === undefined) return refuse({ code: 'PARAM_RANGE' });
  const key = input.masterKey.vaultKey(input.salt);
  if (key === undefined) {
    wipe(plaintext);
    return refuse({ code: 'VAULT_CLOSED' });
  }
  const head = concat(u8(BODY_VERSION), new Uint8Array(3), input.salt);
  const sealed = await aead.seal({ key, nonce: input.nonce, aad: bodyAad(input.headerHash, head), plaintext });
  wipe(key, plaintext);
  return ok(concat(head, input.nonce, u32(sealed.length), sealed));
}

/** Refuses with `SLOT_DAMAGED` a body that does not open under this master key and header, or does not hold what it should. */
export async function openBody<Contents>(
  input: {
    readonly text: BodyText<Contents>;
    readonly body: Uint8Array;
    readonly masterKey: MasterKey;
    readonly headerHash: Uint8Array;
  },
  aead: Aead,
): Promise<Result<Contents, DeviceError>> {
  const parts = readBodyParts(input.body, maxBodyOctets(input.text));
  if (parts === undefined) return refuse({ code: 'SLOT_DAMAGED' });
  const key = input.masterKey.vaultKey(parts.salt);
  if (key === undefined) return refuse({ code: 'VAULT_CLOSED' });
  const plaintext = await aead.open({ key, nonce: parts.nonce, aad: bodyAad(input.headerHash, parts.head), ciphertext: parts.sealed });
  wipe(key);
  if (plaintext === undefined) return refuse({ code: 'SLOT_DAMAGED' });
  const contents = decodeContents(input.text, plaintext);
  wipe(plaintext);
  return contents === undefined ? refuse({ code: 'SLOT_DAMAGED' }) : ok(contents);
}

/** Whether these contents could be sealed: known before anything is hashed. */
export function areLawfulContents<Contents>(text: BodyText<Contents>, contents: Contents): boolean {
  const plaintext = encodeContents(text, contents);
  wipe(plaintext ?? new Uint8Array(0));
  return plaintext !== undefined;
}

/** The padded text, or undefined when the parser would not take it back. */
export function encodeContents<Contents>(text: BodyText<Contents>, contents: Contents): Bytes | undefined {
  const plaintext = pad(utf8(text.toJson(contents)));
  const readBack = plaintext.length <= text.maxOctets ? decodeContents(text, plaintext) : undefined;
  if (readBack !== undefined) {
    text.wipe(readBack);
    return plaintext;
  }
  wipe(plaintext);
  return undefined;
}

/** Undefined for what is not padded, not UTF-8, not JSON, or says something else: one answer for all. */
export function decodeContents<Contents>(text: BodyText<Contents>, plaintext: Uint8Array): Contents | undefined {
  const octets = unpad(plaintext);
  if (octets === undefined) return undefined;
  try {
    return text.fromJson(JSON.parse(fromUtf8(octets)));
  } catch {
    // Not UTF-8 or not JSON: one answer for both.
    return undefined;
  }
}

function bodyAad(headerHash: Uint8Array, head: Uint8Array): Bytes {
  return concat(domain('vault'), headerHash, head);
}

function readBodyParts(body: Uint8Array, maxOctets: number): BodyParts | undefined {
  if (body.length < HEAD_OCTETS + TAG_OCTETS || body.length > maxOctets) return undefined;
  const at = (offset: number, length: number): Bytes => body.slice(offset, offset + length);
  if (body[0] !== BODY_VERSION || at(1, 3).some((octet) => octet !== 0)) return undefined;
  if (readUnsigned(at(32, 4)) !== body.length - HEAD_OCTETS) return undefined;
  return { head: at(0, 20), salt: at(4, 16), nonce: at(20, 12), sealed: at(HEAD_OCTETS, body.length) };
}

/** The text, 0x80, zeros to the next multiple of 256: the length of a label must not show through the seal. */
function pad(text: Bytes): Bytes {
  const padded = new Uint8Array(Math.ceil((text.length + 1) / BLOCK_OCTETS) * BLOCK_OCTETS);
  padded.set(text);
  padded[text.length] = 0x80;
  wipe(text);
  return padded;
}

function unpad(padded: Uint8Array): Uint8Array | undefined {
  const end = padded.findLastIndex((octet) => octet !== 0);
  const isPadding = padded.length % BLOCK_OCTETS === 0 && padded[end] === 0x80 && padded.length - end <= BLOCK_OCTETS;
  return isPadding ? padded.subarray(0, end) : undefined;
}

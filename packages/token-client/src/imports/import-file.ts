import type { OtpAccount } from '@sallyport/protocol';

/** What goes into a reading and what comes out. Nothing of a file is dropped in silence: each entry becomes an account or is named as left out. */

export interface ImportFile {
  /** As the person's device calls it; some formats have no other mark. */
  readonly name: string;
  readonly octets: Uint8Array;
}

export type ImportFormatName =
  | 'otpauth-list'
  | 'google-migration'
  | 'aegis'
  | 'two-fas'
  | 'ente'
  | 'and-otp'
  | 'bitwarden-json'
  | 'bitwarden-csv'
  | 'stratum'
  | 'proton-authenticator'
  | 'proton-pass';

/** Names an entry to its owner: its place in the file, from 1, and what it is called there (cut short). */
export interface EntryName {
  readonly position: number;
  readonly issuer: string;
  readonly label: string;
}

export type LeftOutReason =
  /** Steam's letters, Mobile-OTP and Yandex.Key: other ways to make codes. */
  | 'steam'
  | 'mobile-otp'
  | 'yandex'
  | 'unknown-type'
  | 'algorithm'
  | 'digits'
  | 'period'
  | 'counter'
  | 'secret-missing'
  | 'secret-malformed'
  | 'secret-too-long'
  | 'name-too-long'
  /** Not of the form that this program writes. */
  | 'malformed'
  /** A password, a card or a note without one-time passwords. */
  | 'no-one-time-password'
  /** Thrown away by its owner, but still in the file. */
  | 'in-trash';

export interface LeftOut {
  readonly entry: EntryName;
  readonly because: LeftOutReason;
}

/** What an account has no place for. The order of entries and counts of their use are nobody's loss and not reported. */
export type NotKeptPart =
  | 'group'
  | 'note'
  | 'icon'
  | 'pinned'
  /** Another name of the same entry, beside issuer and label. */
  | 'second-name'
  | 'password'
  | 'passkey'
  | 'web-address'
  | 'custom-field'
  | 'other';

export interface NotKept {
  readonly entry: EntryName;
  readonly what: NotKeptPart;
}

/** One export of Google Authenticator that takes several QR codes. Numbers from 1. */
export interface ImageBatch {
  readonly images: number;
  readonly missing: readonly number[];
}

export type ImportRefusal =
  | 'empty'
  | 'too-large'
  | 'too-many-entries'
  | 'unknown-format'
  /** Of a format known by its marks, but broken. */
  | 'damaged'
  /** A newer version of the format than this program reads. */
  | 'unknown-version'
  /** Its password would take more memory or time than any writer of this format asks for. */
  | 'too-costly'
  /** Sealed for the account or the device it came from: only an export with a password of its own can be read elsewhere. */
  | 'sealed-for-account'
  /** A ZIP archive: the file inside it is wanted. */
  | 'archive';

export interface ReadImport {
  readonly kind: 'read';
  readonly format: ImportFormatName;
  readonly accounts: readonly OtpAccount[];
  readonly leftOut: readonly LeftOut[];
  readonly notKept: readonly NotKept[];
  /** Empty for every format but Google's. */
  readonly batches: readonly ImageBatch[];
}

export type ImportResult =
  | ReadImport
  | { readonly kind: 'needs-password'; readonly format: ImportFormatName }
  /** Or damaged: authenticated encryption does not tell the two apart. */
  | { readonly kind: 'wrong-password'; readonly format: ImportFormatName }
  | { readonly kind: 'refused'; readonly because: ImportRefusal };

/** A vault with pictures takes a few megabytes. */
export const MAX_IMPORT_OCTETS = 32 * 1024 * 1024;
export const MAX_IMPORT_ENTRIES = 20_000;

export function refuseImport(because: ImportRefusal): ImportResult {
  return { kind: 'refused', because };
}

import type { ImportFile, ImportFormatName, ImportResult } from './import-file.ts';
import type { ImportArgon2id } from './unlocking.ts';

/** A file looked at once for all formats: as octets, as text where it is text, as JSON where it is JSON. */
export interface SeenFile extends ImportFile {
  readonly text: string | undefined;
  /** Undefined also when it is no JSON. */
  readonly json: unknown;
}

export interface Unlocking {
  /** UTF-8; undefined when none was given. */
  readonly password: Uint8Array | undefined;
  readonly argon2id: ImportArgon2id;
}

export interface ImportFormat {
  readonly format: ImportFormatName;
  /** By its marks alone, nothing decided about its content. */
  readonly recognises: (file: SeenFile) => boolean;
  readonly read: (file: SeenFile, unlocking: Unlocking) => ImportResult | Promise<ImportResult>;
}

/** A door of its own, so that the readers are loaded only when somebody brings a file. */
export type {
  EntryName,
  ImageBatch,
  ImportFile,
  ImportFormatName,
  ImportRefusal,
  ImportResult,
  LeftOut,
  LeftOutReason,
  NotKept,
  NotKeptPart,
  ReadImport,
} from './import-file.ts';
export { MAX_IMPORT_OCTETS } from './import-file.ts';
export { type ImportPorts, readImport } from './read-import.ts';
export type { Argon2idCost, ImportArgon2id } from './unlocking.ts';

import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  CERTIFICATES_MAX_CHARACTERS,
  KEY_FILE_MAX_CHARACTERS,
  TRANSCRIPT_MAX_CHARACTERS,
  type Issuer,
  type Transcript,
  readCertificates,
  readIssuer,
  readTranscript,
} from '@sallyport/pki';
import { nodeCryptography } from '@sallyport/pki/node-cryptography';
import { type FileLock, tryLockFile } from '@sallyport/platform/device';

/** What a ceremony has on its machine or medium: the encrypted key, the root, and the transcript, which is also the record of what was signed. */
const FILES = { key: 'root.key', root: 'root.pem', transcript: 'transcript.jsonl' } as const;

export interface CeremonyFolder {
  readonly path: string;
  readonly root: Issuer;
  readonly transcript: Transcript;
  /** Of PEM: `ENCRYPTED PRIVATE KEY`. */
  readonly keyFile: string;
}

/** A folder that cannot be used, in a sentence. */
export class CeremonyTrouble extends Error {
  override readonly name = 'CeremonyTrouble';
}

/** One step at a time: two at once would write two lines after the same one. @throws CeremonyTrouble while there is another. */
export function lockCeremonyFolder(path: string): FileLock {
  readText(transcriptPath(path), TRANSCRIPT_MAX_CHARACTERS);
  const lock = tryLockFile(join(path, 'lock'));
  if (lock === undefined) throw new CeremonyTrouble(`Another step is under way in ${path}.`);
  return lock;
}

/** A folder of its own, closed to everybody else. @throws CeremonyTrouble where there is something already. */
export function makeCeremonyFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    throw new CeremonyTrouble(`${path} cannot be made (${codeOf(error)}). A root has a folder of its own, which is not there yet.`);
  }
}

/** The key first and the transcript last: a folder without one is not finished, and no root. */
export function keepRoot(path: string, made: { readonly keyPem: string; readonly rootPem: string; readonly line: string }): void {
  writeNew(join(path, FILES.key), made.keyPem);
  writeNew(rootPath(path), made.rootPem);
  writeNew(transcriptPath(path), made.line);
}

/** @throws CeremonyTrouble for a folder that is not whole, and for a transcript that does not hold. */
export function openCeremonyFolder(path: string): CeremonyFolder {
  const root = readRoot(rootPath(path));
  const transcript = readTranscriptFile(transcriptPath(path), root);
  return { path, root, transcript, keyFile: readText(join(path, FILES.key), KEY_FILE_MAX_CHARACTERS) };
}

export function transcriptPath(path: string): string {
  return join(path, FILES.transcript);
}

export function rootPath(path: string): string {
  return join(path, FILES.root);
}

export function readRoot(path: string): Issuer {
  const certificates = readCertificates(readText(path, CERTIFICATES_MAX_CHARACTERS));
  const [only, ...others] = certificates.ok ? certificates.value : [];
  const root = only === undefined || others.length > 0 ? undefined : readIssuer(only.der);
  if (root?.ok !== true) throw new CeremonyTrouble(`${path} is not the certificate of a root.`);
  return root.value;
}

export function readTranscriptFile(path: string, root: Issuer): Transcript {
  const transcript = readTranscript({ text: readText(path, TRANSCRIPT_MAX_CHARACTERS), root, cryptography: nodeCryptography });
  if (transcript.ok) return transcript.value;
  const { error } = transcript;
  const where = error.code === 'transcript-too-large' ? '' : `, line ${String(error.line)}`;
  throw new CeremonyTrouble(`The transcript ${path} does not hold: ${error.code}${where}.`);
}

/** Of a file that somebody named. @throws CeremonyTrouble for one that cannot be read, or is larger than anything that it could be. */
export function readText(path: string, maxCharacters: number): string {
  try {
    if (statSync(path).size > maxCharacters) throw new CeremonyTrouble(`${path} is too large.`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof CeremonyTrouble) throw error;
    throw new CeremonyTrouble(`${path} cannot be read (${codeOf(error)}).`);
  }
}

/**
 * The line is on the disk before what it speaks of leaves the machine: whoever is stopped in between has a line about something that nobody got, and the
 * next number is another one.
 */
export function keepStep({ path }: CeremonyFolder, made: { readonly line: string; readonly name: string; readonly pem: string }): string {
  writeThrough(transcriptPath(path), 'a', made.line);
  const file = join(path, made.name);
  writeNew(file, made.pem);
  return file;
}

function writeNew(path: string, text: string): void {
  writeThrough(path, 'wx', text);
}

function writeThrough(path: string, flags: 'a' | 'wx', text: string): void {
  try {
    const file = openSync(path, flags, 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new CeremonyTrouble(`${path} cannot be written (${codeOf(error)}).`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Instant } from '../clock.ts';
import type { Database } from '../database/index.ts';
import { createEd25519Signer, type Ed25519Signer } from '../signing/ed25519-signer.ts';
import { insertCheckpoint, readHead } from './statements.ts';

/** "At `at` the log had `sequence` events and its last link was `link`", signed. Kept by an outsider, it makes truncation visible. */
export interface AuditCheckpoint {
  readonly sequence: number;
  readonly at: Instant;
  readonly link: Uint8Array;
  readonly keyId: string;
  /** Ed25519 (RFC 8032) over the text of the checkpoint without its signature. */
  readonly signature: Uint8Array;
}

/** Holds the signing key, wherever that is; it may be slow. */
export interface CheckpointSigner extends Ed25519Signer {
  readonly keyId: string;
}

/** The SubjectPublicKeyInfo wrapping of an Ed25519 public key (RFC 8410, section 4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** A signer in this process, from a stored seed of 32 octets. */
export function createCheckpointSigner(seed: Uint8Array): CheckpointSigner {
  const signer = createEd25519Signer(seed);
  return { ...signer, keyId: checkpointKeyId(signer.publicKey) };
}

/** The name of a key: the first 16 hexadecimal digits of its SHA-256. */
export function checkpointKeyId(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
}

/** Signs where the log ends now, keeps the checkpoint beside the log and answers it for whoever keeps it elsewhere. */
export async function signCheckpoint<Schema>(
  database: Database<Schema>,
  { signer, now }: { signer: CheckpointSigner; now: Instant },
): Promise<AuditCheckpoint> {
  const head = await database.first(readHead, {});
  if (!head) throw new Error('The head of the audit log is missing from the database. Run "sallyport verify-audit".');
  const unsigned = { sequence: head.sequence, at: now, link: head.link, keyId: signer.keyId };
  const signature = await signer.sign(signedText(unsigned));
  await database.transact((tx) =>
    tx.change(insertCheckpoint, { sequence: head.sequence, at: now, link: head.link, key_id: signer.keyId, signature }),
  );
  return { ...unsigned, signature };
}

/** Whether the owner of this raw public key signed it. */
export function isSignedBy(checkpoint: AuditCheckpoint, publicKey: Uint8Array): boolean {
  return verify(null, signedText(checkpoint), publicKeyObject(publicKey), checkpoint.signature);
}

function publicKeyObject(publicKey: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
}

const FORM = /^sallyport-checkpoint-1 (0|[1-9]\d{0,15}) ([1-9]\d{0,15}) ([\w-]{43}) ([0-9a-f]{16}) ([\w-]{86})$/;

/** One line of text: `sallyport-checkpoint-1 SEQUENCE AT LINK KEY-ID SIGNATURE`, the octets in base64url. */
export function formatCheckpoint(checkpoint: AuditCheckpoint): string {
  return `${signedLine(checkpoint)} ${base64url(checkpoint.signature)}`;
}

/** Undefined when the line is not exactly of that form. */
export function parseCheckpoint(line: string): AuditCheckpoint | undefined {
  const [, sequence, at, link, keyId, signature] = FORM.exec(line) ?? [];
  if (sequence === undefined || at === undefined || link === undefined || keyId === undefined || signature === undefined) return undefined;
  const checkpoint = { sequence: Number(sequence), at: Number(at), link: octets(link), keyId, signature: octets(signature) };
  return formatCheckpoint(checkpoint) === line ? checkpoint : undefined;
}

type Unsigned = Omit<AuditCheckpoint, 'signature'>;

function signedText(checkpoint: Unsigned): Uint8Array {
  return Buffer.from(signedLine(checkpoint), 'utf8');
}

function signedLine({ sequence, at, link, keyId }: Unsigned): string {
  return `sallyport-checkpoint-1 ${sequence.toString()} ${at.toString()} ${base64url(link)} ${keyId}`;
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function octets(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64url'));
}

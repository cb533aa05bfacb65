import type { Issuer } from '../certificates/issuer.ts';
import { isRevocationReason } from '../crl/revocation-reason.ts';
import { type Bytes, equalOctets, fromHex, toHex, utf8 } from '../octets.ts';
import { decodeBase64 } from '../pem.ts';
import type { Cryptography } from '../ports.ts';
import { type Result, ok, refuse } from '../result.ts';
import { readMoment } from './moment-text.ts';

/**
 * What an offline root has done, from its first step on: JSON lines, each with the SHA-256 of the line before it, each signed by the key of the root.
 *
 * make-root ──▶ sign-issuing | sign-list ──▶ …
 *
 * A line that is altered, taken out or put in breaks the chain. Lines cut off at the end leave a shorter one that is whole: against that the head, the
 * SHA-256 of the last line, is kept on paper.
 */
export interface Transcript {
  readonly entries: readonly TranscriptEntry[];
  /** SHA-256 of the last line, without its end. */
  readonly head: string;
}

/** Hashes are SHA-256 of DER in lower-case hexadecimal, moments ISO 8601 in UTC by the clock of the machine. */
export type TranscriptEntry = { readonly number: number; readonly at: string; readonly previous: string } & Deed;

export type Deed = MadeRoot | SignedIssuing | SignedList;

interface MadeCertificate {
  readonly certificate: string;
  readonly serial: string;
  readonly subject: string;
  /** Of its SubjectPublicKeyInfo. */
  readonly key: string;
  readonly notAfter: string;
}

export type MadeRoot = { readonly step: 'make-root' } & MadeCertificate;

export type SignedIssuing = { readonly step: 'sign-issuing' } & MadeCertificate & {
    /** The certification request. */
    readonly request: string;
  };

export interface SignedList {
  readonly step: 'sign-list';
  readonly list: string;
  readonly listNumber: number;
  readonly nextUpdate: string;
  /** All that it says: the next list begins with these. */
  readonly entries: readonly { readonly serial: string; readonly revokedAt: string; readonly reason: string }[];
}

export type TranscriptRefusal =
  | { readonly code: 'transcript-too-large' }
  /** `line` counts from 1. */
  | {
      readonly code: 'transcript-malformed' | 'transcript-chain-broken' | 'transcript-signature-wrong' | 'transcript-of-another-root';
      readonly line: number;
    };

/** A root that signs a list every month for thirty years has not half of it. */
export const TRANSCRIPT_MAX_CHARACTERS = 1_048_576;
const BEFORE_THE_FIRST = '0'.repeat(64);

/** No structure of X.509 begins like this, so that no line is the signature of a certificate and no certificate that of a line. */
const CONTEXT = 'sallyport-ceremony-transcript-v1\n';

/** What is signed of an entry. */
export function transcriptMessage(entry: TranscriptEntry): Bytes {
  return utf8(CONTEXT + JSON.stringify(entry));
}

export function nextEntry(transcript: Transcript | undefined, { at, deed }: { readonly at: string; readonly deed: Deed }): TranscriptEntry {
  const number = (transcript?.entries.length ?? 0) + 1;
  return { number, at, previous: transcript?.head ?? BEFORE_THE_FIRST, ...deed };
}

/** Every line, held to its form, to the line before it and to the key of this root. An empty transcript is none. */
export function readTranscript(given: {
  readonly text: string;
  readonly root: Issuer;
  readonly cryptography: Cryptography;
}): Result<Transcript, TranscriptRefusal> {
  const { text, root, cryptography } = given;
  if (text.length > TRANSCRIPT_MAX_CHARACTERS) return refuse({ code: 'transcript-too-large' });
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length === 0) return refuse({ code: 'transcript-malformed', line: lines.length + 1 });
  const entries: TranscriptEntry[] = [];
  let head = BEFORE_THE_FIRST;
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    const read = readLine(line);
    if (read === undefined || (read.entry.step === 'make-root') !== (number === 1))
      return refuse({ code: 'transcript-malformed', line: number });
    const { entry, signature } = read;
    if (entry.number !== number || entry.previous !== head) return refuse({ code: 'transcript-chain-broken', line: number });
    if (entry.step === 'make-root' && entry.certificate !== toHex(cryptography.sha256(root.certificate.der))) {
      return refuse({ code: 'transcript-of-another-root', line: number });
    }
    const { publicKey, algorithm } = root;
    if (!cryptography.signatureHolds({ publicKey, algorithm, message: transcriptMessage(entry), signature })) {
      return refuse({ code: 'transcript-signature-wrong', line: number });
    }
    entries.push(entry);
    head = toHex(cryptography.sha256(utf8(line)));
  }
  return ok({ entries, head });
}

type Form = (value: unknown) => boolean;

const text: Form = (value) => typeof value === 'string' && value.length <= 1024;
const sha256: Form = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const serial: Form = (value) => typeof value === 'string' && /^(?:[0-9a-f]{2}){1,20}$/.test(value);
const count: Form = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
const moment: Form = (value) => typeof value === 'string' && readMoment(value) !== undefined;
const reason: Form = (value) => typeof value === 'string' && isRevocationReason(value);

const LISTED: Readonly<Record<string, Form>> = { serial, revokedAt: moment, reason };
const listed: Form = (value) => Array.isArray(value) && value.every((one) => hasForm(one, LISTED));

const EVERY: Readonly<Record<string, Form>> = { number: count, at: moment, previous: sha256, step: text };
const CERTIFICATE: Readonly<Record<string, Form>> = { certificate: sha256, serial, subject: text, key: sha256, notAfter: moment };

const STEPS: Readonly<Record<Deed['step'], Readonly<Record<string, Form>>>> = {
  'make-root': { ...EVERY, ...CERTIFICATE },
  'sign-issuing': { ...EVERY, ...CERTIFICATE, request: sha256 },
  'sign-list': { ...EVERY, list: sha256, listNumber: count, nextUpdate: moment, entries: listed },
};

/** These fields in this order, and no others: one way to write an entry. */
function hasForm(value: unknown, forms: Readonly<Record<string, Form>>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const fields = Object.entries(value);
  const wanted = Object.entries(forms);
  return fields.length === wanted.length && wanted.every(([name, form], index) => fields[index]?.[0] === name && form(fields[index][1]));
}

function isStep(step: unknown): step is Deed['step'] {
  return typeof step === 'string' && Object.hasOwn(STEPS, step);
}

interface ReadLine {
  readonly entry: TranscriptEntry;
  readonly signature: Bytes;
}

function readLine(line: string): ReadLine | undefined {
  const value = parsed(line);
  if (typeof value !== 'object' || value === null) return undefined;
  const { signature: written, ...entry } = value as Record<string, unknown>;
  if (typeof written !== 'string' || !isStep(entry['step']) || !hasForm(entry, STEPS[entry['step']])) return undefined;
  const signature = decodeBase64(written);
  // The form was looked at just before.
  const whole = entry as unknown as TranscriptEntry;
  // Said twice, spaced or escaped otherwise: the line is not the one that was written.
  if (signature === undefined || JSON.stringify({ ...entry, signature: written }) !== line) return undefined;
  return { entry: whole, signature };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What the newest list of this root says; undefined before the first. */
export function newestList({ entries }: Transcript): SignedList | undefined {
  return entries.findLast((entry) => entry.step === 'sign-list');
}

/** Whether this root signed a certificate of this serial, by its own transcript. */
export function hasSigned({ entries }: Transcript, certificateSerial: Bytes): boolean {
  return entries.some((entry) => entry.step === 'sign-issuing' && equalOctets(fromHex(entry.serial), certificateSerial));
}

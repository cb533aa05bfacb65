import { type DeviceError, type OtpAccount, fromUtf8, utf8, webCryptoAead } from '@sallyport/protocol';
import { EXPORT_FORMAT, type ExportRefusal, openExport, readExportHead, wipeAccounts } from '@sallyport/protocol/personal-vault';
import type { ImportResult } from '@sallyport/token-client/imports';
import { pictureOf, qrReader } from '../../scan/read-qr-code.ts';
import { argon2idInLanes } from '../argon2id.ts';
import type { Offer, OfferOutcome, OfferSource, UnreadSource } from './personal-messages.ts';

/** Accounts read and ready to be saved, or what stands in the way. */
export type Reading =
  | { readonly kind: 'ready'; readonly accounts: readonly OtpAccount[]; readonly rest: Omit<Offer, 'fresh' | 'duplicates'> }
  | Exclude<OfferOutcome, { kind: 'offer' | 'refused' }>;

/** What one source gave. */
interface Part extends Pick<Offer, 'leftOut' | 'notKept' | 'batches'> {
  readonly kind: 'part';
  readonly accounts: readonly OtpAccount[];
  readonly format: Offer['formats'][number];
}

type Sealed = Extract<OfferOutcome, { kind: 'sealed' }>;
type Unread = Pick<UnreadSource, 'because'> & { readonly kind: 'unread' };

interface OfferedFile {
  readonly name: string;
  readonly octets: Uint8Array;
}

/** Nothing that holds one-time passwords is larger; read no more of it than that. */
const MAX_FILE_OCTETS = 32 * 1024 * 1024;

/**
 * What its owner brings to the vault, from the first octet to the accounts that wait for "Save". It is read here, in the engine: the page
 * never sees a secret that was not typed into it. Everything brought is in the offer or named as unread.
 */
export class Offers {
  #queue: readonly OfferSource[] = [];
  /** The texts of pictures and pasted addresses are one part: Google's export comes in as many as it takes. */
  #texts: readonly string[] = [];
  #ofTexts: Part | undefined;
  #ofFiles: readonly Part[] = [];
  #unread: readonly UnreadSource[] = [];
  #sealed: OfferedFile | undefined;

  get accounts(): readonly OtpAccount[] {
    return this.#parts.flatMap(({ accounts }) => accounts);
  }

  /** Adds to what is offered already. */
  async take(sources: readonly OfferSource[]): Promise<Reading> {
    this.#queue = [...this.#queue, ...sources];
    return this.#goOn();
  }

  /** A frame of the camera; one without a QR code is no source at all. */
  async takeFrame(frame: ImageBitmap): Promise<Reading> {
    const text = await textInPicture(frame);
    return text === undefined ? { kind: 'nothing-found' } : this.take([{ kind: 'text', text }]);
  }

  /** `secret`: the password of another program's file, or the recovery key of the vault that one of ours came from. */
  async unseal(secret: string): Promise<Reading> {
    const file = this.#sealed;
    if (file === undefined) return this.#goOn();
    const text = textOf(file.octets);
    const read = isOurs(text) ? await openOurs(text, secret) : await readFile(file, secret);
    return this.#put(file, read) ?? this.#goOn();
  }

  /** Goes on without the sealed file. */
  async skipSealed(): Promise<Reading> {
    if (this.#sealed) this.#unread = [...this.#unread, { name: this.#sealed.name, because: 'left-sealed' }];
    this.#sealed = undefined;
    return this.#goOn();
  }

  drop(): void {
    wipeAccounts(this.accounts);
    this.#queue = [];
    this.#texts = [];
    this.#ofTexts = undefined;
    this.#ofFiles = [];
    this.#unread = [];
    this.#sealed = undefined;
  }

  get #parts(): readonly Part[] {
    return this.#ofTexts ? [...this.#ofFiles, this.#ofTexts] : this.#ofFiles;
  }

  /** One source after the other, until one is sealed or all are read. */
  async #goOn(): Promise<Reading> {
    for (let [source] = this.#queue; source !== undefined; [source] = this.#queue) {
      this.#queue = this.#queue.slice(1);
      const stop = await this.#takeOne(source);
      if (stop) return stop;
    }
    return this.#summary();
  }

  async #takeOne(source: OfferSource): Promise<Sealed | undefined> {
    if (source.kind === 'text') return this.#takeText(source.text, '');
    const { file } = source;
    if (file.size > MAX_FILE_OCTETS)
      return this.#put({ name: file.name, octets: new Uint8Array(0) }, { kind: 'unread', because: 'too-large' });
    if (!file.type.startsWith('image/')) return this.#takeFile({ name: file.name, octets: new Uint8Array(await file.arrayBuffer()) });
    const text = await textInPicture(file);
    if (text !== undefined) return this.#takeText(text, file.name);
    return this.#put({ name: file.name, octets: new Uint8Array(0) }, { kind: 'unread', because: 'nothing-found' });
  }

  async #takeFile(file: OfferedFile): Promise<Sealed | undefined> {
    const text = textOf(file.octets);
    return this.#put(file, isOurs(text) ? headOfOurs(text) : await readFile(file, undefined));
  }

  /** What cannot be read must not spoil what was read before. */
  async #takeText(text: string, name: string): Promise<Sealed | undefined> {
    if (isOurs(text)) return this.#takeFile({ name, octets: utf8(text) });
    const texts = this.#texts.includes(text) ? this.#texts : [...this.#texts, text];
    const file = { name, octets: utf8(texts.join('\n')) };
    const read = await readFile(file, undefined);
    if (read.kind !== 'part') return this.#put({ name, octets: utf8(text) }, read);
    wipeAccounts(this.#ofTexts?.accounts ?? []);
    this.#texts = texts;
    this.#ofTexts = read;
    return undefined;
  }

  #put(file: OfferedFile, read: Part | Sealed | Unread): Sealed | undefined {
    this.#sealed = read.kind === 'sealed' ? file : undefined;
    switch (read.kind) {
      case 'sealed':
        return read;
      case 'part':
        this.#ofFiles = [...this.#ofFiles, read];
        return undefined;
      case 'unread':
        this.#unread = [...this.#unread, { name: file.name, because: read.because }];
        return undefined;
    }
  }

  #summary(): Reading {
    const parts = this.#parts;
    const unread = this.#unread;
    if (parts.length === 0) {
      this.#unread = [];
      return { kind: 'unreadable', because: unread.at(-1)?.because ?? 'nothing-found' };
    }
    const rest = {
      formats: [...new Set(parts.map(({ format }) => format))],
      leftOut: parts.flatMap(({ leftOut }) => leftOut),
      notKept: parts.flatMap(({ notKept }) => notKept),
      batches: parts.flatMap(({ batches }) => batches),
      unread,
    };
    return { kind: 'ready', accounts: this.accounts, rest };
  }
}

async function readFile(file: OfferedFile, password: string | undefined): Promise<Part | Sealed | Unread> {
  // Loaded on demand: most people bring a file once in the life of a vault.
  const { readImport } = await import('@sallyport/token-client/imports');
  const result: ImportResult = await readImport(file, { argon2id: argon2idInLanes }, password);
  switch (result.kind) {
    case 'read':
      return { ...result, kind: 'part' };
    case 'needs-password':
    case 'wrong-password':
      return { kind: 'sealed', by: 'password', name: file.name, format: result.format, isWrong: result.kind === 'wrong-password' };
    case 'refused':
      return { kind: 'unread', because: result.because };
  }
}

function headOfOurs(text: string): Sealed | Unread {
  const head = readExportHead(text);
  if (!head.ok) return { kind: 'unread', because: head.error.code };
  return { kind: 'sealed', by: 'recovery-key', serial: head.value.serial, problem: undefined };
}

async function openOurs(text: string, recoveryKey: string): Promise<Part | Sealed | Unread> {
  const opened = await openExport({ text, recoveryKey }, webCryptoAead(crypto.subtle));
  if (opened.ok) return { kind: 'part', accounts: opened.value, format: 'sallyport', leftOut: [], notKept: [], batches: [] };
  if (isOfFile(opened.error)) return { kind: 'unread', because: opened.error.code };
  const sealed = headOfOurs(text);
  return sealed.kind === 'sealed' && sealed.by === 'recovery-key' ? { ...sealed, problem: opened.error } : sealed;
}

async function textInPicture(picture: Blob | ImageBitmap): Promise<string | undefined> {
  try {
    const [read, image] = await Promise.all([qrReader(), picture instanceof Blob ? pictureOf(picture) : picture]);
    const text = await read(image);
    image.close();
    return text;
  } catch {
    // Not a picture at all.
    return undefined;
  }
}

function textOf(octets: Uint8Array): string {
  try {
    return fromUtf8(octets);
  } catch {
    return '';
  }
}

/** By its mark alone: whether it is whole is for its reader to say. */
function isOurs(text: string): boolean {
  return text.slice(0, 200).includes(`"${EXPORT_FORMAT}"`);
}

function isOfFile(error: ExportRefusal | DeviceError): error is ExportRefusal {
  return error.code.startsWith('EXPORT_');
}

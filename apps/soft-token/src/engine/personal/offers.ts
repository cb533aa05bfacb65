import { type DeviceError, type OtpAccount, fromUtf8, utf8, webCryptoAead } from '@sallyport/protocol';
import { EXPORT_FORMAT, type ExportRefusal, openExport, readExportHead, wipeAccounts } from '@sallyport/protocol/personal-vault';
import type { ImportResult } from '@sallyport/token-client/imports';
import { pictureOf, qrReader } from '../../scan/read-qr-code.ts';
import { argon2idInLanes } from '../argon2id.ts';
import type { Offer, OfferOutcome, OfferSource } from './personal-messages.ts';

/** Accounts read and ready to be saved, or what stands in the way. */
export type Reading =
  | { readonly kind: 'ready'; readonly accounts: readonly OtpAccount[]; readonly rest: Omit<Offer, 'fresh' | 'duplicates'> }
  | Exclude<OfferOutcome, { kind: 'offer' | 'refused' }>;

interface SealedFile {
  readonly name: string;
  readonly octets: Uint8Array;
}

/** Nothing that holds one-time passwords is larger; read no more of it than that. */
const MAX_FILE_OCTETS = 32 * 1024 * 1024;

/**
 * What its owner brings to the vault, from the first octet to the accounts that wait for "Save". It is read here, in the engine: the page
 * never sees a secret that was not typed into it.
 */
export class Offers {
  /** Several pictures or pasted addresses in a row make one offer: Google's export comes in as many as it takes. */
  #texts: readonly string[] = [];
  #sealed: SealedFile | undefined;
  #accounts: readonly OtpAccount[] = [];

  get accounts(): readonly OtpAccount[] {
    return this.#accounts;
  }

  async take(source: OfferSource): Promise<Reading> {
    switch (source.kind) {
      case 'text':
        return this.#takeText(source.text);
      case 'picture':
        return this.#takePicture(source.picture);
      case 'file':
        return source.file.type.startsWith('image/') ? this.#takePicture(source.file) : this.#takeFile(source.file);
    }
  }

  /** `secret`: the password of another program's file, or the recovery key of the vault that one of ours came from. */
  async unseal(secret: string): Promise<Reading> {
    const sealed = this.#sealed;
    if (sealed === undefined) return { kind: 'nothing-found' };
    const text = textOf(sealed.octets);
    return isOurs(text) ? this.#openOurs(text, secret) : this.#read(sealed, secret);
  }

  drop(): void {
    wipeAccounts(this.#accounts);
    this.#accounts = [];
    this.#texts = [];
    this.#sealed = undefined;
  }

  async #takePicture(picture: Blob | ImageBitmap): Promise<Reading> {
    const text = await textInPicture(picture);
    return text === undefined ? { kind: 'nothing-found' } : this.#takeText(text);
  }

  async #takeText(text: string): Promise<Reading> {
    if (isOurs(text)) return this.#takeOctets({ name: '', octets: utf8(text) });
    const before = this.#texts;
    const texts = before.includes(text) ? before : [...before, text];
    const reading = await this.#takeOctets({ name: '', octets: utf8(texts.join('\n')) });
    // What cannot be read must not spoil what was read before.
    if (reading.kind === 'ready') this.#texts = texts;
    return reading;
  }

  async #takeFile(file: File): Promise<Reading> {
    if (file.size > MAX_FILE_OCTETS) return { kind: 'unreadable', because: 'too-large' };
    this.#texts = [];
    return this.#takeOctets({ name: file.name, octets: new Uint8Array(await file.arrayBuffer()) });
  }

  async #takeOctets(file: SealedFile): Promise<Reading> {
    const text = textOf(file.octets);
    return isOurs(text) ? this.#takeOurs(text, file) : this.#read(file, undefined);
  }

  #takeOurs(text: string, file: SealedFile): Reading {
    const head = readExportHead(text);
    if (!head.ok) return { kind: 'unreadable', because: head.error.code };
    this.#sealed = file;
    return { kind: 'sealed', by: 'recovery-key', serial: head.value.serial, problem: undefined };
  }

  async #openOurs(text: string, recoveryKey: string): Promise<Reading> {
    const opened = await openExport({ text, recoveryKey }, webCryptoAead(crypto.subtle));
    if (opened.ok) return this.#ready(opened.value, { format: 'sallyport', leftOut: [], notKept: [], batches: [] });
    const head = readExportHead(text);
    if (isOfFile(opened.error)) return { kind: 'unreadable', because: opened.error.code };
    return { kind: 'sealed', by: 'recovery-key', serial: head.ok ? head.value.serial : '', problem: opened.error };
  }

  async #read(file: SealedFile, password: string | undefined): Promise<Reading> {
    // Loaded on demand: most people bring a file once in the life of a vault.
    const { readImport } = await import('@sallyport/token-client/imports');
    const result: ImportResult = await readImport(file, { argon2id: argon2idInLanes }, password);
    switch (result.kind) {
      case 'read': {
        const { format, leftOut, notKept, batches } = result;
        return this.#ready(result.accounts, { format, leftOut, notKept, batches });
      }
      case 'needs-password':
      case 'wrong-password':
        this.#sealed = file;
        return { kind: 'sealed', by: 'password', format: result.format, isWrong: result.kind === 'wrong-password' };
      case 'refused':
        return { kind: 'unreadable', because: result.because };
    }
  }

  #ready(accounts: readonly OtpAccount[], rest: Omit<Offer, 'fresh' | 'duplicates'>): Reading {
    wipeAccounts(this.#accounts);
    this.#accounts = accounts;
    this.#sealed = undefined;
    return { kind: 'ready', accounts, rest };
  }
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

import { argon2idInLanes } from '@sallyport/platform/device';
import { type DeviceError, fromUtf8, type OtpAccount, webCryptoAead } from '@sallyport/protocol';
import { EXPORT_FORMAT, type ExportRefusal, openExport, readExportHead } from '@sallyport/protocol/personal-vault';
import { type ImportFile, type ImportRefusal, readImport, type ReadImport } from '@sallyport/token-client/imports';

/** A file read as far as it goes without asking anything more. */
export type FileReading =
  | { readonly kind: 'read'; readonly reading: Omit<ReadImport, 'format' | 'kind'>; readonly format: ReadImport['format'] | 'sallyport' }
  | { readonly kind: 'needs-password'; readonly isWrong: boolean }
  | { readonly kind: 'needs-recovery-key'; readonly serial: string; readonly isWrong: boolean }
  | { readonly kind: 'refused'; readonly because: ImportRefusal | ExportRefusal['code'] };

/** Another authenticator's file, or an export of a personal vault. `secret`: the password of the one, the recovery key of the other. */
export async function readExportFile(file: ImportFile, secret?: string): Promise<FileReading> {
  const text = textOf(file.octets);
  if (text.slice(0, 200).includes(`"${EXPORT_FORMAT}"`)) return readOurs(text, secret);
  const result = await readImport(file, { argon2id: argon2idInLanes }, secret);
  switch (result.kind) {
    case 'read':
      return { kind: 'read', reading: result, format: result.format };
    case 'needs-password':
    case 'wrong-password':
      return { kind: 'needs-password', isWrong: result.kind === 'wrong-password' };
    case 'refused':
      return result;
  }
}

async function readOurs(text: string, recoveryKey: string | undefined): Promise<FileReading> {
  const head = readExportHead(text);
  if (!head.ok) return { kind: 'refused', because: head.error.code };
  const { serial } = head.value;
  if (recoveryKey === undefined) return { kind: 'needs-recovery-key', serial, isWrong: false };
  const opened = await openExport({ text, recoveryKey }, webCryptoAead(crypto.subtle));
  if (opened.ok) return { kind: 'read', reading: ourReading(opened.value), format: 'sallyport' };
  const { error } = opened;
  return isOfFile(error) ? { kind: 'refused', because: error.code } : { kind: 'needs-recovery-key', serial, isWrong: true };
}

function ourReading(accounts: readonly OtpAccount[]): Omit<ReadImport, 'format' | 'kind'> {
  return { accounts, leftOut: [], notKept: [], batches: [] };
}

function isOfFile(error: ExportRefusal | DeviceError): error is ExportRefusal {
  return error.code.startsWith('EXPORT_');
}

/** A sealed file of another program need not be text. */
function textOf(octets: Uint8Array): string {
  try {
    return fromUtf8(octets);
  } catch {
    return '';
  }
}

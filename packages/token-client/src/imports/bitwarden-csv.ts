import { readAuthenticatorKey } from './bitwarden-items.ts';
import { readCsv } from './csv.ts';
import { type EntryReading, report } from './entries.ts';
import { type NotKeptPart, refuseImport } from './import-file.ts';
import type { ImportFormat } from './import-format.ts';

/** The CSV export of Bitwarden (github.com/bitwarden/clients, `base-vault-export.service.ts`): one row a login or note, named columns. */
export const BITWARDEN_CSV: ImportFormat = {
  format: 'bitwarden-csv',
  recognises: ({ text }) => text !== undefined && /^[a-z_,"]*\blogin_totp\b/.test(text),
  read({ text = '' }) {
    const [columns, ...rows] = readCsv(text) ?? [];
    if (columns === undefined) return refuseImport('damaged');
    return report({ format: 'bitwarden-csv', items: rows, read: (row) => readRow((column) => row[columns.indexOf(column)] ?? '') });
  },
};

function readRow(cell: (column: string) => string): EntryReading {
  const parts: readonly (NotKeptPart | false)[] = [
    cell('folder') !== '' && 'group',
    cell('notes') !== '' && 'note',
    cell('favorite') !== '' && 'pinned',
    cell('fields') !== '' && 'custom-field',
    cell('login_password') !== '' && 'password',
    cell('login_uri') !== '' && 'web-address',
  ];
  const notKept = parts.filter((part) => part !== false);
  return readAuthenticatorKey({ name: cell('name'), userName: cell('login_username'), totp: cell('login_totp'), notKept });
}

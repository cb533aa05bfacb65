import { type Bytes, wipe } from '@sallyport/protocol';
import { fromBase64 } from './base64.ts';
import { type Fields, fieldsOf, textOfOctets } from './fields.ts';
import { type ImportResult, refuseImport } from './import-file.ts';
import type { ImportFormat, Unlocking } from './import-format.ts';
import { readUriLines } from './otpauth-list.ts';
import { argon2idKey } from './unlocking.ts';
import { openSecretStream } from './unsealing.ts';

/**
 * The sealed export of Ente Auth (github.com/ente-io/ente, `mobile/apps/auth/lib/models/export/ente.dart` and `encrypted_ente_import.dart`):
 * Argon2id with libsodium's limits (octets and passes, one lane), then one message of its secret stream, which holds a list of URIs.
 * The plain export is such a list as it is.
 */
export const ENTE: ImportFormat = {
  format: 'ente',
  recognises({ json }) {
    const backup = fieldsOf(json, BACKUP);
    return backup?.encryptedData !== undefined && backup.kdfParams !== undefined;
  },
  read({ json }, unlocking) {
    const backup = fieldsOf(json, BACKUP);
    return backup?.version === 1 ? readSealed(backup, unlocking) : refuseImport('unknown-version');
  },
};

const BACKUP = ['version', 'kdfParams', 'encryptedData', 'encryptionNonce'] as const;

async function readSealed(backup: Fields<(typeof BACKUP)[number]>, unlocking: Unlocking): Promise<ImportResult> {
  const limits = fieldsOf(backup.kdfParams, ['memLimit', 'opsLimit', 'salt']);
  const [salt, sealed, header] = [limits?.salt, backup.encryptedData, backup.encryptionNonce].map(fromBase64);
  const [memLimit, opsLimit] = [limits?.memLimit, limits?.opsLimit];
  const isWhole = salt !== undefined && sealed !== undefined && header !== undefined;
  if (!isWhole || typeof memLimit !== 'number' || typeof opsLimit !== 'number') return refuseImport('damaged');
  if (unlocking.password === undefined) return { kind: 'needs-password', format: 'ente' };
  const cost = { memoryKiB: Math.floor(memLimit / 1024), passes: opsLimit, lanes: 1 };
  const key = await argon2idKey(unlocking.argon2id, { password: unlocking.password, salt, cost });
  return key === undefined ? refuseImport('too-costly') : readStream({ key, header, sealed });
}

function readStream(stream: { key: Bytes; header: Bytes; sealed: Bytes }): ImportResult {
  const opened = openSecretStream(stream);
  wipe(stream.key);
  if (opened === undefined) return { kind: 'wrong-password', format: 'ente' };
  const text = textOfOctets(opened);
  wipe(opened);
  return text === undefined ? refuseImport('damaged') : readUriLines('ente', text);
}

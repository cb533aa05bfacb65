import { type Bytes, utf8, wipe } from '@sallyport/protocol';
import { fromBase64 } from './base64.ts';
import { type EntryReading, leaveOut, report, takeUri } from './entries.ts';
import { type Fields, fieldsOf, isMeant, listOf, parseJson, textOf, textOfOctets } from './fields.ts';
import { type ImportResult, refuseImport } from './import-file.ts';
import type { ImportFormat, Unlocking } from './import-format.ts';
import { argon2idKey } from './unlocking.ts';
import { openGcm } from './unsealing.ts';

/**
 * The export of Proton Authenticator, plain or with a password (github.com/protonpass/proton-pass-common, `proton-authenticator/src/entry`:
 * `exporter.rs`, `password_exporter.rs`, `crypto.rs`). With one: Argon2id with 19 MiB, 2 passes and one lane, then `nonce12 ‖ AES-256-GCM`
 * with the name of the format as associated data.
 */
export const PROTON_AUTHENTICATOR: ImportFormat = {
  format: 'proton-authenticator',
  recognises({ json }) {
    const fields = fieldsOf(json, BACKUP);
    return fields?.version !== undefined && (listOf(fields.entries) !== undefined || isSealed(fields));
  },
  read({ json }, unlocking) {
    const backup = fieldsOf(json, BACKUP);
    if (backup?.version !== VERSION) return refuseImport('unknown-version');
    return isSealed(backup) ? readSealed(backup, unlocking) : readEntries(backup.entries);
  },
};

const BACKUP = ['version', 'entries', 'salt', 'content'] as const;
const VERSION = 1;
const COST = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 };
const ASSOCIATED = utf8('proton.authenticator.export.v1');

function isSealed(backup: Fields<(typeof BACKUP)[number]>): boolean {
  return typeof backup.salt === 'string' && typeof backup.content === 'string';
}

async function readSealed(backup: Fields<(typeof BACKUP)[number]>, unlocking: Unlocking): Promise<ImportResult> {
  const [salt, content] = [fromBase64(backup.salt), fromBase64(backup.content)];
  if (salt?.length !== 16 || content === undefined) return refuseImport('damaged');
  if (unlocking.password === undefined) return { kind: 'needs-password', format: 'proton-authenticator' };
  const key = await argon2idKey(unlocking.argon2id, { password: unlocking.password, salt, cost: COST });
  const opened = key && openUnder(key, content);
  if (opened === undefined) return { kind: 'wrong-password', format: 'proton-authenticator' };
  const inside = fieldsOf(parseJson(textOfOctets(opened)), BACKUP);
  wipe(opened);
  if (inside === undefined) return refuseImport('damaged');
  return inside.version === VERSION ? readEntries(inside.entries) : refuseImport('unknown-version');
}

function openUnder(key: Bytes, content: Bytes): Bytes | undefined {
  const opened = openGcm({ key, nonce: content.subarray(0, 12), sealed: content.subarray(12), associated: ASSOCIATED });
  wipe(key);
  return opened;
}

function readEntries(entries: unknown): ImportResult {
  const list = listOf(entries);
  return list === undefined ? refuseImport('damaged') : report({ format: 'proton-authenticator', items: list, read: readEntry });
}

function readEntry(value: unknown): EntryReading {
  const entry = fieldsOf(value, ['content', 'note']);
  const content = fieldsOf(entry?.content, ['uri', 'name']);
  const name = textOf(content?.name);
  if (typeof content?.uri !== 'string') return leaveOut('malformed', { label: name });
  return takeUri(content.uri, { issuer: '', label: name, notKept: isMeant(entry?.note) ? ['note'] : [] });
}

import { type Bytes, wipe } from '@sallyport/protocol';
import { fromBase64 } from './base64.ts';
import { type EntryReading, leaveOut, report, takeEntry } from './entries.ts';
import { type Fields, fieldsOf, isMeant, listOf, parseJson, said, textOf, textOfOctets } from './fields.ts';
import { type ImportResult, type NotKeptPart, refuseImport } from './import-file.ts';
import type { ImportFormat, Unlocking } from './import-format.ts';
import { pbkdf2Key } from './unlocking.ts';
import { openGcm } from './unsealing.ts';

/**
 * The backup of 2FAS, plain or sealed, schemas 1 to 4 (github.com/twofas/2fas-android: `core/cipher`, `BackupKeyGeneratorPbkdf.kt`).
 * Sealed: `servicesEncrypted` is `ciphertext:salt:nonce`, each Base64; PBKDF2-HMAC-SHA-256 with 10,000 iterations, AES-256-GCM.
 */
export const TWO_FAS: ImportFormat = {
  format: 'two-fas',
  recognises({ json }) {
    const backup = fieldsOf(json, BACKUP);
    return backup?.schemaVersion !== undefined && backup.services !== undefined;
  },
  read({ json }, unlocking) {
    const backup = fieldsOf(json, BACKUP);
    if (typeof backup?.schemaVersion !== 'number' || backup.schemaVersion > NEWEST_SCHEMA) return refuseImport('unknown-version');
    const sealed = said(backup.servicesEncrypted);
    return sealed === undefined ? readServices(backup.services) : readSealed(sealed, unlocking);
  },
};

const BACKUP = ['schemaVersion', 'services', 'servicesEncrypted'] as const;
const SERVICE = ['name', 'secret', 'groupId', 'icon', 'otp'] as const;
const OTP = ['account', 'issuer', 'digits', 'period', 'algorithm', 'counter', 'tokenType'] as const;
const NEWEST_SCHEMA = 4;
const COST = { hash: 'SHA256', iterations: 10_000 } as const;

async function readSealed(sealed: unknown, { password }: Unlocking): Promise<ImportResult> {
  const [ciphertext, salt, nonce] = textOf(sealed).split(':').map(fromBase64);
  if (ciphertext === undefined || salt === undefined || nonce === undefined) return refuseImport('damaged');
  if (password === undefined) return { kind: 'needs-password', format: 'two-fas' };
  const opened = await open({ password, ciphertext, salt, nonce });
  if (opened === undefined) return { kind: 'wrong-password', format: 'two-fas' };
  const services = parseJson(textOfOctets(opened));
  wipe(opened);
  return readServices(services);
}

async function open(input: { password: Uint8Array; ciphertext: Bytes; salt: Bytes; nonce: Bytes }): Promise<Bytes | undefined> {
  const key = await pbkdf2Key({ password: input.password, salt: input.salt, cost: COST });
  const opened = key && openGcm({ key, nonce: input.nonce, sealed: input.ciphertext });
  wipe(key ?? new Uint8Array(0));
  return opened;
}

function readServices(services: unknown): ImportResult {
  const list = listOf(services);
  return list === undefined ? refuseImport('damaged') : report({ format: 'two-fas', items: list, read: readService });
}

/** The name of a service is the one its owner sees; schema 1 knew neither digits nor period nor algorithm nor counters. */
function readService(value: unknown): EntryReading {
  const service = fieldsOf(value, SERVICE);
  const otp = fieldsOf(service?.otp, OTP);
  if (service === undefined || otp === undefined) return leaveOut('malformed', { issuer: service?.name });
  const [name, issuer] = [textOf(service.name), textOf(otp.issuer)];
  return takeEntry(
    {
      issuer: name.trim() === '' ? issuer : name,
      label: otp.account,
      type: said(otp.tokenType) ?? 'TOTP',
      algorithm: said(otp.algorithm),
      digits: said(otp.digits),
      period: said(otp.period),
      counter: said(otp.counter) ?? 0,
      secret: service.secret,
    },
    notKeptOf(service, issuer),
  );
}

function notKeptOf(service: Fields<(typeof SERVICE)[number]>, issuer: string): readonly NotKeptPart[] {
  const parts: readonly (NotKeptPart | false)[] = [
    isMeant(service.groupId) && 'group',
    textOf(fieldsOf(service.icon, ['selected'])?.selected) === 'IconCollection' && 'icon',
    textOf(service.name).trim() !== '' && issuer.trim() !== '' && service.name !== issuer && 'second-name',
  ];
  return parts.filter((part) => part !== false);
}

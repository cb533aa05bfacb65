import { type Bytes, concat, wipe } from '@sallyport/protocol';
import { fromBase64, fromHexOf } from './base64.ts';
import { type EntryReading, leaveOut, report, takeEntry } from './entries.ts';
import { type Fields, fieldsOf, isMeant, listOf, parseJson, said, textOf, textOfOctets } from './fields.ts';
import { type ImportResult, type NotKeptPart, refuseImport } from './import-file.ts';
import type { ImportFormat, Unlocking } from './import-format.ts';
import { type ScryptCost, isAffordable, scryptKey } from './unlocking.ts';
import { openGcm } from './unsealing.ts';

/**
 * The vault of Aegis, plain or sealed (github.com/beemdevelopment/Aegis: `docs/vault.md`, `VaultFile.java`, `VaultEntry.java`).
 * Sealed: a random master key under one slot per password, scrypt and AES-256-GCM; the content under the master key, AES-256-GCM.
 */
export const AEGIS: ImportFormat = {
  format: 'aegis',
  recognises({ json }) {
    const vault = fieldsOf(json, VAULT);
    return vault?.db !== undefined && vault.header !== undefined;
  },
  read({ json }, unlocking) {
    const vault = fieldsOf(json, VAULT);
    if (vault?.version !== 1) return refuseImport('unknown-version');
    const plain = fieldsOf(vault.db, CONTENT);
    return plain === undefined ? readSealed(vault, unlocking) : readContent(plain);
  },
};

const VAULT = ['version', 'header', 'db'] as const;
const CONTENT = ['version', 'entries'] as const;
const PARAMETERS = ['nonce', 'tag'] as const;
const SLOT = ['type', 'key', 'key_params', 'n', 'r', 'p', 'salt'] as const;
const ENTRY = ['type', 'name', 'issuer', 'icon', 'note', 'favorite', 'group', 'groups', 'info'] as const;
const INFO = ['secret', 'algo', 'digits', 'period', 'counter'] as const;
const NEWEST_CONTENT = 3;
const PASSWORD_SLOT = 1;

interface PasswordSlot {
  readonly cost: ScryptCost;
  readonly salt: Bytes;
  readonly nonce: Bytes;
  /** The master key and its tag. */
  readonly sealed: Bytes;
}

async function readSealed(vault: Fields<(typeof VAULT)[number]>, { password }: Unlocking): Promise<ImportResult> {
  const header = fieldsOf(vault.header, ['slots', 'params']);
  const parameters = fieldsOf(header?.params, PARAMETERS);
  const [nonce, tag, ciphertext] = [fromHexOf(parameters?.nonce, 12), fromHexOf(parameters?.tag, 16), fromBase64(vault.db)];
  const slots = passwordSlots(listOf(header?.slots) ?? []);
  if (nonce === undefined || tag === undefined || ciphertext === undefined || slots === undefined) return refuseImport('damaged');
  if (slots.length === 0) return refuseImport('sealed-for-account');
  if (!isAffordable(slots.map(({ cost }) => cost))) return refuseImport('too-costly');
  if (password === undefined) return { kind: 'needs-password', format: 'aegis' };
  const masterKey = await openSlots(slots, password);
  if (masterKey === undefined) return { kind: 'wrong-password', format: 'aegis' };
  const opened = openGcm({ key: masterKey, nonce, sealed: concat(ciphertext, tag) });
  wipe(masterKey);
  const content = opened && fieldsOf(parseJson(textOfOctets(opened)), CONTENT);
  wipe(opened ?? new Uint8Array(0));
  return content === undefined ? refuseImport('damaged') : readContent(content);
}

/** Slots of other kinds are opened by a device (biometrics) and passed over. Undefined when one for a password is damaged. */
function passwordSlots(slots: readonly unknown[]): readonly PasswordSlot[] | undefined {
  const read = slots.map((slot) => fieldsOf(slot, SLOT)).filter((slot) => slot?.type === PASSWORD_SLOT);
  const whole = read.map((slot) => {
    const parameters = fieldsOf(slot?.key_params, PARAMETERS);
    const [key, tag] = [fromHexOf(slot?.key, 32), fromHexOf(parameters?.tag, 16)];
    const [salt, nonce] = [fromHexOf(slot?.salt, 32), fromHexOf(parameters?.nonce, 12)];
    const [n, r, p] = [slot?.n, slot?.r, slot?.p].map((cost) => (typeof cost === 'number' ? cost : Number.NaN));
    if (key === undefined || tag === undefined || salt === undefined || nonce === undefined) return undefined;
    return { cost: { n: n ?? 0, r: r ?? 0, p: p ?? 0 }, salt, nonce, sealed: concat(key, tag) };
  });
  return whole.every((slot) => slot !== undefined) ? whole : undefined;
}

async function openSlots(slots: readonly PasswordSlot[], password: Uint8Array): Promise<Bytes | undefined> {
  for (const { cost, salt, nonce, sealed } of slots) {
    const key = await scryptKey({ password, salt, cost });
    const masterKey = key && openGcm({ key, nonce, sealed });
    wipe(key ?? new Uint8Array(0));
    if (masterKey !== undefined) return masterKey;
  }
  return undefined;
}

function readContent(content: Fields<(typeof CONTENT)[number]>): ImportResult {
  const entries = listOf(content.entries);
  if (typeof content.version !== 'number' || entries === undefined) return refuseImport('damaged');
  return content.version > NEWEST_CONTENT ? refuseImport('unknown-version') : report({ format: 'aegis', items: entries, read: readEntry });
}

function readEntry(value: unknown): EntryReading {
  const entry = fieldsOf(value, ENTRY);
  const info = fieldsOf(entry?.info, INFO);
  if (entry === undefined || info === undefined) return leaveOut('malformed', { issuer: entry?.issuer, label: entry?.name });
  return takeEntry(
    {
      issuer: entry.issuer,
      label: entry.name,
      type: entry.type,
      algorithm: said(info.algo),
      digits: said(info.digits),
      period: said(info.period),
      counter: info.counter,
      secret: info.secret,
    },
    notKeptOf(entry),
  );
}

function notKeptOf(entry: Fields<(typeof ENTRY)[number]>): readonly NotKeptPart[] {
  const parts: readonly (NotKeptPart | false)[] = [
    (isMeant(entry.group) || isMeant(entry.groups)) && 'group',
    isMeant(entry.note) && 'note',
    textOf(entry.icon) !== '' && 'icon',
    isMeant(entry.favorite) && 'pinned',
  ];
  return parts.filter((part) => part !== false);
}

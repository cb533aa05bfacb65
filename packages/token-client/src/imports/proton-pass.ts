import { type EntryReading, leaveOut, report, takeEntry, takeUri } from './entries.ts';
import { type Fields, fieldsOf, isMeant, listOf, textOf } from './fields.ts';
import { type NotKeptPart, refuseImport } from './import-file.ts';
import type { ImportFormat } from './import-format.ts';

/**
 * `Proton Pass/data.json` out of the archive that Proton Pass exports (github.com/ProtonMail/WebClients, `packages/pass/lib/export`):
 * vaults of items, of which logins may have one-time passwords.
 */
export const PROTON_PASS: ImportFormat = {
  format: 'proton-pass',
  recognises: ({ json }) => vaultsOf(json) !== undefined,
  read({ json }) {
    const items = (vaultsOf(json) ?? []).map((vault) => listOf(fieldsOf(vault, ['items'])?.items));
    if (!items.every((list) => list !== undefined)) return refuseImport('damaged');
    return report({ format: 'proton-pass', items: items.flat(), read: readItem });
  },
};

const ITEM = ['data', 'state', 'pinned'] as const;
const DATA = ['metadata', 'content', 'extraFields'] as const;
const METADATA = ['name', 'note'] as const;
const CONTENT = ['itemEmail', 'itemUsername', 'password', 'totpUri', 'passkeys', 'urls'] as const;
const ACTIVE = 1;

function vaultsOf(json: unknown): readonly unknown[] | undefined {
  const vaults = fieldsOf(json, ['vaults'])?.vaults;
  return typeof vaults === 'object' && vaults !== null && !Array.isArray(vaults) ? Object.values(vaults) : undefined;
}

function readItem(value: unknown): EntryReading {
  const item = fieldsOf(value, ITEM);
  const parts = fieldsOf(item?.data, DATA);
  const [content, metadata] = [fieldsOf(parts?.content, CONTENT), fieldsOf(parts?.metadata, METADATA)];
  if (item === undefined || parts === undefined) return leaveOut('malformed');
  const name = { issuer: textOf(metadata?.name), label: textOf(content?.itemEmail) || textOf(content?.itemUsername) };
  const totp = textOf(content?.totpUri);
  if (totp.trim() === '') return leaveOut('no-one-time-password', name);
  // 2 is the trash (`ItemState`).
  if (typeof item.state === 'number' && item.state !== ACTIVE) return leaveOut('in-trash', name);
  const notKept = notKeptOf({ item, parts, content, metadata });
  if (/^\s*[a-z-]+:\/\//i.test(totp)) return takeUri(totp, { ...name, notKept });
  const kind = { type: 'totp', algorithm: undefined, digits: undefined, period: undefined, counter: undefined };
  return takeEntry({ ...name, ...kind, secret: totp }, notKept);
}

function notKeptOf({
  item,
  parts,
  content,
  metadata,
}: {
  readonly item: Fields<(typeof ITEM)[number]>;
  readonly parts: Fields<(typeof DATA)[number]>;
  readonly content: Fields<(typeof CONTENT)[number]> | undefined;
  readonly metadata: Fields<(typeof METADATA)[number]> | undefined;
}): readonly NotKeptPart[] {
  const found: readonly (NotKeptPart | false)[] = [
    isMeant(metadata?.note) && 'note',
    isMeant(item.pinned) && 'pinned',
    isMeant(parts.extraFields) && 'custom-field',
    isMeant(content?.password) && 'password',
    isMeant(content?.passkeys) && 'passkey',
    isMeant(content?.urls) && 'web-address',
  ];
  return found.filter((part) => part !== false);
}

import {
  type AccountClaim,
  type AccountRefusal,
  MAX_ACCOUNT_TEXT,
  type OtpAccount,
  type OtpauthRefusal,
  parseOtpauth,
  readAccount,
  takeOtpauthApart,
  tidyText,
} from '@sallyport/protocol';
import { fieldsOf, isMeant, parseJson, textOf } from './fields.ts';
import {
  type EntryName,
  type ImageBatch,
  type ImportFormatName,
  type ImportResult,
  type LeftOutReason,
  MAX_IMPORT_ENTRIES,
  type NotKeptPart,
  refuseImport,
} from './import-file.ts';

/** What became of one entry. Every reader maps each entry to exactly one of these, so that their numbers agree. */
export type EntryReading = TakenEntry | LeftOutEntry;

interface TakenEntry {
  readonly account: OtpAccount;
  readonly notKept: readonly NotKeptPart[];
}

interface LeftOutEntry {
  readonly issuer: string;
  readonly label: string;
  readonly because: LeftOutReason;
}

export function leaveOut(because: LeftOutReason, name: { readonly issuer?: unknown; readonly label?: unknown } = {}): LeftOutEntry {
  return { issuer: shown(name.issuer), label: shown(name.label), because };
}

export function takeEntry(claim: AccountClaim, notKept: readonly NotKeptPart[]): EntryReading {
  const account = readAccount(claim);
  return account.ok ? { account: account.value, notKept } : leaveOut(reasonOf(account.error), claim);
}

/** Names that stand beside the URI in its entry: they fill what the URI leaves empty. */
export interface UriSurroundings {
  readonly issuer: string;
  readonly label: string;
  readonly notKept: readonly NotKeptPart[];
}

const ALONE: UriSurroundings = { issuer: '', label: '', notKept: [] };

/** `otpauth://`, or one of the schemes of codes that are not made here. */
export function takeUri(uri: string, surroundings: UriSurroundings = ALONE): EntryReading {
  if (/^\s*steam:\/\//i.test(uri)) return leaveOut('steam', surroundings);
  // `motp://issuer:name?secret=…` is the same form with its type for a scheme.
  const parts = takeOtpauthApart(uri.replace(/^\s*motp:\/\//i, 'otpauth://motp/'));
  if (!parts.ok) return leaveOut(reasonOf(parts.error), surroundings);
  const issuer = parts.value.issuer === '' ? surroundings.issuer : parts.value.issuer;
  const label = parts.value.label === '' ? surroundings.label : parts.value.label;
  const display = enteDisplay(parts.value.parameters.get('codeDisplay'));
  if (display === 'in-trash') return leaveOut('in-trash', { issuer, label });
  const read = parseOtpauth(uri);
  if (!read.ok) return leaveOut(FOREIGN_TYPES.get(parts.value.type.toLowerCase()) ?? reasonOf(read.error), { issuer, label });
  const others = read.value.notKept.filter((name) => name !== 'codeDisplay').map((name) => KNOWN_PARAMETERS.get(name) ?? 'other');
  const secondName = isSaid(surroundings, { issuer, label }) ? [] : (['second-name'] as const);
  const named = readAccount({ ...read.value.account.otp, issuer, label, secret: read.value.account.secret });
  if (!named.ok) return leaveOut(reasonOf(named.error), { issuer, label });
  return { account: named.value, notKept: [...new Set([...surroundings.notKept, ...secondName, ...display, ...others])] };
}

/** Parameters that some programs add to the URI. */
const KNOWN_PARAMETERS: ReadonlyMap<string, NotKeptPart> = new Map([
  ['image', 'icon'],
  ['icon', 'icon'],
  ['tags', 'group'],
]);

/** Whether each name of the entry is found in what the account is called. */
function isSaid(names: UriSurroundings, account: { readonly issuer: string; readonly label: string }): boolean {
  const said = tidyText(`${account.issuer} ${account.label}`).toLowerCase();
  return [names.issuer, names.label].every((name) => said.includes(tidyText(name).toLowerCase()));
}

/** Ente's own parameter: JSON of how an entry is shown (`code_display.dart` of github.com/ente-io/ente). */
function enteDisplay(text: string | undefined): readonly NotKeptPart[] | 'in-trash' {
  if (text === undefined) return [];
  const display = fieldsOf(parseJson(text), ['pinned', 'trashed', 'tags', 'note', 'iconID']);
  if (display?.trashed === true) return 'in-trash';
  const parts: readonly (NotKeptPart | undefined)[] = [
    display?.pinned === true ? 'pinned' : undefined,
    isMeant(display?.tags) ? 'group' : undefined,
    isMeant(display?.note) ? 'note' : undefined,
    textOf(display?.iconID) === '' ? undefined : 'icon',
  ];
  return parts.filter((part) => part !== undefined);
}

export function reasonOf(refusal: AccountRefusal | OtpauthRefusal): LeftOutReason {
  switch (refusal.code) {
    case 'ACCOUNT_TYPE':
      return FOREIGN_TYPES.get(refusal.what.toLowerCase()) ?? 'unknown-type';
    case 'ACCOUNT_ALGORITHM':
      return 'algorithm';
    case 'ACCOUNT_DIGITS':
      return 'digits';
    case 'ACCOUNT_PERIOD':
      return 'period';
    case 'ACCOUNT_COUNTER':
      return 'counter';
    case 'ACCOUNT_SECRET':
      return SECRET_PROBLEMS[refusal.problem];
    case 'ACCOUNT_TEXT':
      return 'name-too-long';
    case 'OTPAUTH_TOO_LONG':
    case 'OTPAUTH_UNKNOWN':
    case 'OTPAUTH_DAMAGED':
      return 'malformed';
  }
}

const FOREIGN_TYPES: ReadonlyMap<string, LeftOutReason> = new Map([
  ['steam', 'steam'],
  ['motp', 'mobile-otp'],
  ['yandex', 'yandex'],
  ['yaotp', 'yandex'],
]);

const SECRET_PROBLEMS = {
  empty: 'secret-missing',
  'too-long': 'secret-too-long',
  characters: 'secret-malformed',
  'odd-tail': 'secret-malformed',
} as const satisfies Record<string, LeftOutReason>;

/** The report over all entries of a file, in their order. More than any vault has are refused before one of them is looked at. */
export function report<Item>(file: {
  readonly format: ImportFormatName;
  readonly items: readonly Item[];
  readonly read: (item: Item) => EntryReading;
  readonly batches?: readonly ImageBatch[];
}): ImportResult {
  if (file.items.length > MAX_IMPORT_ENTRIES) return refuseImport('too-many-entries');
  const numbered = file.items.map((item, index) => ({ reading: file.read(item), position: index + 1 }));
  return {
    kind: 'read',
    format: file.format,
    accounts: numbered.flatMap(({ reading }) => ('account' in reading ? [reading.account] : [])),
    leftOut: numbered.flatMap(({ reading, position }) =>
      'because' in reading ? [{ entry: entryName(position, reading), because: reading.because }] : [],
    ),
    notKept: numbered.flatMap(({ reading, position }) =>
      'account' in reading ? reading.notKept.map((what) => ({ entry: entryName(position, reading.account), what })) : [],
    ),
    batches: file.batches ?? [],
  };
}

function entryName(position: number, named: { readonly issuer: string; readonly label: string }): EntryName {
  return { position, issuer: named.issuer, label: named.label };
}

/** Short enough to show, whatever a file holds there. */
function shown(value: unknown): string {
  return tidyText(textOf(value).slice(0, MAX_ACCOUNT_TEXT));
}

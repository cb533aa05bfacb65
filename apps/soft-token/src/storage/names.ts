import { fromHex, toHex, type Bytes } from '@sallyport/protocol';

/** Section 6: what everything of one token is called in this browser. The token id is in hexadecimal everywhere. */

const CORE = /^st-([0-9a-f]{32})$/;
const PIN = /^st-pin-([0-9a-f]{32}|personal)-(\d{1,16})$/;
const ERASABLE = /^e-([0-9a-f]{32}|personal)-(\d{1,16})$/;

/** The token id as text: 32 hexadecimal digits, so it may be part of a name. */
export type TokenKey = string & { readonly brand: 'TokenKey' };

/** The personal vault (section 12): a browser keeps one, so a word is name enough. */
export const PERSONAL = 'personal';

/** Which vault something belongs to. */
export type VaultPlace = TokenKey | typeof PERSONAL;

export function tokenKeyOf(tokenId: Uint8Array): TokenKey {
  if (tokenId.length !== 16) throw new RangeError('a token id has 16 octets');
  return toHex(tokenId) as TokenKey;
}

export function tokenIdOf(token: TokenKey): Bytes {
  return fromHex(token);
}

/** What comes back from storage or from another window is text until it proves to be a token's name. */
export function parseTokenKey(text: unknown): TokenKey | undefined {
  return typeof text === 'string' && /^[0-9a-f]{32}$/.test(text) ? (text as TokenKey) : undefined;
}

/** Of a name found in storage. */
function parseVaultPlace(text: unknown): VaultPlace | undefined {
  return text === PERSONAL ? PERSONAL : parseTokenKey(text);
}

export function coreDatabaseName(token: VaultPlace): string {
  return `st-${token}`;
}

export function lockName(token: VaultPlace): string {
  return `st-${token}`;
}

export function pinDatabaseName(token: VaultPlace, epoch: number): string {
  return `st-pin-${token}-${String(epoch)}`;
}

export function erasableFileName(token: VaultPlace, epoch: number): string {
  return `e-${token}-${String(epoch)}`;
}

export function tokenOfCoreDatabase(name: string): TokenKey | undefined {
  return parseTokenKey(CORE.exec(name)?.[1]);
}

export interface EpochArtefact {
  readonly token: VaultPlace;
  readonly epoch: number;
}

export function artefactOfPinDatabase(name: string): EpochArtefact | undefined {
  return artefact(PIN.exec(name));
}

export function artefactOfErasableFile(name: string): EpochArtefact | undefined {
  return artefact(ERASABLE.exec(name));
}

function artefact(match: RegExpExecArray | null): EpochArtefact | undefined {
  const token = parseVaultPlace(match?.[1]);
  const epoch = Number(match?.[2]);
  return token !== undefined && Number.isSafeInteger(epoch) ? { token, epoch } : undefined;
}

import { parseTokenKey, type TokenKey } from '../storage/names.ts';

/**
 * Which tokens this browser should have: nothing secret, kept apart from the tokens themselves (`localStorage`), so that the app can tell
 * "never activated" from "removed by the browser" (section 16, any state: storage missing).
 */
export interface RememberedToken {
  readonly token: TokenKey;
  readonly serial: string;
  /** On top of the list. */
  readonly isPinned?: true;
}

const KEY = 'st-remembered-tokens';
/** A person has a handful; anything longer was not written by us. */
const LONGEST = 100;

export type TextStore = Pick<Storage, 'getItem' | 'setItem'>;

export class RememberedTokens {
  readonly #store: TextStore | undefined;

  /** `store`: undefined where the browser has none; then nothing is remembered. */
  constructor(store: TextStore | undefined) {
    this.#store = store;
  }

  all(): readonly RememberedToken[] {
    return parse(this.#store?.getItem(KEY) ?? '[]');
  }

  remember(tokens: readonly RememberedToken[]): void {
    const known = this.all();
    const added = tokens.filter(({ token }) => known.every((other) => other.token !== token));
    if (added.length > 0) this.#write([...known, ...added]);
  }

  /** The same ones, as their owner wishes them arranged. */
  keep(tokens: readonly RememberedToken[]): void {
    this.#write(tokens);
  }

  forget(token: TokenKey): void {
    this.#write(this.all().filter((remembered) => remembered.token !== token));
  }

  #write(tokens: readonly RememberedToken[]): void {
    try {
      this.#store?.setItem(KEY, JSON.stringify(tokens));
    } catch {
      // Full or forbidden: the app then cannot tell an evicted token from none, and says "no token here".
    }
  }
}

/** Anybody who can run script here can write here, so it is read as if from outside. */
function parse(text: string): readonly RememberedToken[] {
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? json.slice(0, LONGEST).flatMap(parseOne) : [];
  } catch {
    return [];
  }
}

function parseOne(json: unknown): readonly RememberedToken[] {
  if (typeof json !== 'object' || json === null || !('token' in json) || !('serial' in json)) return [];
  const token = parseTokenKey(json.token);
  return token !== undefined && typeof json.serial === 'string' && /^[\x20-\x7e]{1,24}$/.test(json.serial)
    ? [{ token, serial: json.serial, ...('isPinned' in json && json.isPinned === true ? { isPinned: true } : {}) }]
    : [];
}

import type { KeyObject } from 'node:crypto';
import type { Secret } from '../secret.ts';

export interface SealingKey {
  /** Eight octets derived from the key itself, in hexadecimal; it travels with everything sealed. */
  readonly id: string;
  readonly key: KeyObject;
}

/** Several keys: the newest seals, every one opens. */
export interface Keyring {
  readonly newest: SealingKey;
  find(id: string): SealingKey | undefined;
}

/** The keys cannot be used as they stand. The message says what is wrong and how to mend it, and never shows a key. */
export declare class KeyringRefused extends Error {}

/**
 * Reads a ring from text: one key a line, `sallyport-sealing-key:` and 32 octets in base64url, the newest last.
 * For a ring that comes from the environment or a mounted file. `source` names it in messages.
 *
 * @throws KeyringRefused when a line is not a key, a key appears twice, or there is none.
 */
export declare function parseKeyring(input: { readonly text: Secret<string>; readonly source: string }): Keyring;

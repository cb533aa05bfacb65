import type { Randomness } from '../randomness.ts';
import type { Keyring } from './keyring.ts';

/**
 * Opens the keyring file; makes it with one fresh key at first start, so that two processes starting together end with the same ring.
 * The file is made with mode 0600 and is on the disk before this resolves.
 *
 * @throws KeyringRefused when others may read the file or when it does not parse.
 */
export declare function openKeyringFile(input: { readonly path: string; readonly randomness: Randomness }): Promise<Keyring>;

/** Adds a fresh key to the file, which seals from then on; older keys still open. Running processes see it when they next start. */
export declare function addKeyToFile(input: { readonly path: string; readonly randomness: Randomness }): Promise<Keyring>;

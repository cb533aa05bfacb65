import type { Place } from '@sallyport/platform';
import { type OtpMac, type RecoveryKeys, deriveRecoveryKeys, fromBase64url, wipe } from '@sallyport/protocol';
import type { TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { StoredToken } from './store.ts';

/** The secrets of a token, each sealed to its own table, column and row, opened for one use and wiped. */

export type SecretColumn = 'sealed_seed' | 'sealed_recovery_key' | 'sealed_server_key';

export function tokenPlace(column: SecretColumn, tokenId: TokenId): Place {
  return { table: 'soft_token', column, row: tokenId };
}

const PROMISED = {
  sealed_seed: 'sealed_promised_seed',
  sealed_recovery_key: 'sealed_promised_recovery_key',
  sealed_server_key: 'sealed_promised_server_key',
} as const;

/** Where the same secret of promised keys stands. */
export function promisedPlace(column: SecretColumn, tokenId: TokenId): Place {
  return { table: 'soft_token', column: PROMISED[column], row: tokenId };
}

/** The private half of a re-key's one-time key. */
export function offerPlace(tokenId: TokenId): Place {
  return { table: 'rekey_offer', column: 'sealed_receiver_key', row: tokenId };
}

function placeOf(column: SecretColumn, { tokenId, keySet }: Pick<StoredToken, 'tokenId' | 'keySet'>): Place {
  return keySet === 'present' ? tokenPlace(column, tokenId) : promisedPlace(column, tokenId);
}

/** The MAC behind a token's one-time passwords; undefined while it has no seed. */
export function otpMacOf(
  ports: IdentityPorts,
  token: Pick<StoredToken, 'tokenId' | 'keySet' | 'sealedSeed'> & { readonly otp: Pick<StoredToken['otp'], 'algorithm'> },
): OtpMac | undefined {
  if (!token.sealedSeed) return undefined;
  const seed = ports.sealer.open({ sealed: token.sealedSeed, place: placeOf('sealed_seed', token) });
  const mac = ports.otpMac(token.otp.algorithm, seed);
  wipe(seed);
  return mac;
}

/** Keys for PIN Reset Codes, unlock codes and receipts; undefined while the token has no recovery key. The caller wipes them. */
export function recoveryKeysOf(ports: IdentityPorts, token: StoredToken): RecoveryKeys | undefined {
  if (!token.sealedRecoveryKey) return undefined;
  const recoveryKey = ports.sealer.open({ sealed: token.sealedRecoveryKey, place: placeOf('sealed_recovery_key', token) });
  const keys = deriveRecoveryKeys({ recoveryKey, tokenId: fromBase64url(token.tokenId), serial: token.serial });
  wipe(recoveryKey);
  return keys;
}

export function wipeRecoveryKeys(keys: RecoveryKeys): void {
  wipe(keys.resetMacKey, keys.unlockKey, keys.receiptKey);
}

export function serverKeyOf(ports: IdentityPorts, token: StoredToken): Uint8Array | undefined {
  return token.sealedServerKey && ports.sealer.open({ sealed: token.sealedServerKey, place: placeOf('sealed_server_key', token) });
}

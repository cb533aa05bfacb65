import type { Place } from '@sallyport/platform';
import { type OtpMac, type RecoveryKeys, deriveRecoveryKeys, fromBase64url, wipe } from '@sallyport/protocol';
import type { TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { StoredToken } from './store.ts';

/** The secrets of a token, each sealed to its own table, column and row, opened for one use and wiped. */

type SecretColumn = 'sealed_seed' | 'sealed_recovery_key' | 'sealed_server_key';

export function tokenPlace(column: SecretColumn, tokenId: TokenId): Place {
  return { table: 'soft_token', column, row: tokenId };
}

/** The MAC behind a token's one-time passwords; undefined while it has no seed. */
export function otpMacOf(
  ports: IdentityPorts,
  token: Pick<StoredToken, 'tokenId' | 'sealedSeed'> & { readonly otp: Pick<StoredToken['otp'], 'algorithm'> },
): OtpMac | undefined {
  if (!token.sealedSeed) return undefined;
  const seed = ports.sealer.open({ sealed: token.sealedSeed, place: tokenPlace('sealed_seed', token.tokenId) });
  const mac = ports.otpMac(token.otp.algorithm, seed);
  wipe(seed);
  return mac;
}

/** Keys for PIN Reset Codes, unlock codes and receipts; undefined while the token has no recovery key. The caller wipes them. */
export function recoveryKeysOf(ports: IdentityPorts, token: StoredToken): RecoveryKeys | undefined {
  if (!token.sealedRecoveryKey) return undefined;
  const recoveryKey = ports.sealer.open({ sealed: token.sealedRecoveryKey, place: tokenPlace('sealed_recovery_key', token.tokenId) });
  const keys = deriveRecoveryKeys({ recoveryKey, tokenId: fromBase64url(token.tokenId), serial: token.serial });
  wipe(recoveryKey);
  return keys;
}

export function wipeRecoveryKeys(keys: RecoveryKeys): void {
  wipe(keys.resetMacKey, keys.unlockKey, keys.receiptKey);
}

export function serverKeyOf(ports: IdentityPorts, token: StoredToken): Uint8Array | undefined {
  return (
    token.sealedServerKey && ports.sealer.open({ sealed: token.sealedServerKey, place: tokenPlace('sealed_server_key', token.tokenId) })
  );
}

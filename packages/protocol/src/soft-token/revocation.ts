import { type Bytes, concat, constantTimeEqual, domain } from '../bytes.ts';
import { refused } from '../device-errors.ts';
import { EXTENSION, type Header, extensionOf } from '../header.ts';
import { hmacSha256 } from '../key-schedule.ts';
import type { TokenPorts } from '../ports.ts';
import type { VaultContents } from '../vault-body.ts';
import type { TokenContext } from './context.ts';
import type { RevokeOutcome } from './face.ts';
import { finishRevocation } from './finish-revocation.ts';
import { type StoredToken, loadToken, saveState } from './load.ts';
import { destroyOtherEpochs } from './lock.ts';
import type { RevocationNotice } from './open-vault.ts';

/**
 * What a revocation notice is over: MACed under K_srv, or signed by the pinned issuer key. A revocation is for ever, so that
 * the notice needs no epoch and no time: replaying it changes nothing.
 */
export function revocationMessage(tokenId: Uint8Array): Bytes {
  return concat(domain('revoke'), tokenId);
}

/** OPEN → REVOKED (section 16), the mutex held and the notice verified. Mark first, destroy second; the next start finishes what was begun. */
export async function revokeToken(context: TokenPorts, token: StoredToken): Promise<RevokeOutcome> {
  const marked = await saveState(context, token, { state: 'revoked' });
  if (marked.kind === 'refused') return refused(marked.error);
  return finishRevocation(context, marked);
}

/** CLOSED or LOCKED → REVOKED, the mutex held: K_srv is out of reach, so that only the pinned key can say so. */
export async function revokeBySignature(context: TokenContext, signature: Uint8Array): Promise<RevokeOutcome> {
  const token = await loadToken(context);
  if (token.kind === 'empty') return refused({ code: 'STORAGE_EVICTED' });
  if (token.kind !== 'stored') return token.kind === 'revoked' ? { kind: 'revoked' } : token;
  return (await isSignedByIssuer(token.header, signature)) ? revokeToken(context, token) : refused({ code: 'WRONG_SECRET' });
}

/** The owner's own act at the device, the mutex held. Idempotent. */
export async function destroyToken(context: TokenContext): Promise<RevokeOutcome> {
  const token = await loadToken(context);
  switch (token.kind) {
    case 'refused':
      return token;
    case 'empty':
    case 'revoked':
      await destroyOtherEpochs(context, undefined);
      return { kind: 'revoked' };
    case 'stored':
      return revokeToken(context, token);
  }
}

/**
 * False without a pinned key, and for what is no signature at all (which the library answers by throwing).
 * The curve is loaded on demand: hardly any start needs it, and it is as large as the rest of this room.
 */
export async function isSignedByIssuer(header: Header, signature: Uint8Array): Promise<boolean> {
  const publicKey = extensionOf(header, EXTENSION.issuerKey);
  if (publicKey === undefined) return false;
  const { ed25519 } = await import('@noble/curves/ed25519.js');
  try {
    return ed25519.verify(signature, revocationMessage(header.tokenId), publicKey);
  } catch {
    return false;
  }
}

/** MACed under K_srv, which the body of the open vault holds, or signed by the issuer. */
export async function isGenuine(notice: RevocationNotice, token: StoredToken, contents: VaultContents): Promise<boolean> {
  switch (notice.kind) {
    case 'mac':
      return constantTimeEqual(hmacSha256(contents.serverKey, revocationMessage(token.header.tokenId)), notice.mac);
    case 'signature':
      return isSignedByIssuer(token.header, notice.signature);
  }
}

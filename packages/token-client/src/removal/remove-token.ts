import { type Bytes, removalMessage, removalPath, type SoftToken, toBase64url, type TokenRemoval } from '@sallyport/protocol';
import type { ApiAnswer, PostJson } from '../token-api/answers.ts';

/**
 * *Remove this token* (section 16): the owner's own act at the device. What the server is to be told is signed with K_dev and written
 * down first, because afterwards there is no key left to sign with; then everything is destroyed; then the server is told,
 * now or at the next network, and only then is the last trace cleared away.
 */
export interface RemovalStorage {
  readRemoval(): Promise<TokenRemoval | undefined>;
  /** Resolves when it would survive a power cut, and a revocation. */
  writeRemoval(removal: TokenRemoval): Promise<void>;
  /** Everything of the token, gravestone and removal too. Idempotent. */
  clear(): Promise<void>;
}

export interface RemovableToken {
  readonly tokenId: Uint8Array;
  readonly protocol: Pick<SoftToken, 'destroy'>;
  readonly storage: RemovalStorage;
  /** K_dev; undefined when it is no longer there, as after a revocation: then there is nothing left to tell. */
  readonly sign: (message: Uint8Array) => Promise<Bytes | undefined>;
}

/** False when another window holds the token, or its storage cannot be read: nothing has happened then that a second try would not repeat. */
export async function removeToken(token: RemovableToken): Promise<boolean> {
  const signature = (await token.storage.readRemoval()) ? undefined : await token.sign(removalMessage(token.tokenId));
  if (signature) await token.storage.writeRemoval({ sig: toBase64url(signature) });
  return finishRemoval(token);
}

/** Also at the next start, when the first try was interrupted. */
export async function finishRemoval(token: RemovableToken): Promise<boolean> {
  if ((await token.protocol.destroy()).kind === 'refused') return false;
  if ((await token.storage.readRemoval()) === undefined) await token.storage.clear();
  return true;
}

/** 'refused': the server does not know the token, or not the key of this device, and will not when it is asked again. */
export type ReportedRemoval = 'told' | 'refused' | 'waiting' | 'nothing-to-tell';

/** Tells the server that the owner has removed the token; 'waiting' until it has answered. */
export async function reportRemoval(token: RemovableToken, post: PostJson): Promise<ReportedRemoval> {
  const removal = await token.storage.readRemoval();
  if (removal === undefined) return 'nothing-to-tell';
  const answer = await post(removalPath(toBase64url(token.tokenId)), removal);
  if (answer.kind !== 'ok' && !isRefusedForEver(answer)) return 'waiting';
  await token.storage.clear();
  return answer.kind === 'ok' ? 'told' : 'refused';
}

function isRefusedForEver(answer: ApiAnswer): boolean {
  return answer.kind === 'refused' && (answer.code === 'REMOVAL_REFUSED' || answer.code === 'MALFORMED');
}
